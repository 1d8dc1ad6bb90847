// The page: which statement is shown, which keys do what, and when a code counts as saved.
// A code is called saved only after the program has answered that it is on disk.

import { Coders } from "./coders.js";
import { Form, element, is_chosen, plain, read_evidence, write_evidence } from "./form.js";
import { fill_help } from "./keys.js";
import { StatementText } from "./statement.js";
import { Themes, title } from "./themes.js";

const PATIENCE = 15_000;
const at = (id) => document.getElementById(id);

let task, form, themes, coders, text;
// The statement shown: its number, its text, and what was last answered as saved.
let shown = null;
// What was chosen and not saved, by number: codes, the codes before each choice, and the revision that was seen.
const drafts = new Map();
let last_saved = null;

// One thing after the other: a key pressed while a code is being saved waits for the answer.
const waiting = [];
let is_busy = false;

async function act(does) {
  waiting.push(does);
  if (is_busy) return;
  is_busy = true;
  while (waiting.length > 0) {
    try {
      const done = waiting.shift()();
      if (done instanceof Promise) await done;
    } catch (error) {
      say(`This did not work: ${error.message}`, true);
    }
  }
  is_busy = false;
}

// Codes without empty values, in a fixed order, so that equal ones look equal.
const tidy = (codes) => Object.fromEntries(Object.entries(codes).filter(([, code]) => code).sort());
const is_coded = (codes) => Object.keys(codes).some((name) => name !== "note" && name !== "evidence");
const is_equal = (a, b) => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));
const codes_now = () => drafts.get(shown.number)?.codes ?? shown.saved.codes;

// A code such as `venue=outside_un` in words.
function words_of(code) {
  const [variable, value] = code.split("=");
  const theme = variable === "themes" && task.themes.find((known) => known.name === value);
  return theme ? title(theme) : plain(value);
}

function words_of_machine({ stance, detail, confidence }) {
  const labels = task.classes.flatMap((known) => known.details);
  const label = labels.find(({ name }) => name === detail)?.label;
  return plain(stance) + (label ? `: ${label}` : "") + (confidence ? ` (confidence ${confidence})` : "");
}

const place_of = (number) => task.statements.findIndex((listed) => listed.number === number);

