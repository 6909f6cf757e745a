// Everything a page can try to read an address of somebody else, or to tell what lies there.

import { heard, measured, outcome, put, seen, submit, told, until } from "./tools.js";

const get = (url, options) => outcome(fetch(url, options).then(told));

function request(url, prepare = () => {}) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", url);
    prepare(xhr);
    xhr.onloadend = () => resolve([xhr.status, xhr.statusText, xhr.getAllResponseHeaders(), xhr.response]);
    xhr.send();
  });
}

async function opened(url) {
  const other = open(url, "_blank");
  await until(() => !other || other.closed);
  const found = other ? seen(other) : "no window";
  other?.postMessage("tell me everything", "*");
  other?.close();
  return found;
}

async function framed(url, attributes = {}) {
  const frame = put("iframe", attributes);
  frame.src = url;
  return [await heard(frame), ...seen(frame.contentWindow)];
}

async function played(tag, url) {
  const media = put(tag, { src: url, preload: "auto" });
  return [await heard(media), media.error?.code, media.error?.message, media.duration];
}

async function sheet(attributes) {
  const link = put("link", attributes, document.head);
  const event = await heard(link);
  const rules = link.sheet && (await outcome(new Promise((resolve) => resolve(link.sheet.cssRules.length))));
  return [event, rules, document.styleSheets.length > 50];
}

async function worked(code) {
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  return new Promise((resolve) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => resolve(["error", event.message.replaceAll(/https?:\S+/g, "")]);
  });
}

async function streamed(url) {
  const source = new EventSource(url, { withCredentials: true });
  const event = await heard(source, "open", "message");
  source.close();
  return [event, source.readyState];
}

async function socket(url) {
  const socket = new WebSocket(url.replace("http", "ws"));
  const event = await heard(socket, "open", "message", "close");
  return [event, socket.readyState, socket.protocol];
}

export const READS = {
  "fetch with CORS": (url) => get(url),
  "fetch with CORS and credentials": (url) => get(url, { credentials: "include" }),
  "fetch with an invented header": (url) => get(url, { headers: { "x-requested-with": "XMLHttpRequest" } }),
  "fetch with an invented token": (url) => get(url, { headers: { authorization: "Bearer undefined" } }),
  "fetch without CORS": (url) => get(url, { mode: "no-cors" }),
  "fetch without CORS, with credentials": (url) => get(url, { mode: "no-cors", credentials: "include" }),
  "fetch without CORS, its redirects kept": (url) => get(url, { mode: "no-cors", redirect: "follow", referrerPolicy: "no-referrer" }),
  "fetch with redirects handed over": (url) => get(url, { redirect: "manual" }),
  "fetch that no redirect may follow": (url) => get(url, { redirect: "error" }),
  "fetch of what the cache has": (url) => get(url, { mode: "no-cors", cache: "force-cache" }),
  "fetch that outlives the page": (url) => get(url, { mode: "no-cors", keepalive: true }),
  "fetch of the head alone": (url) => get(url, { method: "HEAD", mode: "no-cors" }),
  "fetch by way of a redirect": (url, { home }) => get(`${home}/redirect?code=302&to=${encodeURIComponent(url)}`),
  "fetch by way of a redirect, without CORS": (url, { home }) =>
    get(`${home}/redirect?code=307&to=${encodeURIComponent(url)}`, { mode: "no-cors" }),
  "what the browser measured": async (url) => [await get(url, { mode: "no-cors" }), measured(url)],
  XMLHttpRequest: (url) => request(url),
  "XMLHttpRequest with credentials": (url) => request(url, (xhr) => (xhr.withCredentials = true)),
  "XMLHttpRequest with a header": (url) => request(url, (xhr) => xhr.setRequestHeader("accept-language", "en")),
  picture: async (url) => {
    const image = put("img", { src: url });
    return [await heard(image), image.naturalWidth, image.complete, measured(url)];
  },
  "picture with CORS": (url) => heard(put("img", { crossOrigin: "anonymous", src: url })),
  "picture in a drawing": (url) => {
    const drawing = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    drawing.append(image);
    const event = heard(image);
    image.setAttribute("href", url);
    return event;
  },
  "picture as a button": (url) => heard(put("input", { type: "image", src: url })),
  script: async (url) => {
    const before = Object.keys(globalThis).length;
    const event = await heard(put("script", { src: url }));
    return [event, Object.keys(globalThis).length - before];
  },
  "script as a module": (url) => heard(put("script", { type: "module", src: url })),
  "script imported": (url) => outcome(import(`${url}#imported`).then((found) => Object.keys(found))),
  "script in a worker": (url) => worked(`try { importScripts("${url}"); postMessage("ran") } catch (e) { postMessage(e.name) }`),
  "fetch in a worker": (url) =>
    worked(`fetch("${url}").then((r) => r.text()).then(postMessage, (e) => postMessage(e.name))`),
  "style sheet": (url) => sheet({ rel: "stylesheet", href: url }),
  "style sheet with CORS": (url) => sheet({ rel: "stylesheet", crossOrigin: "use-credentials", href: url }),
  "preload as a picture": (url) => heard(put("link", { rel: "preload", as: "image", href: url }, document.head)),
  "preload as a script": (url) => heard(put("link", { rel: "preload", as: "script", href: url }, document.head)),
  "preload as data": (url) => heard(put("link", { rel: "preload", as: "fetch", href: url }, document.head)),
  "preload of a module": (url) => heard(put("link", { rel: "modulepreload", href: `${url}#preloaded` }, document.head)),
  prefetch: (url) => heard(put("link", { rel: "prefetch", href: url }, document.head)),
  font: (url) => outcome(new FontFace("stolen", `url("${url}")`).load().then(() => "loaded")),
  sound: (url) => played("audio", url),
  film: (url) => played("video", url),
  frame: (url) => framed(url),
  "frame in a sandbox": (url) => framed(url, { sandbox: "allow-scripts allow-forms" }),
  "frame without credentials": (url) => framed(url, { credentialless: true }),
  object: async (url) => {
    const object = put("object", { data: url, type: "text/html", innerHTML: "<b>nothing there</b>" });
    return [await heard(object), object.contentDocument, object.querySelector("b").offsetWidth > 0, frames.length > 99];
  },
  embed: async (url) => {
    const embed = put("embed", { src: url });
    return [await heard(embed), embed.clientWidth];
  },
  "form that asks": (url) => submit({ method: "get", action: url }, { source: "upwork" }),
  "window of its own": opened,
  "window of its own by way of a redirect": (url, { home }) =>
    opened(`${home}/redirect?code=302&to=${encodeURIComponent(url)}`),
  "event stream": streamed,
  "web socket": socket,
};
