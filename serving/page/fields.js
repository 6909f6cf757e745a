// Every field that a person can see and correct: a record with its contract name, its label and how it is entered.

const YES_NO = [
  ["true", "yes"],
  ["false", "no"],
];
const PAY_TYPES = [
  ["hourly", "hourly"],
  ["fixed", "fixed price"],
];
const TIERS = [
  ["entry", "entry"],
  ["intermediate", "intermediate"],
  ["expert", "expert"],
];
const BUCKETS = ["Less than 5", "5 to 10", "10 to 15", "15 to 20", "20 to 50", "50+"];

const field = (path, label, more = {}) => ({ path, label, kind: "line", ...more });
const number = (path, label, more = {}) => field(path, label, { mode: "decimal", ...more });
const choice = (path, label, choices) => field(path, label, { kind: "choice", choices });
const yesNo = (path, label) => field(path, label, { kind: "choice", choices: YES_NO, truth: true });

/** The posting's fields, by group. A group's name stands before its labels wherever they are shown alone. */
export const POSTING_GROUPS = [
  {
    name: "Posting",
    fields: [
      field("title", "Title", { wide: true, keepsBlank: true }),
      field("description", "Description", { kind: "text", wide: true, keepsBlank: true }),
      field("skills", "Skills", { wide: true, hint: "Python, SQL" }),
      choice("pay.type", "Pay type", PAY_TYPES),
      number("connects", "Connects", { hint: "12" }),
      number("pay.min", "Pay from ($)", { hint: "15" }),
      number("pay.max", "Pay to ($)", { hint: "30" }),
      choice("tier", "Tier", TIERS),
      field("duration", "Duration", { hint: "1 to 3 months" }),
      field("weekly_hours", "Weekly hours", { hint: "Less than 30 hrs/week" }),
      field("posted_at", "Posted", { hint: "3 hours ago" }),
      field("boost_bids", "Boosted bids", { hint: "40, 35, 30, 12" }),
      yesNo("invited", "You were invited"),
    ],
  },
  {
    name: "Client",
    fields: [
      yesNo("client.payment_verified", "Payment verified"),
      number("client.hire_rate_percent", "Hire rate (%)", { hint: "37" }),
      number("client.jobs_posted", "Jobs posted", { hint: "179" }),
      number("client.hires", "Hires", { hint: "76" }),
      field("client.total_spent_usd", "Total spent ($)", { hint: "$4.3K" }),
      number("client.avg_hourly_usd", "Average hourly rate paid ($)", { hint: "22.10" }),
      number("client.rating", "Rating", { hint: "4.9" }),
      number("client.reviews", "Reviews", { hint: "13" }),
      field("client.member_since", "Member since", { hint: "Jan 5, 2020" }),
    ],
  },
  {
    name: "Activity",
    fields: [
      field("activity.proposals", "Proposals", { suggestions: BUCKETS, hint: "5 to 10" }),
      field("activity.last_viewed", "Last viewed", { hint: "1 hour ago" }),
      number("activity.interviewing", "Interviewing", { hint: "2" }),
      number("activity.hires", "Hires on this job", { hint: "0" }),
      number("activity.invites_sent", "Invites sent", { hint: "0" }),
      number("activity.unanswered_invites", "Unanswered invites", { hint: "0" }),
    ],
  },
];

/** The freelancer's fields: numbers, and a list of skills. */
export const PROFILE_GROUPS = [
  {
    name: "",
    fields: [
      number("hourly_rate_usd", "Hourly rate ($)", { hint: "45" }),
      number("min_fixed_usd", "Minimum fixed price ($)", { hint: "150" }),
      number("proposals_sent", "Proposals sent", { hint: "60" }),
      number("hires", "Times hired", { hint: "2" }),
      number("service_fee_percent", "Service fee (%)", { hint: "10" }),
      number("connect_price_usd", "Price per Connect ($)", { hint: "0.15" }),
      number("minutes_per_proposal", "Minutes per proposal, if your time counts", { hint: "20" }),
      number("max_connects", "Most Connects you pay", { hint: "16" }),
      field("skills", "Skills", { wide: true, list: true, hint: "Python, SQL" }),
    ],
  },
];

/** Return all fields of some groups in one list. */
export const allFields = (groups) => groups.flatMap((group) => group.fields);

const LABELS = new Map(
  POSTING_GROUPS.flatMap(({ name, fields }) => fields.map((item) => [item.path, fullLabel(name, item)])),
);
for (const item of allFields(PROFILE_GROUPS)) LABELS.set(item.path, `You: ${bare(item.label)}`);
LABELS.set("pay", "Pay").set("client", "Client").set("activity", "Activity").set("questions", "Questions");

/** Return a contract name in plain words: "client.hire_rate_percent" is "Client: hire rate". */
export function labelOf(path) {
  return LABELS.get(path) ?? plain(String(path));
}

function fullLabel(group, item) {
  return group === "Posting" ? upper(bare(item.label)) : `${group}: ${bare(item.label)}`;
}

// "Hire rate (%)" carries its unit for the person who types; in a sentence it is "hire rate".
function bare(label) {
  const text = label.replace(/ \([$%]\)$/, "");
  return text === "Connects" ? text : text[0].toLowerCase() + text.slice(1);
}

function upper(text) {
  return text[0].toUpperCase() + text.slice(1);
}

function plain(path) {
  const words = path
    .replaceAll("_", " ")
    .replace(/ (usd|percent)$/, "")
    .replace(".", ": ");
  return words ? upper(words) : "Posting";
}
