/** An empty class on a server, which has no `HTMLElement` but may import the elements. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** The base of all elements. */
export abstract class ElementBase extends Base {
  /** Sets properties again that were set before the element was defined, and so hide the accessors of its class. @internal */
  connectedCallback(): void {
    const properties = this as Record<string, unknown>;
    for (const [name, value] of Object.entries(properties)) {
      delete properties[name];
      properties[name] = value;
    }
  }
}

/** Dispatches an event that leaves shadow trees. */
export function emit(element: Element, type: string, detail: object): void {
  element.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
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
  // Without a type, it would submit a form around it.
  if (tag === "button") element.setAttribute("type", tag);
  parent.appendChild(element);
  return element;
}

/** Constructs a style sheet, which a Content-Security-Policy without inline styles allows. */
export function styleSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
