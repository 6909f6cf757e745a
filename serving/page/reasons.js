// Why: each reason with its sign, its field and the words that it rests on.

import { el, foreign } from "./dom.js";
import { labelOf } from "./fields.js";
import { cents } from "./numbers.js";

const EXPLAINED =
  "Amounts are what each thing adds to the expected value or takes from it; together they make it up. Without an amount it is something to know.";

/** Return the section of reasons; `find` gives the marked words of a reason's number, or nothing. */
export function reasonsSection(reasons, find) {
  const items = reasons.map((reason, index) => item(reason, find(index + 1)));
  const list = items.length ? el("ol", { class: "reasons" }, items) : el("p", { class: "hint" }, "None was given.");
  const said = reasons.some((reason) => reason.weight) ? el("p", { class: "hint" }, EXPLAINED) : null;
  return el("section", { class: "card", id: "reasons" }, el("h2", null, "Reasons"), said, list);
}

function item(reason, mark) {
  const against = reason.direction === "-";
  const [name, word, shape] = against ? ["minus", "against", "−"] : ["plus", "for", "+"];
  const sign = el("span", { class: `sign ${name}`, role: "img", "aria-label": word }, shape);
  const body = el("div", null, el("p", null, amount(reason), foreign(reason.text ?? reason.code)), source(reason, mark));
  return el("li", null, sign, body);
}

function amount({ weight, direction }) {
  return weight ? [el("strong", { class: "amount" }, cents(direction === "-" ? -weight : weight)), " "] : null;
}

function source(reason, mark) {
  const name = el("span", { class: "field-name" }, labelOf(reason.field ?? ""));
  const quote = reason.quote ? [": ", el("q", { dir: "auto" }, reason.quote)] : null;
  return el("p", { class: "source" }, name, quote, mark ? [" ", jump(mark)] : null);
}

function jump(mark) {
  const button = el("button", { type: "button", class: "link" }, "show in the text");
  button.addEventListener("click", () => goTo(mark));
  return button;
}

function goTo(mark) {
  mark.scrollIntoView({ block: "center" });
  mark.focus({ preventScroll: true });
}
