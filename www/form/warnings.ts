import { make } from "../parts/elements.ts";

/** Shows warnings in a list, which is hidden without any. Unchanged texts are not announced again. */
export function showWarnings(list: HTMLUListElement, texts: readonly string[]): void {
  list.hidden = texts.length === 0;
  const shown = Array.from(list.children, ({ textContent }) => textContent);
  if (shown.join("\n") === texts.join("\n")) return;
  list.replaceChildren(...texts.map((text) => make("li", "warning", text)));
}
