/** Returns the element with this id. Throws if it does not exist or has another type. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return element;
}

export const input = (id: string): HTMLInputElement => byId(id, HTMLInputElement);
export const button = (id: string): HTMLButtonElement => byId(id, HTMLButtonElement);

/** Returns the value of the selected radio button of a group. */
export function chosen(name: string): string {
  const radio = document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`);
  return radio?.value ?? "";
}

/** Creates an element with a class and a text. The text is never parsed as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** Sets the value of a field and fires its `input` event, as typing does. */
export function type(field: HTMLInputElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
