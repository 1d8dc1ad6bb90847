// What the keys do, as the help lists it; the keys themselves are in page.js.

import { element } from "./form.js";

const SETTLING = ["A B C", "take over the codes of that coder (with Shift)"];
const KEYS = [
  ["1 … 9", "choose a class, then its detail; 0 goes back to the classes"],
  ["t", "find a theme: type, ↑ ↓ to choose, Enter to take or leave it, Esc to go back"],
  ["f", "details of the position: Tab and ↑ ↓ to move, Space to choose"],
  ["e", "mark evidence for the code chosen last: the selected words, or move over words with ← →, over sentences with ↑ ↓, hold Shift to take more, then e"],
  ["r", "write a note; Esc to go back"],
  ["Enter", "save, and go to the next statement"],
  ["s", "save, and stay"],
  ["z", "undo: first what is not saved yet, then the last saving; once more brings it back"],
  ["n →", "next statement"],
  ["p ←", "previous statement"],
  ["u", "next statement that is not coded"],
  ["l", "list of the statements"],
  ["Space ↑ ↓", "scroll the text"],
  ["?", "these keys"],
];

export function fill_help(is_adjudicator) {
  const row = ([keys, does]) =>
    element("tr", {}, element("td", {}, element("kbd", { textContent: keys })), element("td", { textContent: does }));
  const keys = is_adjudicator ? [SETTLING, ...KEYS] : KEYS;
  document.getElementById("keys").replaceChildren(...keys.map(row));
}
