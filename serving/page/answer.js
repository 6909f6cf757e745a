// The whole answer, from top to bottom.

import { byId, el, foreign } from "./dom.js";
import { labelOf } from "./fields.js";
import { changesSection, missingSection } from "./gaps.js";
import { marked } from "./highlight.js";
import { known } from "./numbers.js";
import { valueAt } from "./paths.js";
import { reasonsSection } from "./reasons.js";
import { risks } from "./risks.js";
import { verdictNodes } from "./verdict.js";
import { wordFor } from "./words.js";
import { worthSection } from "./worth.js";

/** Show an answer beside the posting that was sent; `fillIn` opens the input of an unknown field. */
export function showAnswer(answer, posting, fillIn) {
  const reasons = answer.reasons ?? [];
  const found = new Map();
  const source = sourceSection(posting, reasons, found);
  byId("verdict").className = `card verdict ${wordFor(TONES, answer.verdict)}`;
  byId("verdict").replaceChildren(...verdictNodes(answer));
  const why = reasonsSection(reasons, (number) => found.get(number));
  const gaps = [missingSection(answer.missing, fillIn), changesSection(answer.would_change)];
  const sections = [risks(answer), worthSection(answer), why, ...gaps, source, versions(answer)];
  byId("answer").replaceChildren(...sections.filter(Boolean));
}

const TONES = { apply: "good", consider: "doubt", skip: "bad", not_enough_evidence: "unknown" };

function sourceSection(posting, reasons, found) {
  const quotes = reasons.map((reason, index) => ({ ...reason, number: index + 1 })).filter(isQuoted);
  const blocks = quotedFields(quotes).map((field) => textBlock(field, posting, quotes, found));
  const box = el(
    "div",
    { class: "source-text", tabindex: "0", role: "region", "aria-label": "The posting's own text" },
    blocks,
  );
  return el("section", { class: "card", id: "source" }, el("h2", null, "The posting's own text"), legend(quotes), box);
}

const isQuoted = (reason) => reason.quote && known(reason.start) && known(reason.end);
const quotedFields = (quotes) => [...new Set(["title", "description", ...quotes.map((quote) => quote.field)])];

function textBlock(field, posting, quotes, found) {
  const text = valueAt(posting, field);
  if (typeof text !== "string" || !text.trim()) return null;
  const marks = quotes.filter((quote) => quote.field === field);
  return [el("h3", null, labelOf(field)), el("p", { class: "posting-text", dir: "auto" }, marked(text, marks, found))];
}

function legend(quotes) {
  if (!quotes.length) return null;
  const [against, inFavour] = [el("mark", { class: "minus" }, "against"), el("mark", { class: "plus" }, "for")];
  return el("p", { class: "hint" }, "Marked: ", against, " and ", inFavour, ", with the number of the reason.");
}

function versions({ versions: made, id }) {
  const told = ["bundle", "rules", "schema"].map((name) => `${name} ${made?.[name] ?? "unknown"}`);
  return el(
    "p",
    { class: "versions", id: "versions" },
    foreign([...told, ...(id ? [`posting ${id}`] : [])].join(" · ")),
  );
}
