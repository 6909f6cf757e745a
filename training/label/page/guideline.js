// The guideline in a window of its own, made of plain pieces.

import { byId, el } from "./dom.js";

const TAGS = { text: "span", strong: "strong", code: "code" };

/** Make its text. */
export function makeGuideline(blocks) {
  byId("guideline-text").replaceChildren(...blocks.map(block));
  byId("guideline-close").addEventListener("click", () => byId("guideline").close());
}

/** Open it, or close it. */
export function toggleGuideline() {
  const dialog = byId("guideline");
  if (dialog.open) return dialog.close();
  dialog.showModal();
  byId("guideline-text").focus();
}

function block({ kind, items }) {
  const lines = items.map((pieces) => pieces.map(([style, text]) => el(TAGS[style], null, text)));
  if (kind === "ul") return el("ul", null, lines.map((line) => el("li", null, line)));
  return el({ h1: "h2", h2: "h3", p: "p" }[kind], null, lines);
}
