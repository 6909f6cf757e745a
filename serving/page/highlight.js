// Quotes marked in the text they come from.

import { el } from "./dom.js";

/**
 * Cut a text where marks begin and end.
 *
 * A mark is {start, end, quote}; offsets count Unicode code points, as the contract says, and not the UTF-16 units of
 * a JavaScript string. A mark whose quote is not exactly that slice is dropped: better no highlight than a wrong one.
 * Returns [{text, marks, ending}]: which marks cover the piece, and which of them end with it.
 */
export function pieces(text, marks) {
  const points = Array.from(text);
  const slice = (start, end) => points.slice(start, end).join("");
  const fitting = marks.filter((mark) => mark.end > mark.start && slice(mark.start, mark.end) === mark.quote);
  const cuts = [...new Set([0, points.length, ...fitting.flatMap((mark) => [mark.start, mark.end])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((end, index) => piece(slice(cuts[index], end), fitting, cuts[index], end));
}

function piece(text, marks, start, end) {
  const covering = marks.filter((mark) => mark.start < end && mark.end > start);
  return { text, marks: covering, ending: covering.filter((mark) => mark.end === end) };
}

/** Return nodes for a text with its marks; `found` learns the element where each mark begins. */
export function marked(text, marks, found) {
  return pieces(text, marks).map((item) => (item.marks.length ? markNode(item, found) : item.text));
}

function markNode({ text, marks, ending }, found) {
  const sign = marks.some((mark) => mark.direction === "-") ? "minus" : "plus";
  const numbers = ending.map((mark) => mark.number).join(", ") || null;
  const node = el("mark", { class: sign, "data-numbers": numbers, tabindex: "-1" }, text);
  for (const mark of marks) if (!found.has(mark.number)) found.set(mark.number, node);
  return node;
}
