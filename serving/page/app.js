// The flow: text → /v1/read → the fields (which a person may correct) → /v1/score → the answer.
// A JSON object in the box is a posting already and skips the reading.

import { readPage, score } from "./api.js";
import { showAnswer } from "./answer.js";
import { byId } from "./dom.js";
import { EXAMPLE } from "./example.js";
import { POSTING_GROUPS, PROFILE_GROUPS } from "./fields.js";
import { makeForm } from "./form.js";
import { keepProfile, loadProfile, readProfile } from "./profile.js";
import { clearProblem, Problem, reveal, showProblem } from "./problem.js";
import { showUnread } from "./unread.js";
import { viewOf } from "./view.js";

const postingForm = makeForm(byId("posting-fields"), POSTING_GROUPS, "field");
const profileForm = makeForm(byId("profile-fields"), PROFILE_GROUPS, "you");
const state = { readText: "", posting: {}, answered: false, running: null };
const STALE = "You changed something: this answer is for the posting as it was. Judge again to renew it.";
const verdictHint = byId("verdict").firstElementChild;

async function judge(signal) {
  const profile = readProfile(profileForm.collect({}));
  if (byId("paste").value !== state.readText) await readBox(signal);
  const posting = postingForm.collect(state.posting);
  if (!says(posting)) throw nothingYet();
  byId("progress").textContent = "Judging…";
  showAnswer(await score(posting, profile, signal), posting, fillIn);
  settled();
}

function nothingYet() {
  const next = "Paste the text of a job page, or press “Try an example”.";
  return new Problem("There is nothing to judge yet", "The box and the fields are empty.", next, "paste");
}

const says = (posting) => Object.keys(posting).some((key) => key !== "observed_at" && posting[key] !== "");

async function readBox(signal) {
  const text = byId("paste").value;
  byId("progress").textContent = "Reading the page…";
  if (text.trim()) await readText(text, signal);
  else fill(seenNow({}), []);
  state.readText = text;
}

async function readText(text, signal) {
  const found = asPosting(text);
  if (found) return fill(found, []);
  const { posting, unread } = await readPage(text, signal);
  return fill(seenNow(posting), unread);
}

function asPosting(text) {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// "3 hours ago" means something only with the moment at which the page was seen: now.
function seenNow(posting) {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return {
    ...posting,
    title: posting.title ?? "",
    description: posting.description ?? "",
    observed_at: posting.observed_at ?? now,
  };
}

function fill(posting, unread) {
  state.posting = posting;
  postingForm.fill(viewOf(posting));
  showUnread(unread);
  showCounts();
}

function showCounts() {
  byId("read-count").textContent = countWords(postingForm, "known");
  byId("you-count").textContent = countWords(profileForm, "filled in");
}

function countWords(form, word) {
  const filled = form.knownCount();
  return filled ? `${filled} of ${form.size} ${word}` : "";
}

function fillIn(path) {
  const input = postingForm.input(path) ?? profileForm.input(path);
  return input ? () => reveal(input) : null;
}

function settled() {
  state.answered = true;
  byId("judge-again").disabled = true;
  byId("stale").hidden = true;
  byId("progress").textContent = "";
  // On a phone the verdict is below the form: bring it to the top. Beside the form it is in view already.
  byId("verdict").scrollIntoView({ block: innerWidth < 960 ? "start" : "nearest" });
}

function changed() {
  byId("judge-again").disabled = false;
  byId("stale").hidden = !state.answered;
  byId("stale").textContent = state.answered ? STALE : "";
  showCounts();
}

async function submit(event) {
  event.preventDefault();
  state.running?.abort();
  const run = (state.running = new AbortController());
  busy(true);
  clearProblem();
  try {
    await judge(run.signal);
  } catch (error) {
    if (!run.signal.aborted) showProblem(error);
  }
  if (state.running === run) busy(false);
}

function busy(on) {
  byId("judge-form").setAttribute("aria-busy", String(on));
  byId("judge").textContent = on ? "Judging…" : "Judge it";
  if (!on) byId("progress").textContent = "";
}

function useText(text) {
  byId("paste").value = text;
  changed();
  byId(text ? "judge" : "paste").focus();
}

function clearAll() {
  state.running?.abort();
  Object.assign(state, { readText: "", answered: false });
  fill(seenNow({}), []);
  clearProblem();
  byId("answer").replaceChildren();
  byId("verdict").className = "card verdict";
  byId("verdict").replaceChildren(verdictHint);
  useText("");
}

function keep() {
  keepProfile(profileForm.collect({}));
  changed();
}

function forget() {
  profileForm.fill({});
  keep();
}

function fillProfile() {
  // Filled after the empty form is remembered, so that kept numbers count as entered.
  profileForm.fill({});
  for (const [path, text] of Object.entries(loadProfile())) {
    const input = profileForm.input(path);
    if (input) input.value = String(text);
  }
}

byId("judge-form").addEventListener("submit", submit);
byId("judge-form").addEventListener("input", changed);
byId("profile-fields").addEventListener("input", keep);
byId("example").addEventListener("click", () => useText(EXAMPLE));
byId("clear").addEventListener("click", clearAll);
byId("forget").addEventListener("click", forget);
fillProfile();
fill(seenNow({}), []);
