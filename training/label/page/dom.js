// Elements without markup strings: every text becomes a text node, so hostile text stays text.

/** Return an element; attributes that are null or false are left out. */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** Return the element of this page with that id. */
export const byId = (id) => document.getElementById(id);
