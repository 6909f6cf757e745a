// The money: what one proposal brings and costs, so that anybody can check the sum.

import { el, foreign } from "./dom.js";
import { count, dollars, gain, known, percent, precisePercent } from "./numbers.js";

const ROWS = [
  ["Expected value of one proposal", (worth) => gain(worth.expected_value_usd), "worth-main"],
  ["90% sure it lies between", (worth) => between(worth)],
  ["Price of the Connects", (worth) => dollars(worth.connects_cost_usd)],
  ["Price of your time", (worth) => dollars(worth.time_cost_usd)],
  ["What the work brings if you are hired", (worth) => dollars(worth.value_if_hired_usd)],
  ["Chance of winning it", (worth) => precisePercent(worth.p_win)],
  ["Chance at which it breaks even", (worth) => precisePercent(worth.break_even_p_win)],
  ["Most Connects worth paying", (worth) => count(worth.max_connects)],
  ["Chance that the Connects come back", (worth) => percent(worth.refund_probability)],
];

/** Return the section about money. */
export function worthSection(answer) {
  const worth = answer.worth ?? {};
  const rows = ROWS.map(([label, show, name]) =>
    el("div", { class: name }, el("dt", null, label), el("dd", null, show(worth))),
  );
  const parts = [
    el("dl", { class: "worth" }, rows),
    theSum(worth, answer.scam?.probability),
    boosting(worth.boosts),
    assumptions(worth.assumptions),
  ];
  return el("section", { class: "card", id: "worth" }, el("h2", null, "Worth, in dollars"), parts);
}

function between({ expected_value_low_usd: low, expected_value_high_usd: high }) {
  return known(low) && known(high) ? `${dollars(low)} and ${gain(high)}` : dollars(null);
}

function boosting(boosts) {
  if (!boosts?.length) return null;
  const rows = boosts.map(({ place, connects, cost_usd, gain_usd }) =>
    el(
      "li",
      null,
      `Place ${place}: ${count(connects)} Connects more, ${dollars(cost_usd)} on average; it `,
      gain_usd > 0 ? `brings ${dollars(gain_usd)} more than that.` : `loses ${dollars(-gain_usd)}.`,
    ),
  );
  return el("div", null, el("h3", null, "Boosting"), el("ul", { class: "plain" }, rows));
}

function theSum(worth, scam) {
  const numbers = [
    worth.p_win,
    scam,
    worth.value_if_hired_usd,
    worth.connects_cost_usd,
    worth.time_cost_usd,
    worth.expected_value_usd,
  ];
  if (!numbers.every(known)) return null;
  const [win, danger, value, connects, time, expected] = numbers;
  const left = `${precisePercent(win)} × (1 − ${precisePercent(danger)}) × ${dollars(value)} − ${dollars(connects)} − ${dollars(time)}`;
  return el("p", { class: "note-line" }, `The sum, rounded: ${left} ≈ ${dollars(expected)}`);
}

function assumptions(list) {
  if (!list?.length) return null;
  return el(
    "div",
    null,
    el("h3", null, "Assumed"),
    el(
      "ul",
      { class: "plain" },
      list.map((item) => el("li", null, foreign(plainName(item)))),
    ),
  );
}

// "hours_per_week: 15" is a setting's name and its value; the name is told in words.
const plainName = (item) => String(item).replace(/^[a-z0-9_]{1,60}(?=:)/, (name) => name.replaceAll("_", " "));
