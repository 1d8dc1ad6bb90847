// The themes of a statement: found by typing a few letters, chosen as a set.

import { element } from "./form.js";

const NONE = { name: "none", code: "", label: "No theme", parent: "", definition: "You looked, and none of the themes is there.", yes: [], no: [] };

export class Themes {
  // `change` is called with the names chosen, in the order of the lexicon, or with `none`.
  constructor(themes, change) {
    this.themes = themes;
    this.change = change;
    this.chosen = [];
    this.at = 0;
    this.input = element("input", { type: "search", id: "theme-filter", placeholder: "Type a few letters of a theme" });
    this.found = element("div", { id: "theme-found", hidden: true });
    this.found.setAttribute("role", "listbox");
    this.found.setAttribute("aria-label", "Themes");
    this.found.setAttribute("aria-multiselectable", "true");
    for (const [name, value] of [["role", "combobox"], ["aria-controls", "theme-found"], ["aria-expanded", "false"], ["aria-autocomplete", "list"], ["aria-label", "Find a theme"]]) {
      this.input.setAttribute(name, value);
    }
    document.getElementById("themes").append(this.input, this.found);
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("focus", () => {
      this.find();
      document.querySelector("#themes").parentElement.scrollIntoView({ block: "start" });
    });
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // A click on the list must not take the focus from the field first.
    this.found.addEventListener("mousedown", (event) => event.preventDefault());
  }

  show(chosen) {
    this.chosen = chosen.split(";").filter((name) => name);
    const chip = (name) => {
      const theme = [NONE, ...this.themes].find((known) => known.name === name) ?? { ...NONE, name, label: name };
      const remove = element("button", { type: "button", textContent: "✕", title: `Take ${theme.label} away` });
      remove.setAttribute("aria-label", `Take ${theme.label} away`);
      remove.addEventListener("click", () => this.toggle(name));
      return element("li", { className: "chip" }, element("span", { textContent: title(theme) }), remove);
    };
    document.getElementById("chosen-themes").replaceChildren(...this.chosen.map(chip));
    if (!this.found.hidden) this.render();
  }

  find() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter((word) => word);
    const in_name = (theme) => `${theme.code} ${theme.label} ${theme.name}`.toLowerCase();
    const in_all = (theme) => `${in_name(theme)} ${theme.parent} ${theme.definition}`.toLowerCase();
    const has = (text) => words.every((word) => text.includes(word));
    const named = this.themes.filter((theme) => has(in_name(theme)));
    const others = this.themes.filter((theme) => !has(in_name(theme)) && has(in_all(theme)));
    this.matches = [...(words.length ? [] : [NONE]), ...named, ...others];
    this.at = 0;
    this.found.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.render();
  }

  close() {
    this.found.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  render() {
    const nothing = element("p", { className: "theme", textContent: "No theme has these letters." });
    const options = this.matches.map((theme, at) => this.option(theme, at));
    this.found.replaceChildren(...(options.length ? options : [nothing]));
    if (options.length) {
      this.input.setAttribute("aria-activedescendant", `theme-${this.at}`);
      options[this.at].scrollIntoView({ block: "nearest" });
    }
  }

  option(theme, at) {
    const is_active = at === this.at;
    const is_chosen = this.chosen.includes(theme.name);
    const made = element("div", { id: `theme-${at}`, className: is_active ? "theme active" : "theme" });
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", is_chosen);
    made.append(element("b", { textContent: `${is_chosen ? "✓ " : ""}${title(theme)}` }));
    if (theme.definition) made.append(element("p", { textContent: theme.definition }));
    if (is_active) {
      const example = (label, text) => element("p", { className: "example", textContent: `${label}: “${text}”` });
      made.append(...theme.yes.slice(0, 2).map((text) => example("Yes", text)));
      made.append(...theme.no.slice(0, 1).map((text) => example("No", text)));
    }
    made.addEventListener("click", () => {
      this.at = at;
      this.toggle(theme.name);
    });
    return made;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.matches.length) {
      this.at = Math.min(Math.max(this.at + step, 0), this.matches.length - 1);
      this.render();
    } else if (event.key === "Enter" && this.matches.length) {
      this.toggle(this.matches[this.at].name);
      this.input.value = "";
      this.find();
    } else if (event.key === "Escape") {
      this.input.value = "";
      this.input.blur();
      document.getElementById("statement").focus({ preventScroll: true });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  toggle(name) {
    const without = this.chosen.filter((known) => known !== name);
    let next = without.length < this.chosen.length ? without : [...without.filter((known) => known !== "none"), name];
    if (name === "none" && without.length === this.chosen.length) next = ["none"];
    const order = this.themes.map((theme) => theme.name);
    next.sort((a, b) => order.indexOf(a) - order.indexOf(b));
    this.change(next.join(";"), next.includes(name) ? name : "");
  }
}

export function title(theme) {
  return theme.code ? `${theme.code} ${theme.label}` : theme.label;
}
