/** Returns the name of the field of a control. */
export function fieldOf(control: EventTarget | null): string | undefined {
  if (!(control instanceof Element)) return undefined;
  return control.closest<HTMLElement>("[data-field]")?.dataset["field"];
}

/** Returns the control of a field that takes the focus. */
export function controlOf(element: HTMLElement): HTMLElement | undefined {
  const selector = "input:not([type=radio]), input:checked, textarea, select";
  return element.querySelector<HTMLElement>(selector) ?? undefined;
}

/** Returns the controls of a field. Radio buttons are described by their group. */
export function controlsOf(element: HTMLElement): Iterable<HTMLElement> {
  return element.matches("fieldset")
    ? [element]
    : element.querySelectorAll<HTMLElement>("input, textarea, select");
}

/** Returns the name of a field in a sentence: its `data-name`, or its label. Empty for the place of a request. */
export function nameOf(element: HTMLElement): string {
  const label = element.querySelector("label, legend");
  return element.dataset["name"] ?? label?.firstChild?.textContent?.trim() ?? "";
}

/** Unfolds everything that hides the element. */
export function reveal(element: Element): void {
  for (let part = element.closest("details"); part; ) {
    part.open = true;
    part = part.parentElement?.closest("details") ?? null;
  }
}

/** Adds an element to the description of a control, or removes it. */
export function describe(control: Element, id: string, on: boolean): void {
  const ids = new Set(control.getAttribute("aria-describedby")?.split(" "));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size > 0) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
}
