// What a hostile page has at hand: ways to ask, and everything that it could tell apart afterwards.

/** Return which of an element's events came first; an element that never says anything is silent. */
export function heard(element, ...more) {
  return new Promise((resolve) => {
    for (const kind of ["load", "error", "canplay", "loadeddata", ...more]) element.addEventListener(kind, () => resolve(kind));
    setTimeout(resolve, 2000, "silent");
  });
}

/** Return what a promise came to: what was read, or how it failed. */
export const outcome = (promise) =>
  Promise.resolve(promise).then(
    (value) => value,
    (error) => `${error.name}: ${String(error.message).replaceAll(/https?:\S+/g, "")}`,
  );

/** Return all that a response gives away. */
export async function told(response) {
  const headers = [...response.headers].filter(([name]) => name !== "date");
  return [response.type, response.status, response.statusText, response.redirected, headers, await outcome(response.text())];
}

/** Put an element into the page and return it. */
export function put(tag, attributes = {}, parent = document.body) {
  const element = Object.assign(document.createElement(tag), attributes);
  parent.append(element);
  return element;
}

/** Return what can be seen of a window that belongs to someone else. */
export function seen(other) {
  const look = (get) => {
    try {
      return String(get());
    } catch (error) {
      return error.name;
    }
  };
  const gets = [() => other.length, () => other.closed, () => other.location.href, () => other.document.body.innerText];
  return [...gets, () => other.name, () => other.opener === null, () => other.history.length].map(look);
}

/** Return what the browser measured of a request: everything but the times themselves, which differ by chance. */
export function measured(url) {
  const last = performance.getEntriesByName(url).at(-1);
  if (!last) return "no entry";
  const kept = ["initiatorType", "nextHopProtocol", "transferSize", "encodedBodySize", "decodedBodySize", "responseStatus",
    "contentType", "contentEncoding", "deliveryType", "renderBlockingStatus"];
  const times = ["redirectStart", "domainLookupStart", "connectStart", "requestStart", "responseStart", "workerStart"];
  return [...kept.map((name) => last[name]), ...times.map((name) => last[name] > 0), last.serverTiming?.length];
}

/** Wait until a condition holds, for at most two seconds. */
export async function until(holds) {
  for (let left = 200; left && !holds(); left--) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Submit a form into a frame of this page, and return what is seen of the frame. */
export async function submit(attributes, fields) {
  const frame = put("iframe", { name: `target${Math.random()}` });
  const form = put("form", { target: frame.name, ...attributes });
  for (const [name, value] of Object.entries(fields)) put("input", { type: "hidden", name, value }, form);
  const event = heard(frame);
  form.submit();
  return [await event, ...seen(frame.contentWindow)];
}

/** Return a JSON text as the fields of a form that, sent as plain text, is that JSON again. */
export function smuggled(body) {
  const open = body.slice(0, -1);
  return { [`${open},"x":"`]: '"}' };
}
