// For who settles differences: the codes of all coders side by side, under letters.

import { element, plain } from "./form.js";
import { title } from "./themes.js";

export class Coders {
  // `take` is called with the codes of a coder, to be taken over into the form.
  constructor(themes, take, get) {
    this.themes = Object.fromEntries(themes.map((theme) => [theme.name, title(theme)]));
    this.take = take;
    this.get = get;
    this.names = {};
    this.section = document.getElementById("coders");
  }

  show({ all, differ }) {
    this.all = all;
    this.section.hidden = false;
    const head = all.map((coder) => {
      const button = element("button", { type: "button", title: `Take over the codes of ${coder.letter}` });
      button.append(element("kbd", { textContent: coder.letter }), ` ${this.names[coder.letter] ?? "take"}`);
      button.addEventListener("click", () => this.take_over(coder.letter));
      return element("th", { scope: "col" }, button);
    });
    const variables = [...new Set(all.flatMap((coder) => Object.keys(coder.codes)))].filter((name) => name !== "evidence");
    const rank = (name) => (name === "note" ? 2 : differ.includes(name) ? 0 : 1);
    variables.sort((a, b) => rank(a) - rank(b));
    const rows = variables.map((name) => {
      const is_different = differ.includes(name);
      const cells = all.map((coder) => element("td", { textContent: this.words(name, coder.codes[name] ?? "–") }));
      const label = element("th", { scope: "row", textContent: plain(name) + (is_different ? " ≠" : "") });
      return element("tr", { className: is_different ? "differ" : "" }, label, ...cells);
    });
    const table = element("table", {},
      element("thead", {}, element("tr", {}, element("td", { textContent: "" }), ...head)),
      element("tbody", {}, ...rows));
    const names = element("button", { type: "button", textContent: "Show names" });
    names.addEventListener("click", () => this.show_names(differ));
    const is_named = Object.keys(this.names).length > 0;
    this.section.replaceChildren(element("h2", { textContent: "The coders’ codes" }), table, ...(is_named ? [] : [names]));
  }

  words(name, code) {
    if (name === "note") return code;
    return code.split(";").map((value) => this.themes[value] ?? plain(value)).join("; ");
  }

  async show_names(differ) {
    const names = await this.get("api/names");
    this.names = Object.fromEntries(names.map(({ letter, name }) => [letter, name]));
    this.show({ all: this.all, differ });
  }

  // Takes over the codes of the coder of this letter, if there is one; remarks are left.
  take_over(letter) {
    const coder = this.all?.find((known) => known.letter === letter);
    if (!coder) return;
    const { note, ...codes } = coder.codes;
    this.take(codes, letter);
  }
}
