// The freelancer: a few numbers and skills, kept in this browser only.

import { allFields, PROFILE_GROUPS } from "./fields.js";
import { Problem } from "./problem.js";

const KEY = "bidworthy.profile";

/** Return what was kept, or nothing. */
export function loadProfile() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** Keep what was entered; a browser that forbids it only forgets. */
export function keepProfile(texts) {
  try {
    if (Object.keys(texts).length) localStorage.setItem(KEY, JSON.stringify(texts));
    else localStorage.removeItem(KEY);
  } catch {
    // Private windows may refuse; the page works without it.
  }
}

/** Return the profile as the contract wants it, or null when nothing was entered. */
export function readProfile(texts) {
  const filled = allFields(PROFILE_GROUPS).filter((item) => item.path in texts);
  return filled.length ? Object.fromEntries(filled.map((item) => [item.path, valueOf(item, texts[item.path])])) : null;
}

function valueOf(item, text) {
  return item.list ? toList(text) : toNumber(item, text);
}

const toList = (text) =>
  String(text)
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

function toNumber(item, text) {
  const value = Number(
    String(text)
      .replace(/^\s{0,9}\$|%\s{0,9}$/g, "")
      .trim(),
  );
  if (Number.isFinite(value) && value >= 0) return value;
  const next = `Write a plain number such as ${item.hint}, or leave it empty.`;
  throw new Problem(
    "That is not a number",
    `${item.label} is "${String(text).slice(0, 40)}".`,
    next,
    `you-${item.path.replaceAll("_", "-")}`,
  );
}
