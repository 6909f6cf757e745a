// Numbers as people read them. What is not known is "unknown", never 0.

export const UNKNOWN = "unknown";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });
const PRECISE = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const ROUND_DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });

/** Tell whether a value is a number that can be shown. */
export const known = (value) => typeof value === "number" && Number.isFinite(value);

/** Return 0.41 as "41%", 0.0102 as "1%", 0.0017 as "0.17%". */
export function percent(share) {
  if (!known(share)) return UNKNOWN;
  if (share > 0 && share < 0.0001) return "under 0.01%";
  if (share > 0.99 && share < 1) return "over 99%";
  return `${share >= 0.1 ? WHOLE.format(share * 100) : SHORT.format(share * 100)}%`;
}

/** Return a share with three digits, for sums that a person checks: 0.01024 as "1.02%". */
export const precisePercent = (share) => (known(share) ? `${PRECISE.format(share * 100)}%` : UNKNOWN);

/** Return "28–55%". */
export function percentRange(low, high) {
  return known(low) && known(high) ? `${percent(low).replace("%", "")}–${percent(high)}` : "";
}

/** Return dollars: cents under $100, whole dollars above. */
export function dollars(amount) {
  if (!known(amount)) return UNKNOWN;
  const format = Math.abs(amount) >= 100 ? ROUND_DOLLARS : DOLLARS;
  return format.format(amount).replace("-", "−");
}

/** Return pay: no cents where there are none. */
export function pay(amount) {
  return known(amount) && Number.isInteger(amount) ? ROUND_DOLLARS.format(amount) : dollars(amount);
}

/** Return dollars with their sign, for gains and losses. */
export const gain = (amount) => (known(amount) && amount > 0 ? `+${dollars(amount)}` : dollars(amount));

/** Return dollars and cents with their sign, for a column that adds up. */
export const cents = (amount) => `${amount < 0 ? "" : "+"}${DOLLARS.format(amount).replace("-", "−")}`;

/** Return a whole number with thousands marked. */
export const count = (value) => (known(value) ? WHOLE.format(value) : UNKNOWN);

/** Read an amount as a page shows it ("$1,200.50", "4.3K"); null when it is not plainly one number. */
export function readAmount(value) {
  if (known(value)) return value;
  const found = /^\s{0,9}\$?\s{0,9}(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)\s{0,9}([kKmM]?)\s{0,9}$/.exec(
    typeof value === "string" ? value : "",
  );
  if (!found) return null;
  return Number(found[1].replaceAll(",", "")) * ({ k: 1e3, m: 1e6 }[found[2].toLowerCase()] ?? 1);
}
