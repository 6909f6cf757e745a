// The verdict: one big word, its shape, and one sentence.

import { el } from "./dom.js";
import { labelOf } from "./fields.js";
import { verdictIcon } from "./icons.js";
import { dollars, known, percent } from "./numbers.js";
import { LEVELS, scamWords, VERDICTS, wordFor } from "./words.js";

const SENTENCES = { apply: forApply, consider: forConsider, skip: forSkip, not_enough_evidence: forTooLittle };

/** Return the sentence that sums an answer up. */
export function summary(answer) {
  return (SENTENCES[answer.verdict] ?? balance)(answer);
}

/** Return the nodes of the verdict card. */
export function verdictNodes(answer) {
  const word = el("h2", { id: "verdict-word", class: "word" }, wordFor(VERDICTS, answer.verdict));
  const level = LEVELS[answer.level] ?? "It is unknown how much of the page was judged.";
  const said = el(
    "div",
    null,
    word,
    el("p", { id: "summary", class: "summary" }, summary(answer)),
    el("p", { class: "hint" }, level),
  );
  return [verdictIcon(answer.verdict), said];
}

function balance({ worth }) {
  const value = worth?.expected_value_usd;
  if (!known(value)) return "What it is worth on average is unknown.";
  if (value < 0) return `On average a proposal here costs ${dollars(-value)} more than it brings.`;
  return `On average a proposal here brings ${dollars(value)} more than it costs.`;
}

function forApply(answer) {
  const most = answer.worth?.max_connects;
  if (known(answer.worth?.expected_value_usd)) return balance(answer);
  return known(most)
    ? `It looks worth up to ${most} Connects; look at the price before you send.`
    : "The chances look worth the price.";
}

function forConsider(answer) {
  return `${balance(answer)} That is not certain enough to say apply: look at the reasons first.`;
}

function forSkip(answer) {
  const types = scamWords(answer.scam?.types);
  if (answer.scam?.band === "high")
    return types ? `Looks like a scam or a broken rule: it ${joined(types)}.` : "Looks like a scam or a broken rule.";
  if (answer.worth?.expected_value_usd < 0) return balance(answer);
  if (answer.ghost?.band === "high") return `Most likely nobody is hired (${percent(answer.ghost.probability)}).`;
  return "What speaks against it outweighs what it may bring.";
}

// Two of the phrases are no verbs; they read well only at the end of "it is".
const joined = (types) => types.replace(/^(too good|illegal|another)/, "is $1");

function forTooLittle({ missing }) {
  const wanted = (missing ?? []).slice(0, 3).map((item) => labelOf(item.field));
  return wanted.length
    ? `Too little is known to judge. Most useful to add: ${wanted.join("; ")}.`
    : "Too little is known to judge.";
}
