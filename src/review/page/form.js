// The codes of a statement as a form. The form shows codes and asks for changes; it keeps none.
// Codes are an object of strings by variable, as they are written into the coder's file.

export const plain = (name) => name.replaceAll("_", " ");

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function read_evidence(codes) {
  const pieces = (codes.evidence ?? "").split("; ").filter((piece) => piece);
  return pieces.map((piece) => {
    const [, start, end, code] = piece.match(/^(\d+)-(\d+) (.+)$/);
    return { start: Number(start), end: Number(end), code };
  });
}

export function write_evidence(evidence) {
  return evidence.map(({ start, end, code }) => `${start}-${end} ${code}`).join("; ");
}

// Whether a code such as `venue=outside_un` is among the codes.
export function is_chosen(codes, code) {
  const [variable, value] = code.split("=");
  return (codes[variable] ?? "").split(";").includes(value);
}

export class Form {
  // `change` is called with codes to be set; what it does not name stays.
  constructor(codebook, change) {
    this.codebook = codebook;
    this.change = change;
    this.codes = {};
    // The class whose details the digits choose; empty where they choose classes.
    this.open_class = "";
    // The code to which marked words are attached.
    this.active = "";
    this.make_classes();
    this.make_facets();
  }

  show(codes, is_new) {
    this.codes = codes;
    if (is_new) {
      this.open_class = "";
      const detail = codes.stance_detail && `stance_detail=${codes.stance_detail}`;
      this.active = detail || (codes.stance && `stance=${codes.stance}`) || "";
    }
    if (this.active && !is_chosen(codes, this.active)) this.active = "";
    this.render();
  }

  make_classes() {
    document.getElementById("question").textContent = this.codebook.question;
    const list = document.getElementById("classes");
    this.classes = this.codebook.classes.map(({ name, details }) => {
      const label = details.length === 1 ? details[0].label : details.map((detail) => detail.label).join(" · ");
      const button = choice(plain(name), label, () => this.choose_class(name));
      const buttons = details.map((detail) => ({
        name: detail.name,
        button: choice(detail.label, "", () => this.choose_detail(name, detail.name)),
      }));
      const inside = element("div", { className: "details" }, ...buttons.map(({ button }) => button));
      inside.setAttribute("role", "radiogroup");
      inside.setAttribute("aria-label", `What kind of ${plain(name)}`);
      button.classList.toggle("has-details", details.length > 1);
      list.append(button, inside);
      return { name, button, inside, details: buttons };
    });
    const name = this.codebook.uncodable;
    const button = choice(plain(name), "Nobody could tell from this text", () => this.choose_class(name));
    list.append(button);
    this.classes.push({ name, button, inside: null, details: [] });
  }

  make_facets() {
    const list = document.getElementById("facet-list");
    this.facets = this.codebook.facets.map((facet) => {
      const inputs = facet.values.map(({ name, definition }) => {
        const input = element("input", { type: facet.multi ? "checkbox" : "radio", name: facet.variable });
        const toggle = () => this.choose_value(facet, name);
        input.addEventListener("click", toggle);
        const label = element("label", { title: definition }, input, definition ? definition.replace(/\.$/, "") : plain(name));
        return { name, input, label };
      });
      const values = element("div", { className: "facet-values" }, ...inputs.map(({ label }) => label));
      list.append(element("fieldset", {}, element("legend", { textContent: facet.question }), values));
      return { ...facet, inputs };
    });
  }

  choose_class(name) {
    const own = this.classes.find((known) => known.name === name);
    if (this.codes.stance === name && this.open_class !== name && own.details.length > 1) {
      this.open_class = name;
      this.render();
      return;
    }
    const is_same = this.codes.stance === name;
    const only = own.details.length === 1 ? own.details[0].name : "";
    this.open_class = !is_same && own.details.length > 1 ? name : "";
    this.active = is_same ? "" : `stance=${name}`;
    this.change(is_same ? { stance: "", stance_detail: "" } : { stance: name, stance_detail: only });
  }

  choose_detail(stance, name) {
    const is_same = this.codes.stance_detail === name;
    this.open_class = "";
    this.active = is_same ? `stance=${stance}` : `stance_detail=${name}`;
    this.change({ stance, stance_detail: is_same ? "" : name });
  }

  choose_value({ variable, multi, values }, name) {
    const held = (this.codes[variable] ?? "").split(";").filter((value) => value);
    const is_held = held.includes(name);
    let next = is_held ? [] : [name];
    if (multi && name !== "none") {
      const others = held.filter((value) => value !== name && value !== "none");
      const order = values.map((value) => value.name);
      next = [...others, ...next].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    }
    this.active = is_held ? "" : `${variable}=${name}`;
    this.change({ [variable]: next.join(";") });
  }

  // The choices that the digits stand for now.
  numbered() {
    const open = this.classes.find(({ name }) => name === this.open_class);
    return (open ? open.details : this.classes).slice(0, 9);
  }

  // Presses the choice of a digit; 0 goes back from details to classes.
  press(digit) {
    if (digit === 0) {
      this.open_class = "";
      this.render();
    } else {
      this.numbered()[digit - 1]?.button.click();
    }
  }

  render() {
    const numbered = this.numbered();
    const number = (known) => {
      const at = numbered.indexOf(known);
      known.button.querySelector("kbd").textContent = at < 0 ? "" : String(at + 1);
      known.button.querySelector("kbd").hidden = at < 0;
    };
    for (const known of this.classes) {
      known.button.setAttribute("aria-checked", this.codes.stance === known.name);
      number(known);
      if (known.inside) {
        known.inside.hidden = known.details.length < 2 || this.codes.stance !== known.name;
        for (const detail of known.details) {
          detail.button.setAttribute("aria-checked", this.codes.stance_detail === detail.name);
          number(detail);
        }
      }
    }
    const coded = this.facets.filter(({ variable }) => this.codes[variable]);
    document.getElementById("n-facets").textContent = coded.length ? `${coded.length} coded` : "";
    for (const { variable, inputs } of this.facets) {
      const held = (this.codes[variable] ?? "").split(";");
      for (const { name, input } of inputs) input.checked = held.includes(name);
    }
  }
}

function choice(label, definition, press) {
  const words = element("span", {}, label);
  if (definition && definition !== label) words.append(element("i", { textContent: definition }));
  const button = element("button", { type: "button", className: "choice" }, element("kbd"), words);
  button.setAttribute("role", "radio");
  button.addEventListener("click", press);
  return button;
}
