// What is not known, and what would change the verdict.

import { el, foreign } from "./dom.js";
import { labelOf } from "./fields.js";
import { conditionWords, VERDICTS, wordFor } from "./words.js";

/** Return the section of unknown fields; `fillIn` gives what opens a field's input, or nothing. */
export function missingSection(missing, fillIn) {
  if (!missing?.length) return null;
  const items = missing.map(({ field, why }) => {
    const open = fillIn(field);
    return el(
      "li",
      null,
      el("strong", null, foreign(labelOf(field))),
      ". ",
      foreign(why ?? ""),
      open ? [" ", button(open)] : null,
    );
  });
  return el(
    "section",
    { class: "card", id: "missing" },
    el("h2", null, "What I do not know"),
    el("ul", { class: "plain" }, items),
  );
}

function button(open) {
  const node = el("button", { type: "button", class: "link" }, "fill it in");
  node.addEventListener("click", open);
  return node;
}

/** Return the section of the smallest changes that give another verdict. */
export function changesSection(changes) {
  if (!changes?.length) return null;
  const items = changes.map((change) => {
    const verdict = el("strong", null, wordFor(VERDICTS, change.verdict));
    // A scorer older than this page sends no sentence.
    if (change.text) return el("li", null, foreign(change.text));
    return el("li", null, "If ", foreign(conditionWords(change.if, labelOf)), ": ", verdict);
  });
  return el(
    "section",
    { class: "card", id: "changes" },
    el("h2", null, "What would change it"),
    el("ul", { class: "plain" }, items),
  );
}
