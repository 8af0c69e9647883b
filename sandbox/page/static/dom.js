// The DOM in three ideas: h makes elements, morph turns an old tree into a new one
// in place, keyed does so for a list. Text only ever becomes text nodes.

function maker(create) {
  return (tag, attributes, ...children) => {
    const node = create(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "style") for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
    return node;
  };
}

export const h = maker((tag) => document.createElement(tag));
export const svg = maker((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));

export const $ = (id) => document.getElementById(id);

// morph makes old look like fresh. What did not change is left alone, so that
// focus, scrolling, running animations and what somebody opened stay.
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.TEXT_NODE) {
    old.data = fresh.data;
  } else {
    attributes(old, fresh);
    fill(old, [...fresh.childNodes]);
  }
}

// fill makes some nodes the children of a parent.
export function fill(parent, nodes) {
  nodes.forEach((fresh, i) => {
    if (i < parent.childNodes.length) morph(parent.childNodes[i], fresh);
    else parent.append(fresh);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value) continue;
    if (name === "style") old.style.cssText = value; // the policy forbids it as an attribute
    else old.setAttribute(name, value);
  }
  if (old.nodeName === "INPUT" && old !== document.activeElement) {
    old.value = fresh.value;
    old.checked = fresh.checked;
  }
}

const made = new WeakMap(); // element → what it was made of

// keyed shows items as the children of a parent: [{key, value}]. One whose value
// is as it was is not even rendered.
export function keyed(parent, items, render) {
  const byKey = new Map([...parent.children].map((c) => [c.dataset.key, c]));
  const wanted = new Set(items.map((i) => i.key));
  for (const [key, node] of byKey) if (!wanted.has(key)) node.remove();
  let at = parent.firstElementChild;
  for (const { key, value } of items) {
    const was = JSON.stringify(value);
    let node = byKey.get(key);
    if (node && made.get(node) !== was) {
      const fresh = render(value);
      fresh.dataset.key = key;
      morph(node, fresh);
    } else if (!node) {
      node = render(value);
      node.dataset.key = key;
    }
    made.set(node, was);
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
}
