// A posting as the fields show it. A page's own words ("Hourly $15 - $30", "Payment method verified", "Intermediate")
// are sent to the scorer as they came; here they are only split and shortened for the eye.

import { readAmount } from "./numbers.js";

/** Return the values that the form shows for a posting. */
export function viewOf(posting) {
  return { ...posting, pay: payParts(posting.pay), tier: lower(posting.tier), client: clientView(posting.client) };
}

function clientView(client) {
  if (typeof client !== "object" || client === null) return client;
  return { ...client, payment_verified: yesOrNo(client.payment_verified) };
}

const lower = (value) =>
  typeof value === "string"
    ? value
        .trim()
        .toLowerCase()
        .replace(/ level$/, "")
    : value;

function yesOrNo(value) {
  if (typeof value !== "string") return value;
  if (/\b(?:not|un-?verified|no|false)\b/i.test(value)) return false;
  return /\b(?:verified|yes|true)\b/i.test(value) ? true : value;
}

function payParts(pay) {
  if (typeof pay === "object" && pay !== null) return { ...pay, type: lower(pay.type) };
  if (typeof pay !== "string") return pay;
  const amounts = [...pay.slice(0, 200).matchAll(/\$\s?([\d,]{1,15}(?:\.\d{1,4})?[kKmM]?)/g)].map((found) => found[1]);
  const [min, max = min] = amounts.map((text) => readAmount(text)).filter((amount) => amount !== null);
  return { type: payType(pay), min, max, currency: amounts.length ? "USD" : null };
}

function payType(text) {
  if (/hour|\/\s?hr/i.test(text)) return "hourly";
  return /fixed|budget/i.test(text) ? "fixed" : null;
}
