// Why: each reason with its sign, its field and the words that it rests on.

import { el, foreign } from "./dom.js";
import { labelOf } from "./fields.js";

/** Return the section of reasons; `find` gives the marked words of a reason's number, or nothing. */
export function reasonsSection(reasons, find) {
  const items = reasons.map((reason, index) => item(reason, find(index + 1)));
  const list = items.length ? el("ol", { class: "reasons" }, items) : el("p", { class: "hint" }, "None was given.");
  return el("section", { class: "card", id: "reasons" }, el("h2", null, "Reasons"), list);
}

function item(reason, mark) {
  const against = reason.direction === "-";
  const [name, word, shape] = against ? ["minus", "against", "−"] : ["plus", "for", "+"];
  const sign = el("span", { class: `sign ${name}`, role: "img", "aria-label": word }, shape);
  const body = el("div", null, el("p", null, foreign(reason.text ?? reason.code)), source(reason, mark));
  return el("li", null, sign, body);
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