async function get(path) {
  const reply = await fetch(path, { signal: AbortSignal.timeout(PATIENCE) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}

function say(words, is_unsaved = false) {
  at("status").textContent = words;
  at("status").className = is_unsaved ? "unsaved" : "";
}

async function start() {
  task = await get("api/task");
  document.title = task.is_adjudicator ? "Settling differences" : `Coding as ${task.coder}`;
  text = new StatementText(at("text"));
  form = new Form(task, change);
  themes = new Themes(task.themes, (names, name) => {
    form.active = name && name !== "none" ? `themes=${name}` : "";
    change({ themes: names });
  });
  coders = new Coders(task.themes, (codes, letter) => {
    const cleared = Object.fromEntries(Object.keys(codes_now()).filter((name) => name !== "note").map((name) => [name, ""]));
    change({ ...cleared, ...codes });
    say(`Taken over from ${letter}; not saved yet.`, true);
  }, get);
  fill_help(task.is_adjudicator);
  if (task.statements.length === 0) {
    at("title").textContent = "Nothing to settle";
    at("text").textContent = "No statement was coded by two people who differ. Open this page again when they have coded more.";
    at("form").hidden = true;
    return;
  }
  const first = task.statements.find((listed) => !listed.is_coded) ?? task.statements[0];
  await show(first.number);
}

async function show(number, words = "") {
  const found = await get(`api/statement/${number}`);
  shown = found;
  const listed = task.statements[place_of(number)];
  at("title").textContent = listed.name;
  const known = [...found.header];
  if (found.machine) known.push({ label: "Machine", value: words_of_machine(found.machine) });
  at("known").replaceChildren(...known.map(({ label, value }) =>
    element("div", {}, element("dt", { textContent: label }), element("dd", { textContent: value }))));
  text.show(found.text);
  at("notice").hidden = true;
  if (found.coders) coders.show(found.coders);
  render(true);
  at("statement").scrollTop = 0;
  if (window.matchMedia("(max-width: 900px)").matches) window.scrollTo(0, 0);
  document.querySelector(".choices").scrollTop = 0;
  at("statement").focus({ preventScroll: true });
  say(words || state_words());
  at("status").classList.toggle("unsaved", drafts.has(number));
}

function state_words() {
  if (drafts.has(shown.number)) return "Not saved yet.";
  return is_coded(shown.saved.codes) ? "Saved." : "Not coded.";
}

function render(is_new = false) {
  const codes = codes_now();
  form.show(codes, is_new);
  themes.show(codes.themes ?? "");
  at("facets").open = at("facets").open && !is_new;
  if (document.activeElement !== at("note")) at("note").value = codes.note ?? "";
  render_evidence(codes);
  render_list();
}

function render_evidence(codes) {
  const evidence = read_evidence(codes);
  text.mark(evidence);
  const name = form.active ? words_of(form.active) : "";
  let hint = name ? `Selected words are attached to “${name}”.` : "Choose a code first; e then attaches words to it.";
  if (text.cursor) hint = `← → words, ↑ ↓ sentences, Shift takes more; e attaches them to “${name}”, Esc leaves.`;
  at("evidence-hint").textContent = hint;
  at("evidence").replaceChildren(...evidence.map((piece) => {
    const remove = element("button", { type: "button", textContent: "✕", title: "Take this mark away" });
    remove.setAttribute("aria-label", "Take this mark away");
    remove.addEventListener("click", () => change({ evidence: write_evidence(evidence.filter((other) => other !== piece)) }));
    const words = element("span", {}, element("q", { textContent: text.words_of(piece) }), ` ${words_of(piece.code)}`);
    return element("li", { className: "chip" }, words, remove);
  }));
}

function render_list() {
  const n_coded = task.statements.filter((listed) => listed.is_coded).length;
  at("progress").textContent = `${n_coded} of ${task.statements.length} ${task.is_adjudicator ? "settled" : "coded"}`;
  at("progress-bar").max = task.statements.length;
  at("progress-bar").value = n_coded;
  if (at("list").hidden) return;
  at("list").replaceChildren(...task.statements.map((listed) => {
    const is_draft = drafts.has(listed.number);
    const sign = element("span", { className: is_draft ? "sign unsaved" : "sign", textContent: is_draft ? "•" : listed.is_coded ? "✓" : "" });
    const state = is_draft ? "not saved" : listed.is_coded ? "coded" : "not coded";
    const button = element("button", { type: "button" }, sign, listed.name);
    button.setAttribute("aria-label", `${listed.name}, ${state}`);
    button.setAttribute("aria-current", listed.number === shown.number);
    button.addEventListener("click", () => { open_list(false); act(() => go(listed.number)); });
    return button;
  }));
}

// Takes changed codes into the page; nothing is saved yet.
function change(changed) {
  const before = codes_now();
  const codes = tidy({ ...before, ...changed });
  const kept = read_evidence(codes).filter(({ code }) => is_chosen(codes, code));
  if (kept.length > 0) codes.evidence = write_evidence(kept);
  else delete codes.evidence;
  const { history: earlier = [], revision = shown.saved.revision } = drafts.get(shown.number) ?? {};
  const history = [...earlier, before];
  if (is_equal(codes, shown.saved.codes)) drafts.delete(shown.number);
  else drafts.set(shown.number, { codes, history, revision });
  render();
  say(state_words(), drafts.has(shown.number));
}

async function save(moves_on) {
  try {
    const number = shown.number;
    take_note();
    const is_new = drafts.has(number);
    if (is_new) {
      const sent = codes_now();
      say("Saving …");
      if (!await send(number, sent)) return;
    }
    const name = task.statements[place_of(number)].name;
    const words = is_new || is_coded(shown.saved.codes) ? `Saved ${name}.` : `${name} is not coded.`;
    const next = task.statements[place_of(number) + 1];
    if (moves_on && next) await show(next.number, words);
    else say(moves_on ? `${words} This is the last statement.` : words);
  } catch {
    say("Not saved: the program does not answer. Your choices stay on this page. Is plenary review still running?", true);
  }
}

// Sends codes, and gives whether they were answered as saved.
async function send(number, codes) {
  const reply = await fetch(`api/statement/${number}`, {
    method: "POST",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ revision: drafts.get(number).revision, codes }),
  });
  if (reply.status === 409) {
    explain_newer(await reply.json());
    return false;
  }
  if (!reply.ok) {
    say(`Not saved: ${await reply.text()}`, true);
    return false;
  }
  shown.saved = await reply.json();
  // What was chosen while the answer was on its way is still to be saved.
  if (is_equal(codes_now(), codes)) drafts.delete(number);
  else drafts.get(number).revision = shown.saved.revision;
  task.statements[place_of(number)].is_coded = is_coded(shown.saved.codes);
  last_saved = number;
  render();
  return true;
}

