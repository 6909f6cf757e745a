// Dotted names, as the contract writes them: "client.hire_rate_percent", "questions.0".

const isHolder = (value) => typeof value === "object" && value !== null;

/** Return the value at a dotted name, or undefined. */
export function valueAt(whole, path) {
  const steps = String(path)
    .replace(/\[(\d{1,6})\]/g, ".$1")
    .split(".");
  return steps.reduce((part, step) => (isHolder(part) && Object.hasOwn(part, step) ? part[step] : undefined), whole);
}

/** Set the value at a dotted name of at most two steps; undefined removes it. */
export function setAt(whole, path, value) {
  const [outer, inner] = path.split(".");
  if (inner === undefined) return put(whole, outer, value);
  const part = isHolder(whole[outer]) ? whole[outer] : {};
  put(part, inner, value);
  return put(whole, outer, Object.keys(part).length ? part : undefined);
}

function put(holder, key, value) {
  if (value === undefined) delete holder[key];
  else holder[key] = value;
}
