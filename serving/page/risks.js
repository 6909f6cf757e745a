// The three risks: what may go wrong, how likely, and what that rests on.

import { marketBar, riskBar } from "./bars.js";
import { el, foreign } from "./dom.js";
import { bandIcon } from "./icons.js";
import { known, pay, percent, percentRange, UNKNOWN } from "./numbers.js";
import { BANDS, scamWords, wordFor } from "./words.js";

/** Return the section of the three risks. */
export function risks(answer) {
  const rows = [ghostRow(answer.ghost ?? {}), scamRow(answer.scam ?? {}), payRow(answer.low_budget ?? {})];
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

function payRow(low) {
  const figure = known(low.probability) ? percent(low.probability) : "no pay stated";
  const notes = [payPlace(low), market(low), perHour(low.per_hour), fairness(low.far_below_fair)];
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

function market(low) {
  const band = low.market;
  if (!band || !["p10", "p25", "p50", "p75", "p90"].every((name) => known(band[name]))) {
    return el("p", { class: "note-line" }, "What such work is paid: unknown.");
  }
  const unit = band.unit === "usd_per_hour" ? " an hour" : "";
  const told = `Such work is paid ${pay(band.p10)} to ${pay(band.p90)}${unit} (eight of ten postings); the middle is ${pay(band.p50)}.`;
  return el(
    "div",
    { class: "market" },
    marketBar(band, comparedPay(low), told),
    el("p", { class: "note-line" }, told),
  );
}

// What is compared with the market, in its unit: the answer has converted it and found it in the text where need be.
function comparedPay(low) {
  const hourly = low.market.unit === "usd_per_hour";
  const source = low.stated ?? (hourly ? low.per_hour : null);
  return source ? [source.usd_low, source.usd_high].filter((amount) => known(amount) && amount > 0) : [];
}

const HOURS_FROM = {
  text_hours: "the hours that the text states",
  flat_pay: "the hours that the text states for that pay",
  text_words: "how fast people write",
  market: "the hours that such projects take, judged by what they and their hours are paid",
};

function perHour(part) {
  if (!part || !known(part.usd_low) || !known(part.usd_high)) return null;
  const rate = part.usd_low === part.usd_high ? pay(part.usd_low) : `${pay(part.usd_low)} to ${pay(part.usd_high)}`;
  const basis = Object.hasOwn(HOURS_FROM, part.basis) ? `, by ${HOURS_FROM[part.basis]}` : "";
  return el("p", { class: "note-line" }, `It comes to about ${rate} an hour${basis}.`);
}

function fairness(chance) {
  if (!known(chance)) return null;
  const told = `Careful readers call about ${Math.round(100 * chance)} of 100 such offers far below a fair price.`;
  return el("p", { class: "note-line" }, told);
}
