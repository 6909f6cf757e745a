// Everything a page can try to make somebody else's service do something.

import { heard, outcome, put, seen, smuggled, submit, told, until } from "./tools.js";

const post = (url, body, options) => outcome(fetch(url, { method: "POST", body, ...options }).then(told));
const typed = (kind) => ({ headers: { "content-type": kind } });
const blind = { mode: "no-cors", credentials: "include" };

function sent(url, body, prepare = () => {}) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", url);
    prepare(xhr);
    xhr.onloadend = () => resolve([xhr.status, xhr.getAllResponseHeaders(), xhr.responseText]);
    xhr.send(body);
  });
}

async function submittedToAWindow(url, body) {
  const target = `window${Math.random()}`;
  const other = open("about:blank", target);
  const form = put("form", { method: "post", action: url, enctype: "text/plain", target });
  for (const [name, value] of Object.entries(smuggled(body))) put("input", { type: "hidden", name, value }, form);
  form.submit();
  await until(() => other.closed);
  const found = seen(other);
  other.close();
  return found;
}

function inAFrame(attributes, code) {
  return new Promise((resolve) => {
    const html = `<script>(async () => { ${code} })().catch((error) => error.name).then((x) => parent.postMessage(x, "*"))</script>`;
    const frame = put("iframe", attributes(html));
    addEventListener("message", (event) => event.source === frame.contentWindow && resolve(event.data));
  });
}

const fetching = (url, body, options) =>
  `const r = await fetch(${JSON.stringify(url)}, { method: "POST", body: ${JSON.stringify(body)}, ...${JSON.stringify(options)} });
   return [r.type, r.status, await r.text()];`;
const data = (html) => ({ src: `data:text/html,${encodeURIComponent(html)}` });
const sandboxed = (html) => ({ sandbox: "allow-scripts allow-forms", srcdoc: html });
const blob = (html) => ({ src: URL.createObjectURL(new Blob([html], { type: "text/html" })) });
const inherited = (html) => ({ srcdoc: html });
const JSON_TYPE = typed("application/json");

function pinged(url) {
  const link = put("a", { href: "#here", ping: url });
  link.click();
  return "clicked";
}

export const WRITES = {
  "plain text, blind": (url, body) => post(url, body, { ...blind, ...typed("text/plain") }),
  "plain text that claims to be JSON": (url, body) => post(url, body, { ...blind, ...typed("text/plain; application/json") }),
  "plain text in the charset JSON": (url, body) => post(url, body, { ...blind, ...typed("text/plain;charset=application/json") }),
  "a form's type, blind": (url, body) => post(url, body, { ...blind, ...typed("application/x-www-form-urlencoded") }),
  "a form's other type, blind": (url, body) => post(url, body, { ...blind, ...typed("multipart/form-data; boundary=x") }),
  "no type, blind": (url, body) => post(url, new Blob([body]), blind),
  "JSON, blind": (url, body) => post(url, new Blob([body], { type: "application/json" }), blind),
  "JSON by a header, blind": (url, body) => post(url, body, { ...blind, ...JSON_TYPE }),
  "plain text, no referrer": (url, body) => post(url, body, { ...blind, referrerPolicy: "no-referrer" }),
  "plain text that outlives the page": (url, body) => post(url, body, { ...blind, keepalive: true }),
  "plain text with CORS": (url, body) => post(url, body),
  "plain text with CORS and credentials": (url, body) => post(url, body, { credentials: "include" }),
  "JSON with CORS": (url, body) => post(url, body, JSON_TYPE),
  "JSON with CORS and credentials": (url, body) => post(url, body, { ...JSON_TYPE, credentials: "include" }),
  "JSON with CORS that outlives the page": (url, body) => post(url, body, { ...JSON_TYPE, keepalive: true }),
  "JSON with a disguised method": (url, body) =>
    post(url, body, { headers: { "content-type": "application/json", "x-http-method-override": "POST" } }),
  "JSON by PUT": (url, body) => post(url, body, { ...JSON_TYPE, method: "PUT" }),
  "JSON by DELETE": (url, body) => post(url, body, { ...JSON_TYPE, method: "DELETE" }),
  "JSON by way of a redirect": (url, body, { home }) =>
    post(`${home}/redirect?code=307&to=${encodeURIComponent(url)}`, body, JSON_TYPE),
  "plain text by way of a redirect, blind": (url, body, { home }) =>
    post(`${home}/redirect?code=308&to=${encodeURIComponent(url)}`, body, blind),
  "XMLHttpRequest with plain text": (url, body) => sent(url, body),
  "XMLHttpRequest with JSON": (url, body) => sent(url, body, (xhr) => xhr.setRequestHeader("content-type", "application/json")),
  "XMLHttpRequest with credentials": (url, body) => sent(url, body, (xhr) => (xhr.withCredentials = true)),
  "XMLHttpRequest with a watched upload": (url, body) => sent(url, body, (xhr) => xhr.upload.addEventListener("load", () => {})),
  "beacon of text": (url, body) => navigator.sendBeacon(url, body),
  "beacon of JSON": (url, body) => outcome(navigator.sendBeacon(url, new Blob([body], { type: "application/json" }))),
  "beacon of plain text": (url, body) => navigator.sendBeacon(url, new Blob([body], { type: "text/plain" })),
  "beacon of a form": (url, body) => navigator.sendBeacon(url, new URLSearchParams(JSON.parse(body))),
  ping: pinged,
  form: (url, body) => submit({ method: "post", action: url }, JSON.parse(body)),
  "form in parts": (url, body) => submit({ method: "post", action: url, enctype: "multipart/form-data" }, JSON.parse(body)),
  "form as plain text that is JSON": (url, body) =>
    submit({ method: "post", action: url, enctype: "text/plain" }, smuggled(body)),
  "form by way of a redirect": (url, body, { home }) =>
    submit(
      { method: "post", action: `${home}/redirect?code=307&to=${encodeURIComponent(url)}`, enctype: "text/plain" },
      smuggled(body),
    ),
  "form in a window of its own": submittedToAWindow,
  "address with everything in it": (url, body) => heard(put("img", { src: `${url}?${new URLSearchParams(JSON.parse(body))}` })),
  "frame with everything in its address": (url, body) => {
    const frame = put("iframe", { src: `${url}?${new URLSearchParams(JSON.parse(body))}` });
    return heard(frame);
  },
  "event stream": async (url) => {
    const source = new EventSource(url);
    const event = await heard(source, "open", "message");
    source.close();
    return event;
  },
  "web socket with everything in it": async (url, body) => {
    const socket = new WebSocket(url.replace("http", "ws"));
    socket.onopen = () => socket.send(body);
    return heard(socket, "open", "message", "close");
  },
  "sandboxed frame": (url, body) => inAFrame(sandboxed, fetching(url, body, JSON_TYPE)),
  "sandboxed frame, blind": (url, body) => inAFrame(sandboxed, fetching(url, body, { mode: "no-cors" })),
  "data address": (url, body) => inAFrame(data, fetching(url, body, JSON_TYPE)),
  "data address, blind": (url, body) => inAFrame(data, fetching(url, body, { mode: "no-cors" })),
  "blob address": (url, body) => inAFrame(blob, fetching(url, body, JSON_TYPE)),
  "frame without an address": (url, body) => inAFrame(inherited, fetching(url, body, JSON_TYPE)),
};
