// What went wrong, told with the next step.

import { byId, el, foreign } from "./dom.js";

/** Something a person can act on: what it is, what exactly, what to do next, and the field to look at. */
export class Problem extends Error {
  constructor(title, detail, next = "", fieldId = null) {
    super(detail);
    Object.assign(this, { title, detail, next, fieldId });
  }
}

/** Show a problem in the alert region. */
export function showProblem(error) {
  const problem = error instanceof Problem ? error : unforeseen(error);
  byId("problem").replaceChildren(box(problem));
  const input = problem.fieldId && byId(problem.fieldId);
  if (input) reveal(input);
  else byId("problem").scrollIntoView({ block: "nearest" });
}

/** Take the problem away. */
export const clearProblem = () => byId("problem").replaceChildren();

/** Bring a field into view, opening what hides it. */
export function reveal(input) {
  input.closest("details")?.setAttribute("open", "");
  input.focus();
}

function box({ title, detail, next }) {
  const lines = [detail && el("p", null, foreign(detail)), next && el("p", { class: "next" }, next)].filter(Boolean);
  return el("div", { class: "problem" }, el("h2", null, title), lines);
}

function unforeseen(error) {
  return new Problem("The page could not show this", String(error?.message ?? error), "Load the page again and retry.");
}
