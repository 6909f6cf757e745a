// A form made from field records. What a person did not touch is sent as it came; a blank is sent as absent.

import { el } from "./dom.js";
import { allFields } from "./fields.js";
import { setAt, valueAt } from "./paths.js";

/** Return a form over groups of fields, standing in `place`. */
export function makeForm(place, groups, prefix) {
  const inputs = new Map(allFields(groups).map((item) => [item, inputFor(item, prefix)]));
  const shown = new Map();
  const memory = { view: {} };
  place.append(...groups.map((group) => fieldset(group, inputs)));
  return {
    fill: (values) => {
      memory.view = values;
      inputs.forEach((input, item) => shown.set(item, fillOne(input, valueAt(values, item.path))));
    },
    collect: (base) => collect(base, inputs, shown, memory.view),
    knownCount: () => [...inputs.values()].filter((input) => input.value.trim() !== "").length,
    size: inputs.size,
    input: (path) => [...inputs].find(([item]) => item.path === path)?.[1] ?? null,
  };
}

/** Return the text that stands in a field for a value of the contract. */
export function asText(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(asText).join(", ");
  if (typeof value !== "object") return String(value);
  return "low" in value && "high" in value ? [value.low, value.high ?? "more"].join(" to ") : JSON.stringify(value);
}

function collect(base, inputs, shown, view) {
  const whole = structuredClone(base);
  for (const [item, input] of inputs) {
    // A text box changes line ends, so "touched" is told from the box and not from the value behind it.
    if (input.value !== (shown.get(item) ?? "")) setAt(whole, item.path, entered(item, input.value), view);
  }
  return whole;
}

function entered(item, text) {
  if (text.trim() === "") return item.keepsBlank ? "" : undefined;
  return item.truth ? text === "true" : text;
}

function fillOne(input, value) {
  const text = asText(value);
  if (input.tagName === "SELECT") offer(input, text);
  input.value = text;
  return input.value;
}

// A value that is not among the choices is shown as it is, not dropped.
function offer(select, text) {
  const listed = [...select.options].some((option) => option.value === text);
  if (!listed) select.append(el("option", { value: text }, text));
}

function fieldset(group, inputs) {
  const rows = group.fields.map((item) => row(item, inputs.get(item)));
  return el("fieldset", null, el("legend", { class: group.name ? null : "hidden" }, group.name || "You"), rows);
}

function row(item, input) {
  const label = el("label", { for: input.id }, item.label);
  return el("div", { class: item.wide ? "field wide" : "field" }, label, input, suggestions(item, input.id));
}

function inputFor(item, prefix) {
  const id = `${prefix}-${item.path.replaceAll(/[._]/g, "-")}`;
  if (item.kind === "choice") return el("select", { id }, choices(item));
  if (item.kind === "text") return el("textarea", { id, rows: 6, dir: "auto" });
  const list = item.suggestions ? `${id}-list` : null;
  return el("input", { id, type: "text", inputmode: item.mode, list, dir: "auto", placeholder: hint(item) });
}

const hint = (item) => (item.hint ? `e.g. ${item.hint}` : null);
const choices = (item) => [["", "unknown"], ...item.choices].map(([value, word]) => el("option", { value }, word));

function suggestions(item, id) {
  return item.suggestions
    ? el(
        "datalist",
        { id: `${id}-list` },
        item.suggestions.map((value) => el("option", { value })),
      )
    : null;
}
