// Small shapes, so that nothing is told by colour alone.

import { svg } from "./dom.js";

const VERDICT_SHAPES = {
  apply: [
    ["circle", { cx: 24, cy: 24, r: 21 }],
    ["path", { d: "M14 25l7 7 13-15" }],
  ],
  consider: [
    ["path", { d: "M24 4l20 20-20 20L4 24z" }],
    ["path", { d: "M24 14v12M24 32v1" }],
  ],
  skip: [
    ["path", { d: "M15 4h18l11 11v18L33 44H15L4 33V15z" }],
    ["path", { d: "M17 17l14 14M31 17L17 31" }],
  ],
  not_enough_evidence: [
    ["circle", { cx: 24, cy: 24, r: 21, "stroke-dasharray": "6 5" }],
    ["path", { d: "M18 19c0-8 12-8 12 0 0 5-6 5-6 10M24 35v1" }],
  ],
};

/** Return the shape of a verdict: tick in a circle, mark in a diamond, cross in an octagon, question in a dashed circle. */
export function verdictIcon(verdict) {
  const shapes = VERDICT_SHAPES[verdict] ?? VERDICT_SHAPES.not_enough_evidence;
  return svg(
    "svg",
    { class: "verdict-icon", viewBox: "0 0 48 48", "aria-hidden": "true" },
    shapes.map(([tag, at]) => svg(tag, at)),
  );
}

const BARS = { low: 1, medium: 2, high: 3 };

/** Return three steps, of which one, two or three are filled. */
export function bandIcon(band) {
  const steps = [0, 1, 2].map((step) => stepOf(step, step < (BARS[band] ?? 0)));
  return svg("svg", { class: "band-icon", viewBox: "0 0 16 14", "aria-hidden": "true" }, steps);
}

function stepOf(step, filled) {
  const height = 4 + step * 4;
  return svg("rect", { x: 0.5 + step * 5.5, y: 13.5 - height, width: 4, height, class: filled ? "filled" : "empty" });
}
