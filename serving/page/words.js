// What the contract's short names mean, in plain words.

export const VERDICTS = {
  apply: "Apply",
  consider: "Consider",
  skip: "Skip",
  not_enough_evidence: "Not enough evidence",
};

export const BANDS = { low: "low", medium: "medium", high: "high", unknown: "unknown" };

export const LEVELS = {
  tile: "Judged from a search tile only: no hire rate and no activity were known.",
  page: "Judged from the job page: the client's record or the activity was known.",
};

const SCAM_TYPES = {
  off_platform_contact: "moves you to another channel before a contract",
  off_platform_payment: "pays outside the marketplace",
  advance_fee: "asks you to pay first",
  account_rental: "rents, buys or shares accounts",
  identity_harvest: "collects identity papers or bank details",
  money_movement: "has you move money or crypto",
  fake_engagement: "wants fake reviews or clicks",
  academic_dishonesty: "wants school work done for someone",
  credential_or_malware: "asks for logins or has you run its code",
  unpaid_work: "wants work without pay",
  too_good: "too good to be true",
  recruitment_scheme: "recruits people for a scheme",
  illegal_or_tos: "illegal or against the rules",
  other: "another warning sign",
};

/** Return the word for a short name, or the short name itself when a newer scorer sends one we do not know. */
export const wordFor = (words, name) => (Object.hasOwn(words, name) ? words[name] : String(name).replaceAll("_", " "));

/** Return scam types as one phrase. */
export const scamWords = (types) => (types ?? []).map((type) => wordFor(SCAM_TYPES, type)).join("; ");

const COMPARISONS = { "<=": "or less", ">=": "or more", "<": "less than", ">": "more than" };

/** Return "connects <= 6" as "Connects is 6 or less"; anything else stays as it is. */
export function conditionWords(condition, labelOf) {
  const found = /^([a-z_]+(?:\.[a-z_]+)?) (<=|>=|==|=|<|>) (.{1,80})$/.exec(String(condition));
  if (!found) return String(condition);
  const [, path, sign, value] = found;
  return `${labelOf(path)} is ${compared(sign, withUnit(path, value))}`;
}

function withUnit(path, value) {
  if (!/^\d[\d.,]*$/.test(value)) return value;
  if (path.endsWith("_percent")) return `${value}%`;
  return /_usd$|^pay\.m/.test(path) ? `$${value}` : value;
}

function compared(sign, value) {
  if (sign === "=" || sign === "==") return value;
  return sign.length === 2 ? `${value} ${COMPARISONS[sign]}` : `${COMPARISONS[sign]} ${value}`;
}
