// Elements without markup strings: every text becomes a text node, so hostile text stays text.

const SVG = "http://www.w3.org/2000/svg";

/** Return an HTML element; attributes that are null or false are left out, children may be nested lists. */
export const el = (tag, attributes, ...children) => dress(document.createElement(tag), attributes, children);

/** Return an SVG element, built the same way. */
export const svg = (tag, attributes, ...children) => dress(document.createElementNS(SVG, tag), attributes, children);

/** Return the element of this page with that id. */
export const byId = (id) => document.getElementById(id);

/** Return foreign text that cannot turn the direction of the text around it. */
export const foreign = (text) => el("bdi", null, String(text));

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}
