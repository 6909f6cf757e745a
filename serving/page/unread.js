// What the reader saw on the page and could not read, told above the fields.

import { byId, el, foreign } from "./dom.js";
import { labelOf } from "./fields.js";

/** List what could not be read; an empty list hides the note. */
export function showUnread(unread) {
  const items = unread.map((item) => el("li", null, foreign(unreadWords(item))));
  byId("unread").replaceChildren(el("p", null, "I could not read:"), el("ul", { class: "plain" }, items));
  byId("unread").hidden = items.length === 0;
}

function unreadWords(item) {
  if (typeof item === "string") return /^[a-z_.]+$/.test(item) ? labelOf(item) : item;
  const parts = [item?.field && labelOf(item.field), item?.text ?? item?.value, item?.why ?? item?.problem];
  return parts.filter(Boolean).join(": ") || JSON.stringify(item);
}
