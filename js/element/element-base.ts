/** `HTMLElement`, or an empty class on a server, which has no `HTMLElement` but may import the elements. */
export const ElementBase = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Dispatches an event that leaves shadow trees, and returns whether no listener cancelled it. */
export function emit(element: Element, type: string, detail: object): boolean {
  return element.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
}

/** Sets properties again that were set before the element was defined, and so hide the accessors of its class. */
export function upgradeProperties(element: object, names: readonly string[]): void {
  const properties = element as Record<string, unknown>;
  for (const name of names) {
    if (!Object.hasOwn(properties, name)) continue;
    const value = properties[name];
    delete properties[name];
    properties[name] = value;
  }
}

/** Calls `next` as soon as the parser has read the element's children: at once, except while a page is loading. */
export function whenParsed(next: () => void): void {
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", next, { once: true });
  } else next();
}

/** Appends an element with a `part` to a parent, and returns it. */
export function appendPart<K extends keyof HTMLElementTagNameMap>(
  parent: Node,
  tag: K,
  part?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (part) element.part.add(part);
  parent.appendChild(element);
  return element;
}

/** Constructs a style sheet, which a Content-Security-Policy without inline styles allows. */
export function styleSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
