// The flow: what the session is about → the posting that is asked → keys and clicks become answers → saved, and the next one.

import { addQuote, answers, choose, dropQuote, fill, makeChoices } from "./answers.js";
import { read, send } from "./api.js";
import { byId } from "./dom.js";
import { makeGuideline, toggleGuideline } from "./guideline.js";
import { beginReading, selectedQuote, showPosting } from "./posting.js";

let about;
let asked = null;
let busy = false;
const keys = new Map();

/** Say something that nobody has to act on. */
const say = (text) => { byId("status").textContent = text; };

function showProblem(error) {
  byId("problem").replaceChildren(error.message);
  say("");
  for (const part of document.querySelectorAll("[data-wrong]")) part.removeAttribute("data-wrong");
  byId(error.field ?? "")?.setAttribute("data-wrong", "");
  byId("problem").scrollIntoView({ block: "nearest" });
}

function clearProblem() {
  byId("problem").replaceChildren();
  for (const part of document.querySelectorAll("[data-wrong]")) part.removeAttribute("data-wrong");
}

function show(state) {
  asked = state.posting?.id ?? null;
  byId("count").textContent = `${state.done} done, ${state.left} left`;
  byId("progress").max = Math.max(1, state.done + state.left);
  byId("progress").value = state.done;
  byId("undo").disabled = !state.can_undo;
  byId("work").hidden = asked === null;
  byId("over").hidden = asked !== null;
  clearProblem();
  if (asked === null) return byId("over").focus();
  showPosting(state.posting);
  fill(state.draft ?? (state.posting.pay_stated ? null : { types: [], evidence: [], pay: "unknown" }));
  onSelection();
  beginReading();
}

/** Do one thing at a time: a key that is held down must not answer the next posting. */
async function change(path, body, done) {
  if (busy) return;
  busy = true;
  try {
    const state = await send(path, body);
    show(state);
    say(`${done} ${byId("count").textContent}.`);
  } catch (error) {
    showProblem(error);
  } finally {
    busy = false;
  }
}

function save() {
  const label = answers();
  return change("label", { id: asked, ...label }, `Saved with risk ${label.risk}.`);
}
const skip = () => change("skip", { id: asked }, "Skipped.");
const undo = () => change("undo", {}, "Taken back.");

function take() {
  const quote = selectedQuote();
  if (!quote) return showProblem({ message: "No words are selected. Select some of the posting, then press e.", field: "evidence" });
  if (quote.spread) return showProblem({ message: "The selection lies in two fields. Select words of one of them.", field: "evidence" });
  const points = quote.end - quote.start;
  if (points > about.longest_quote) {
    const message = `That is ${points} characters; at most ${about.longest_quote} are kept. Select only the words that matter.`;
    return showProblem({ message, field: "evidence" });
  }
  clearProblem();
  addQuote(quote);
  getSelection().collapseToEnd();
  say("Taken as evidence.");
}

function drop() {
  if (dropQuote()) say("Evidence taken away.");
}

function makeKeys() {
  for (const name of ["risk", "pay", "types"]) {
    for (const { key, name: value } of about[name]) keys.set(key, () => say(choose(name, value)));
  }
  keys.set("l", () => say(choose("lookalike")));
  for (const [key, what] of Object.entries({ e: take, x: drop, s: skip, Enter: save })) keys.set(key, what);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const everywhere = { g: toggleGuideline, "?": toggleGuideline, u: undo }[key];
  const open = byId("guideline").open;
  if (open && !(everywhere === toggleGuideline)) return;
  // Enter on a button presses that button.
  if (key === "Enter" && event.target.closest("button, a")) return;
  const what = everywhere ?? (asked === null ? null : keys.get(key));
  if (!what) return;
  event.preventDefault();
  if (!event.repeat) what();
}

function onSelection() {
  const quote = selectedQuote();
  byId("take").hidden = !quote || Boolean(quote.spread);
}

function listen() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("selectionchange", onSelection);
  byId("answers").addEventListener("submit", (event) => { event.preventDefault(); save(); });
  // Pressing it must not take the selection away.
  byId("take").addEventListener("pointerdown", (event) => event.preventDefault());
  for (const [id, what] of Object.entries({ take, skip, undo, guide: toggleGuideline })) byId(id).addEventListener("click", what);
  window.addEventListener("hashchange", () => location.reload());
}

async function start() {
  about = await read("about");
  byId("annotator").textContent = about.annotator;
  byId("export").textContent = about.export;
  makeChoices(about);
  makeGuideline(about.guideline);
  makeKeys();
  listen();
  show(await read("state"));
}

start().catch((error) => {
  byId("stuck-why").textContent = error.message;
  byId("stuck").hidden = false;
});
