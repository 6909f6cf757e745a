// Places in a text. JavaScript counts UTF-16 units, of which an emoji has two; labels count Unicode code points.

const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

/** Whether a place in UTF-16 units lies inside of a character. */
const splits = (text, at) => at > 0 && isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1));

/** Return a place in UTF-16 units as one in code points. */
export function inPoints(text, at) {
  let points = 0;
  for (let unit = 0; unit < at; unit += 1) if (!splits(text, unit)) points += 1;
  return points;
}

/** Return a place in code points as one in UTF-16 units. */
export const inUnits = (text, points) => Array.from(text).slice(0, points).join("").length;

/** Return the slice between two UTF-16 places without blanks at its ends and with whole characters, or null if it is empty. */
export function quoteOf(text, from, to) {
  let [start, end] = [splits(text, from) ? from - 1 : from, splits(text, to) ? to + 1 : to];
  const cut = text.slice(start, end);
  start += cut.length - cut.trimStart().length;
  end -= cut.length - cut.trimEnd().length;
  if (start >= end) return null;
  return { start: inPoints(text, start), end: inPoints(text, end), quote: text.slice(start, end) };
}

/** Return where a range begins and ends in the text of a node, in UTF-16 units. */
export function placeIn(node, range) {
  const before = document.createRange();
  before.selectNodeContents(node);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}
