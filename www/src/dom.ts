// A tree of elements as plain data, and the one function that makes the page look like it. Text is only ever text.

/** Attributes, `on…` listeners, and two properties that are not attributes: `value` and `checked`. */
export type Attributes = Record<string, string | number | boolean | undefined | null | ((event: never) => void)>;
/** One element as it should be. */
export interface Tree {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly (Tree | string)[];
}
/** What may stand among an element's children; `undefined`, `null` and `false` draw nothing. */
export type Child = Tree | string | number | undefined | null | false | readonly Child[];

/** Describes one element. `key` keeps its identity among siblings that come and go. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): Tree {
  const flat: (Tree | string)[] = [];
  const add = (child: Child): void => {
    if (child === undefined || child === null || child === false) return;
    if (Array.isArray(child)) for (const each of child as readonly Child[]) add(each);
    else flat.push(typeof child === "number" ? String(child) : (child as Tree | string));
  };
  for (const child of children) add(child);
  return { tag, attributes, children: flat };
}

const SVG = "http://www.w3.org/2000/svg";
const drawn = new WeakMap<Node, Tree>();

/** Makes the children of `parent` equal to `wanted`, keeping every element that can be kept, with its focus. */
export function patch(parent: Element, wanted: readonly (Tree | string)[]): void {
  const keyed = new Map<unknown, Element>();
  for (const child of parent.children) {
    const key = drawn.get(child)?.attributes["key"];
    if (key !== undefined) keyed.set(key, child);
  }
  let at: ChildNode | null = parent.firstChild;
  for (const next of wanted) {
    if (typeof next === "string") {
      if (at?.nodeType === Node.TEXT_NODE) {
        if (at.nodeValue !== next) at.nodeValue = next;
        at = at.nextSibling;
      } else parent.insertBefore(document.createTextNode(next), at);
      continue;
    }
    const kept = reusable(next, at, keyed);
    if (kept === undefined) {
      parent.insertBefore(draw(next, parent), at);
    } else {
      if (kept === at) at = at.nextSibling;
      else parent.insertBefore(kept, at);
      update(kept, next);
    }
  }
  while (at !== null) {
    const after: ChildNode | null = at.nextSibling;
    at.remove();
    at = after;
  }
}

function reusable(next: Tree, at: ChildNode | null, keyed: Map<unknown, Element>): Element | undefined {
  const key = next.attributes["key"];
  const candidate = key === undefined ? at : keyed.get(key);
  if (!(candidate instanceof Element)) return undefined;
  const was = drawn.get(candidate);
  return was !== undefined && was.tag === next.tag && was.attributes["key"] === key ? candidate : undefined;
}

function draw(tree: Tree, parent: Element): Element {
  const inSvg = tree.tag === "svg" || (parent.namespaceURI === SVG && parent.tagName !== "foreignObject");
  const element = inSvg ? document.createElementNS(SVG, tree.tag) : document.createElement(tree.tag);
  drawn.set(element, { tag: tree.tag, attributes: {}, children: [] });
  update(element, tree);
  const mounted = tree.attributes["onmount"];
  if (typeof mounted === "function") (mounted as (element: Element) => void)(element);
  return element;
}

function update(element: Element, tree: Tree): void {
  const was = drawn.get(element);
  if (was === tree) return; // A view may hand in the very tree it made last time, and nothing below it is looked at again.
  const before = was?.attributes ?? {};
  for (const name in before) if (!(name in tree.attributes)) setAttribute(element, name, undefined);
  for (const name in tree.attributes) {
    const value = tree.attributes[name];
    if (before[name] !== value || name === "value" || name === "checked") setAttribute(element, name, value);
  }
  drawn.set(element, tree);
  if (tree.attributes["opaque"] !== true) patch(element, tree.children);
  if (element instanceof HTMLSelectElement && typeof tree.attributes["value"] === "string") {
    element.value = tree.attributes["value"];
  }
}

function isField(element: Element): element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (name === "key" || name === "opaque" || name === "onmount") return;
  if (name.startsWith("on")) {
    (element as unknown as Record<string, unknown>)[name] = value ?? null;
  } else if (name === "value" && isField(element)) {
    const text = String(value ?? "");
    if (element.value !== text && !(element === document.activeElement && element.type === "number"))
      element.value = text;
  } else if (name === "checked" && element instanceof HTMLInputElement) {
    element.checked = value === true;
  } else if (typeof value === "boolean" && name.startsWith("aria-")) {
    element.setAttribute(name, String(value));
  } else if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}
