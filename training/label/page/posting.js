// The posting: its facts, its texts, the words that are selected and those that are evidence.

import { byId, el } from "./dom.js";
import { inUnits, placeIn, quoteOf } from "./offsets.js";

const FIELD = "[data-field]";
let texts = new Map();

/** Show a posting. */
export function showPosting({ facts, fields }) {
  texts = new Map(fields.map(({ name, text }) => [name, text]));
  byId("facts").replaceChildren(...facts.map(fact));
  byId("fields").replaceChildren(...fields.map(field));
}

/** Put the caret where reading begins, so that words can be selected with the keyboard at once. */
export function beginReading() {
  window.scrollTo(0, 0);
  // On a touch screen the caret would only be in the way.
  if (!matchMedia("(pointer: fine)").matches) return;
  const node = document.querySelector('[data-field="description"]') ?? document.querySelector(FIELD);
  node?.focus({ preventScroll: true });
  if (node) getSelection().collapse(node, 0);
}

/** Return the selected words with their field and place, or null; `spread` is true where they lie in two fields. */
export function selectedQuote() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const [first, last] = [range.startContainer, range.endContainer].map(fieldOf);
  if (!first && !last) return null;
  if (first && last && first !== last && range.endOffset > 0) return { spread: true };
  const node = first ?? last;
  const within = range.cloneRange();
  if (fieldOf(range.startContainer) !== node) within.setStart(node, 0);
  if (fieldOf(range.endContainer) !== node) within.setEnd(node, node.childNodes.length);
  const text = texts.get(node.dataset.field);
  const { start, end } = placeIn(node, within);
  const quote = quoteOf(text, start, end);
  return quote && { field: node.dataset.field, ...quote };
}

/** Mark the words that are evidence. The texts themselves stay as they are, so that every place in them stays true. */
export function markEvidence(quotes) {
  if (!globalThis.Highlight) return; // an older browser shows the list alone
  CSS.highlights.set("evidence", new Highlight(...quotes.map(rangeOf).filter(Boolean)));
}

function fact({ name, text }) {
  return el("div", { class: name === "Skills" ? "wide" : null }, el("dt", null, name), el("dd", { dir: "auto" }, text));
}

function field({ name, label, text }) {
  // Editable only for its caret: whatever would change it is refused.
  const node = el("div", {
    class: `words ${name.split(".")[0]}`, "data-field": name, contenteditable: "true", role: "textbox", "aria-readonly": "true",
    "aria-multiline": "true", "aria-label": label, tabindex: "0", spellcheck: "false", translate: "no", inputmode: "none",
    autocapitalize: "off", dir: "auto",
  }, text);
  const refuse = (event) => event.preventDefault();
  for (const kind of ["beforeinput", "paste", "cut", "drop", "dragstart"]) node.addEventListener(kind, refuse);
  node.addEventListener("input", () => node.replaceChildren(text)); // a composition cannot be refused
  const heading = name.startsWith("questions.") ? el("p", { class: "hint" }, label) : null;
  return el("div", { class: "field" }, heading, node);
}

const fieldOf = (node) => (node instanceof Element ? node : node?.parentElement)?.closest(FIELD) ?? null;

function rangeOf({ field: name, start, end }) {
  const node = document.querySelector(`[data-field="${CSS.escape(name)}"]`)?.firstChild;
  if (!node) return null;
  const range = document.createRange();
  range.setStart(node, inUnits(texts.get(name), start));
  range.setEnd(node, inUnits(texts.get(name), end));
  return range;
}
