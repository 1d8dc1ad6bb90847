// The text of a statement: its paragraphs, the words marked as evidence, and a cursor over words.
// Places are characters of the whole text from 0, end excluded, as everywhere in plenary; a browser
// counts in units of 16 bits, so that both are translated here.

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu;
const SENTENCE_END = /[.!?…]["”’)]*\s+$/u;

export class StatementText {
  constructor(element) {
    this.element = element;
    this.show("");
  }

  show(text) {
    this.text = text;
    this.marks = [];
    this.cursor = null;
    this.words = [...text.matchAll(WORD)].map((found) => [found.index, found.index + found[0].length]);
    this.render();
  }

  // Shows which words are evidence.
  mark(marks) {
    this.marks = marks.map(({ start, end }) => [this.units(start), this.units(end)]);
    this.render();
  }

  words_of({ start, end }) {
    return this.text.slice(this.units(start), this.units(end));
  }

  units(character) {
    return [...this.text].slice(0, character).join("").length;
  }

  characters(unit) {
    return [...this.text.slice(0, unit)].length;
  }

  // The words selected by mouse or finger, whole, or under the cursor; null where there are none.
  selected() {
    const range = this.cursor ? this.under_cursor() : this.selection();
    const inside = range && this.words.filter(([start, end]) => start < range[1] && range[0] < end);
    if (!inside || inside.length === 0) return null;
    const [start, end] = [inside[0][0], inside.at(-1)[1]];
    return { start: this.characters(start), end: this.characters(end) };
  }

  selection() {
    const selection = document.getSelection();
    if (selection.isCollapsed || !this.element.contains(selection.anchorNode)) return null;
    if (!this.element.contains(selection.focusNode)) return null;
    const places = [
      this.place(selection.anchorNode, selection.anchorOffset),
      this.place(selection.focusNode, selection.focusOffset),
    ];
    return places.sort((a, b) => a - b);
  }

  place(node, offset) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const paragraph = element.closest("p");
    if (!paragraph) return Number(this.element.children[offset]?.dataset.start ?? this.text.length);
    const before = document.createRange();
    before.selectNodeContents(paragraph);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + before.toString().length;
  }

  // Begins with the first word that is in view.
  begin_cursor() {
    const top = this.element.closest("article").getBoundingClientRect().top;
    const seen = [...this.element.children].find((p) => p.getBoundingClientRect().bottom > Math.max(top, 0) + 40);
    const from = Number(seen?.dataset.start ?? 0);
    const word = Math.max(0, this.words.findIndex(([start]) => start >= from));
    this.cursor = this.words.length > 0 ? { anchor: word, focus: word } : null;
    document.getSelection().removeAllRanges();
    this.render();
  }

  end_cursor() {
    this.cursor = null;
    this.render();
  }

  // Moves by words, or by sentences; with `extends_it` what was begun grows or shrinks.
  move_cursor(step, by_sentence, extends_it) {
    let word = this.cursor.focus;
    do {
      word = Math.min(Math.max(word + step, 0), this.words.length - 1);
    } while (by_sentence && word > 0 && word < this.words.length - 1 && !this.begins_sentence(word));
    this.cursor = { anchor: extends_it ? this.cursor.anchor : word, focus: word };
    this.render();
    this.element.querySelector(".cursor")?.scrollIntoView({ block: "nearest" });
  }

  begins_sentence(word) {
    const before = this.text.slice(this.words[word - 1]?.[1] ?? 0, this.words[word][0]);
    return before.includes("\n") || SENTENCE_END.test(before);
  }

  under_cursor() {
    const [first, last] = [this.cursor.anchor, this.cursor.focus].sort((a, b) => a - b);
    return [this.words[first][0], this.words[last][1]];
  }

  render() {
    const paragraphs = [];
    let start = 0;
    for (const text of this.text.split("\n\n")) {
      paragraphs.push(this.paragraph(text, start));
      start += text.length + 2;
    }
    this.element.replaceChildren(...paragraphs);
  }

  paragraph(text, start) {
    const element = document.createElement("p");
    element.dataset.start = start;
    const cursor = this.cursor ? [this.under_cursor()] : [];
    const bounds = [...this.marks, ...cursor].flat().map((at) => at - start);
    const cuts = [0, text.length, ...bounds.filter((at) => at > 0 && at < text.length)];
    cuts.sort((a, b) => a - b);
    const holds = (ranges, at) => ranges.some(([from, to]) => from <= at + start && at + start < to);
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const piece = text.slice(cuts[i], cuts[i + 1]);
      const under = holds(cursor, cuts[i]);
      if (!piece) continue;
      if (!under && !holds(this.marks, cuts[i])) {
        element.append(piece);
        continue;
      }
      const mark = document.createElement("mark");
      mark.className = under ? "cursor" : "";
      mark.textContent = piece;
      element.append(mark);
    }
    return element;
  }
}
