// The three calls to the scorer that served this page. Nothing else is ever called.

import { Problem } from "./problem.js";

const START = "Start it with “bidworthy serve”, then press “Judge it” again.";

/** Read the text of a job page into {posting, unread}. */
export async function readPage(text, signal) {
  const answer = await post("/v1/read", { text }, signal);
  if (!isObject(answer?.posting)) throw unexpected("no posting");
  return { posting: answer.posting, unread: Array.isArray(answer.unread) ? answer.unread : [] };
}

/** Score one posting, with a profile when there is one. */
export async function score(posting, profile, signal) {
  const answer = profile ? await scoreFor(posting, profile, signal) : await post("/v1/score", posting, signal);
  if (typeof answer?.verdict !== "string") throw unexpected("no verdict");
  return answer;
}

async function scoreFor(posting, profile, signal) {
  const page = await post("/v1/score/page", { postings: [posting], profile }, signal);
  const reject = page?.rejects?.[0];
  if (reject)
    throw new Problem("The posting cannot be scored", said(reject.error), "Correct that field, then judge again.");
  return page?.scores?.[0];
}

async function post(path, body, signal) {
  const response = await send(path, body, signal);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw refused(response.status, answer);
  return answer;
}

async function send(path, body, signal) {
  const headers = { "Content-Type": "application/json", Accept: "application/json, application/problem+json" };
  try {
    return await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("The scorer does not answer", "This page reached nobody at its own address.", START);
  }
}

function refused(status, answer) {
  const title = answer?.title ? said(answer.title) : "The scorer refused this";
  if (answer?.detail) return new Problem(title, said(answer.detail), nextStep(status));
  return new Problem(title, `It answered with status ${status} and no explanation.`, nextStep(status));
}

function nextStep(status) {
  if (status === 401 || status === 403)
    return "Open this page on the machine that runs the scorer, or ask its owner for access.";
  if (status === 413) return "Paste the job page only, not the whole list, then judge again.";
  if (status >= 500) return "Wait a moment and try again; if it stays, look at what the scorer printed.";
  return "Correct the text or the field it names, then judge again.";
}

function unexpected(what) {
  const next = "The page and the scorer may be of different versions: restart the scorer and load this page again.";
  return new Problem("The answer is not what was expected", `It holds ${what}.`, next);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const said = (value) =>
  typeof value === "string"
    ? value
    : (value?.detail ?? value?.problem ?? JSON.stringify(value) ?? "no reason was given");