function explain_newer(newer) {
  const mine = codes_now();
  const names = [...new Set([...Object.keys(mine), ...Object.keys(newer.codes)])].filter((name) => mine[name] !== newer.codes[name]);
  const line = (name) => element("li", { textContent: `${plain(name)}: there “${plain(newer.codes[name] ?? "nothing")}”, here “${plain(mine[name] ?? "nothing")}”` });
  const button = (words, does) => {
    const made = element("button", { type: "button", textContent: words });
    made.addEventListener("click", () => { at("notice").hidden = true; shown.saved = newer; act(does); });
    return made;
  };
  const keep = button("Save mine instead", () => {
    if (drafts.has(shown.number)) drafts.get(shown.number).revision = newer.revision;
    return save(false);
  });
  const take = button("Take what was saved there", () => { drafts.delete(shown.number); render(true); say(state_words()); });
  at("notice").replaceChildren(
    element("p", { textContent: "Not saved: this statement was saved elsewhere, in another tab, since you opened it here. Nothing was overwritten, and what you chose is still here. They differ in:" }),
    element("ul", {}, ...names.map(line)), keep, take);
  at("notice").hidden = false;
  at("notice").scrollIntoView({ block: "nearest" });
  keep.focus();
  say("Not saved yet.", true);
}

// First what is not saved yet, choice by choice; then the last saving, as a saving of its own.
async function undo() {
  const draft = drafts.get(shown.number);
  if (draft) {
    const before = draft.history.at(-1);
    const history = draft.history.slice(0, -1);
    if (history.length === 0) drafts.delete(shown.number);
    else drafts.set(shown.number, { ...draft, codes: before, history });
    render(true);
    say(drafts.has(shown.number) ? "Taken back; not saved yet." : "Taken back.", drafts.has(shown.number));
    return;
  }
  if (last_saved !== null && last_saved !== shown.number) await go(last_saved);
  if (shown.saved.revision === 0) {
    say("There is nothing to undo.");
    return;
  }
  drafts.set(shown.number, { codes: shown.saved.before, history: [shown.saved.codes], revision: shown.saved.revision });
  await save(false);
  if (!drafts.has(shown.number)) {
    render(true);
    say(`Undone and saved: ${state_words()}`);
  }
}

function mark_evidence() {
  if (!form.active) {
    say("Choose a code first; its words can then be marked.");
    return;
  }
  const words = text.selected();
  if (!words) {
    text.begin_cursor();
    render_evidence(codes_now());
    at("evidence-hint").scrollIntoView({ block: "nearest" });
    return;
  }
  text.end_cursor();
  document.getSelection().removeAllRanges();
  const piece = { ...words, code: form.active };
  const others = read_evidence(codes_now()).filter((other) => write_evidence([other]) !== write_evidence([piece]));
  change({ evidence: write_evidence([...others, piece].sort((a, b) => a.start - b.start)) });
}

function take_note() {
  const note = at("note").value.trim();
  if (note !== (codes_now().note ?? "")) change({ note });
}

async function go(number) {
  take_note();
  try {
    await show(number);
  } catch {
    say("The program does not answer. Is plenary review still running?", true);
  }
}

