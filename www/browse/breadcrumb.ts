import { visibleText } from "../format/visible.ts";
import { byId, make } from "../parts/elements.ts";
import { stepsOf } from "./order.ts";

const list = byId("browse-path", HTMLOListElement);

/**
 * Shows the bucket and the folders of a prefix as links, but the last one.
 *
 * @param linkOf makes the link to a prefix
 */
export function showPath(
  bucket: string,
  prefix: string,
  linkOf: (prefix: string, name: string) => HTMLElement,
): void {
  const steps = [{ name: bucket, prefix: "" }, ...stepsOf(prefix)].map((step, index, all) => {
    const name = visibleText(step.name);
    const isLast = index === all.length - 1;
    const element = isLast ? make("span", "", name) : linkOf(step.prefix, name);
    element.dir = "auto";
    if (isLast) {
      element.id = "browse-here";
      element.tabIndex = -1;
      element.setAttribute("aria-current", "location");
    }
    return make("li", "mono", element);
  });
  list.replaceChildren(...(bucket ? steps : []));
}

/** Moves the focus to the current folder, after a link that was removed. */
export function focusPath(): void {
  document.getElementById("browse-here")?.focus();
}
