// Two pictures of numbers: a probability with its interval, and a pay placed on its market. Geometry is in SVG
// attributes, since the page allows no style attributes.

import { svg } from "./dom.js";
import { known, pay } from "./numbers.js";

const share = (value) => `${(value * 100).toFixed(2)}%`;

/** Return a bar from 0 to 100% with the interval as a pale stretch and the probability as a line. */
export function riskBar({ probability, low, high }, label) {
  const parts = [svg("rect", { class: "track", width: "100%", y: 5, height: 8, rx: 4 })];
  if (known(probability)) parts.push(fill(probability));
  if (known(low) && known(high)) parts.push(span("interval", low, high, 2, 14));
  if (known(probability)) parts.push(tick(probability));
  return svg("svg", { class: "risk-bar", width: "100%", height: 18, role: "img", "aria-label": label }, parts);
}

const fill = (value) => svg("rect", { class: "fill", width: share(value), y: 5, height: 8, rx: 4 });
const tick = (value) => svg("line", { class: "tick", x1: share(value), x2: share(value), y1: 0, y2: 18 });

function span(name, low, high, y, height) {
  return svg("rect", { class: name, x: share(low), width: share(Math.max(high - low, 0)), y, height, rx: 3 });
}

/** Return the market from the 10th to the 90th percentile, its middle, and the stated pay above it. */
export function marketBar(market, stated, label) {
  const at = scale([market.p10, market.p90, ...stated]);
  const parts = [
    span("market-wide", at(market.p10), at(market.p90), 26, 14),
    span("market-half", at(market.p25), at(market.p75), 26, 14),
    svg("line", { class: "median", x1: share(at(market.p50)), x2: share(at(market.p50)), y1: 23, y2: 43 }),
    scaleLabels(market, at),
    stated.length ? statedMark(stated, at) : null,
  ];
  return svg("svg", { class: "market-bar", width: "100%", height: 60, role: "img", "aria-label": label }, parts);
}

// Pay spreads by factors, so the scale is logarithmic; 6% at each side keeps the labels inside.
function scale(values) {
  const logs = values.map((value) => Math.log(Math.max(value, 0.01)));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return (value) => 0.06 + (0.88 * (Math.log(Math.max(value, 0.01)) - low)) / (high - low || 1);
}

// On a phone a label needs about a sixth of the width; the middle is kept, the ends give way.
function scaleLabels(market, at) {
  const middle = at(market.p50);
  const ends = [market.p10, market.p90].filter((value) => Math.abs(at(value) - middle) > 0.17);
  return [market.p50, ...ends].map((value) => text(pay(value), at(value), 57, "scale-label"));
}

function statedMark(stated, at) {
  const [low, high] = [Math.min(...stated), Math.max(...stated)];
  const middle = (at(low) + at(high)) / 2;
  return [
    text(
      low === high ? pay(low) : `${pay(low)}–${pay(high)}`,
      Math.min(Math.max(middle, 0.14), 0.86),
      11,
      "stated-label",
    ),
    span("stated", at(low), at(high), 17, 4),
    [low, high].map((value) => svg("circle", { class: "stated", cx: share(at(value)), cy: 19, r: 4.5 })),
  ];
}

const text = (words, x, y, name) => svg("text", { class: name, x: share(x), y, "text-anchor": "middle" }, words);