function step(by) {
  const next = task.statements[place_of(shown.number) + by];
  if (next) return go(next.number);
  return say(by > 0 ? "This is the last statement." : "This is the first statement.");
}

function next_uncoded() {
  const from = place_of(shown.number) + 1;
  const around = [...task.statements.slice(from), ...task.statements.slice(0, from)];
  const next = around.find((listed) => !listed.is_coded && listed.number !== shown.number);
  if (next) return go(next.number);
  return say("All other statements are coded.");
}

function open_list(is_open = at("list").hidden) {
  at("list").hidden = !is_open;
  at("list-open").setAttribute("aria-expanded", is_open);
  render_list();
  if (is_open) at("list").querySelector("[aria-current=true]")?.focus();
  else at("statement").focus({ preventScroll: true });
}

function open_facets() {
  at("facets").open = !at("facets").open;
  if (at("facets").open) at("facet-list").querySelector("input").focus();
}

const ACTIONS = {
  n: () => step(1), ArrowRight: () => step(1), p: () => step(-1), ArrowLeft: () => step(-1),
  u: next_uncoded, l: () => open_list(), z: undo, e: mark_evidence, f: open_facets,
  s: () => save(false), Enter: () => save(true), t: () => at("theme-filter").focus(), r: () => at("note").focus(),
  "?": () => at("help").showModal(), Escape: () => at("statement").focus({ preventScroll: true }),
};

// In the cursor over words, arrows and Esc mean other things.
function cursor_key(event) {
  const moves = { ArrowLeft: [-1, false], ArrowRight: [1, false], ArrowUp: [-1, true], ArrowDown: [1, true] };
  if (event.key in moves) text.move_cursor(...moves[event.key], event.shiftKey);
  else if (event.key === "Escape") { text.end_cursor(); render_evidence(codes_now()); }
  else if (event.key === "Enter") mark_evidence();
  else return false;
  return true;
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!shown) return;
  const from = event.target;
  if (at("help").open) {
    if (event.key === "?") at("help").close();
    return;
  }
  if (from === at("note")) {
    if (event.key === "Escape") { take_note(); at("statement").focus({ preventScroll: true }); }
    return;
  }
  if (from.matches("input[type=search]")) return;
  if (!at("list").hidden && event.key === "Escape") return open_list(false);
  const is_own = from.matches("button:not(.choice), summary") && ["Enter", " "].includes(event.key);
  const moves_choice = from.matches("input[type=radio]") && event.key.startsWith("Arrow");
  if (is_own || moves_choice) return;
  const handled = text.cursor && cursor_key(event);
  if (!handled) {
    const is_letter = /^[A-Z]$/.test(event.key) && task.is_adjudicator;
    if (/^\d$/.test(event.key)) act(() => form.press(Number(event.key)));
    else if (is_letter) act(() => coders.take_over(event.key));
    else if (Object.hasOwn(ACTIONS, event.key) && !event.repeat) act(ACTIONS[event.key]);
    else return;
  }
  event.preventDefault();
}

document.addEventListener("keydown", key);
document.addEventListener("selectionchange", () => { if (text?.cursor && text.selection()) text.end_cursor(); });
at("form").addEventListener("submit", (event) => { event.preventDefault(); act(() => save(true)); });
// A press on the button must not undo the selection first.
at("mark").addEventListener("pointerdown", (event) => event.preventDefault());
at("note").addEventListener("change", take_note);
at("note").addEventListener("focus", () => { at("note-hint").hidden = false; });
at("note").addEventListener("blur", () => { at("note-hint").hidden = true; });
for (const [id, does] of [["previous", () => step(-1)], ["next", () => step(1)], ["uncoded", next_uncoded], ["list-open", () => open_list()], ["help-open", () => at("help").showModal()], ["help-close", () => at("help").close()], ["undo", undo], ["mark", mark_evidence], ["to-codes", () => at("form").scrollIntoView()]]) {
  at(id).addEventListener("click", () => act(does));
}
window.addEventListener("beforeunload", (event) => { if (drafts.size > 0) event.preventDefault(); });
start().catch((error) => {
  at("title").textContent = "This page could not be loaded";
  at("text").textContent = error.message;
});
