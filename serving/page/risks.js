// The three risks: what may go wrong, how likely, and what that rests on.

import { marketBar, riskBar } from "./bars.js";
import { el, foreign } from "./dom.js";
import { bandIcon } from "./icons.js";
import { known, pay, percent, percentRange, readAmount, UNKNOWN } from "./numbers.js";
import { valueAt } from "./paths.js";
import { viewOf } from "./view.js";
import { BANDS, scamWords, wordFor } from "./words.js";

/** Return the section of the three risks. */
export function risks(answer, posting) {
  const view = viewOf(posting);
  const rows = [ghostRow(answer.ghost ?? {}), scamRow(answer.scam ?? {}), payRow(answer.low_budget ?? {}, view)];
  return el("section", { class: "card", id: "risks" }, el("h2", null, "Three risks"), rows);
}

function ghostRow(ghost) {
  const range = percentRange(ghost.low, ghost.high);
  const figure = range ? `${percent(ghost.probability)} (${range})` : percent(ghost.probability);
  const notes = ghost.basis ? [el("p", { class: "note-line" }, "Rests on: ", foreign(ghost.basis))] : [];
  return row({ id: "risk-ghost", title: "Nobody is hired", figure, part: ghost, notes });
}

function scamRow(scam) {
  const types = scamWords(scam.types);
  const notes = [el("p", { class: "note-line" }, types ? `Signs found: ${types}.` : "No known sign of one was found.")];
  return row({ id: "risk-scam", title: "Scam or rule-breaking", figure: percent(scam.probability), part: scam, notes });
}

function payRow(low, posting) {
  const figure = known(low.probability) ? percent(low.probability) : "no pay stated";
  const notes = [payPlace(low), market(low.market, posting)];
  return row({ id: "risk-pay", title: "Pay below what such work gets", figure, part: low, notes });
}

function row({ id, title, figure, part, notes }) {
  const band = part.band ?? UNKNOWN;
  const head = el(
    "div",
    { class: "risk-head" },
    el("h3", null, title),
    el("p", { class: "figure" }, figure),
    bandChip(band),
  );
  const bar = known(part.probability) ? riskBar(part, `${title}: ${figure}`) : null;
  return el("div", { class: `risk ${bandClass(band)}`, id }, head, bar, notes);
}

const bandClass = (band) => (Object.hasOwn(BANDS, band) ? band : UNKNOWN);

function bandChip(band) {
  return el("p", { class: "band" }, bandIcon(band), el("span", null, wordFor(BANDS, band)));
}

function payPlace(low) {
  if (!known(low.percentile)) return null;
  return el(
    "p",
    { class: "note-line" },
    `The stated pay is higher than that of ${Math.round(low.percentile)} of 100 such postings.`,
  );
}

function market(band, posting) {
  if (!band || !["p10", "p25", "p50", "p75", "p90"].every((name) => known(band[name]))) {
    return el("p", { class: "note-line" }, "What such work is paid: unknown.");
  }
  const unit = band.unit === "usd_per_hour" ? " an hour" : "";
  const told = `Such work is paid ${pay(band.p10)} to ${pay(band.p90)}${unit} (eight of ten postings); the middle is ${pay(band.p50)}.`;
  return el(
    "div",
    { class: "market" },
    marketBar(band, statedPay(posting), told),
    el("p", { class: "note-line" }, told),
  );
}

// Only plain dollar amounts are placed: a guess at a currency or a text would put the mark in a wrong place.
function statedPay(posting) {
  const currency = valueAt(posting, "pay.currency") ?? "USD";
  if (currency !== "USD") return [];
  const amounts = ["pay.min", "pay.max"].map((path) => readAmount(valueAt(posting, path)));
  return amounts.filter((amount) => known(amount) && amount > 0);
}
