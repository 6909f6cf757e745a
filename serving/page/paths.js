// Dotted names, as the contract writes them: "client.hire_rate_percent", "questions.0".

const isHolder = (value) => typeof value === "object" && value !== null;

/** Return the value at a dotted name, or undefined. */
export function valueAt(whole, path) {
  const steps = String(path)
    .replace(/\[(\d{1,6})\]/g, ".$1")
    .split(".");
  return steps.reduce((part, step) => (isHolder(part) && Object.hasOwn(part, step) ? part[step] : undefined), whole);
}

/**
 * Set the value at a dotted name of at most two steps; undefined removes it.
 *
 * Where the outer value is a text ("$15 - $30") and not an object, its parts are first taken from `view`, so that
 * correcting one of them keeps the others.
 */
export function setAt(whole, path, value, view = {}) {
  const [outer, inner] = path.split(".");
  if (inner === undefined) return put(whole, outer, value);
  const part = [whole[outer], view[outer]].find(isHolder) ?? {};
  const changed = put({ ...part }, inner, value);
  return put(whole, outer, Object.keys(changed).length ? changed : undefined);
}

function put(holder, key, value) {
  if (value === undefined) delete holder[key];
  else holder[key] = value;
  return holder;
}
