// What is asked of the program that serves this page. The token stands behind the # of the address, which no browser sends.

const token = () => decodeURIComponent(location.hash.slice(1));

/** What went wrong, as a sentence; `field` is the part of the label that it is about. */
export class Problem extends Error {
  constructor(detail, status = 0, field = null) {
    super(detail);
    Object.assign(this, { status, field });
  }
}

/** Return what is at a path. */
export const read = (path) => ask(path, { method: "GET" });

/** Send an object and return the answer. */
export const send = (path, body) =>
  ask(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

async function ask(path, how) {
  let response;
  try {
    response = await fetch(`/api/${path}`, { ...how, headers: { ...how.headers, "X-Label-Token": token() } });
  } catch {
    throw new Problem("The program that serves this page does not answer. Start it again, and open the address that it prints.");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw new Problem(answer?.detail ?? `The program answered ${response.status}. Load the page again.`, response.status, answer?.field);
}
