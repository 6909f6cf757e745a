// The answers: choices made of the lists that the program sends, and the evidence.

import { byId, el } from "./dom.js";
import { markEvidence } from "./posting.js";

let quotes = [];

/** Make the choices. */
export function makeChoices({ risk, types, pay }) {
  for (const [name, kind, choices] of [["risk", "radio", risk], ["pay", "radio", pay], ["types", "checkbox", types]]) {
    byId(name).append(el("div", { class: "options" }, choices.map((choice) => option(name, kind, choice))));
  }
}

/** Fill in what was answered, or nothing. */
export function fill(label) {
  for (const box of boxes()) {
    const { name, value } = box;
    box.checked = name === "types" ? Boolean(label?.types.includes(value)) : label != null && String(label[name]) === value;
  }
  byId("lookalike-box").checked = Boolean(label?.lookalike);
  quotes = label ? [...label.evidence] : [];
  showQuotes();
}

/** Return the answers as a label has them. */
export function answers() {
  const of = (name) => boxes().filter((box) => box.name === name && box.checked).map((box) => box.value);
  const [risk] = of("risk");
  return {
    risk: risk === undefined ? null : Number(risk),
    pay: of("pay")[0] ?? null,
    types: of("types"),
    evidence: quotes,
    lookalike: byId("lookalike-box").checked,
  };
}

/** Choose an answer, or take it away where several may be chosen; return what is so now, as words. */
export function choose(name, value) {
  const box = name === "lookalike" ? byId("lookalike-box") : boxes().find((one) => one.name === name && one.value === value);
  box.checked = box.type === "radio" || !box.checked;
  return `${box.closest("label").querySelector("span").textContent}: ${box.checked ? "chosen" : "not chosen"}.`;
}

/** Add words to the evidence. */
export function addQuote(quote) {
  const same = (one) => one.field === quote.field && one.start === quote.start && one.end === quote.end;
  if (!quotes.some(same)) quotes = [...quotes, quote];
  showQuotes();
}

/** Take the last words away again; return whether there were any. */
export function dropQuote(number = quotes.length - 1) {
  const had = quotes.length > 0;
  quotes = quotes.filter((_, index) => index !== number);
  showQuotes();
  return had;
}

const boxes = () => [...document.querySelectorAll("#answers input[name]")];

function option(name, kind, { name: value, key, text }) {
  const box = el("input", { type: kind, name, value, "aria-keyshortcuts": key });
  return el("label", { class: `chip ${name}-${value}` }, box, el("kbd", null, key), " ", el("span", null, text));
}

function showQuotes() {
  byId("no-evidence").hidden = quotes.length > 0;
  byId("quotes").replaceChildren(...quotes.map(line));
  markEvidence(quotes);
}

function line({ quote }, number) {
  const drop = el("button", { type: "button", class: "quiet", "aria-label": `Take away: ${quote}` }, "Take away ", number === quotes.length - 1 ? el("kbd", null, "x") : null);
  drop.addEventListener("click", () => dropQuote(number));
  return el("li", null, el("q", { dir: "auto" }, quote), drop);
}
