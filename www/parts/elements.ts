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
  return radios(name).find(({ checked }) => checked)?.value ?? "";
}

/** Selects the radio button of a group that has this value. */
export function choose(name: string, value: string): void {
  for (const radio of radios(name)) radio.checked = radio.value === value;
}

function radios(name: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`)];
}

/** Creates an element with a class and content. Text is never parsed as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** Sets the value of a field and fires its `input` event, as typing does. */
export function type(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Converts backticks in words to `code` elements. */
export function withCode(words: string): (Node | string)[] {
  return words.split("`").map((piece, index) => (index % 2 ? make("code", "", piece) : piece));
}
