import { type FragmentParameters, formatFragment } from "../fragment.ts";
import { make } from "../parts/elements.ts";
import type { ViewId } from "../view-ids.ts";

/**
 * Makes a link to a view, or a button if the address may not hold a name, because it looks like a secret.
 *
 * @param withoutAddress does what the link would do
 */
export function linkTo(
  view: ViewId,
  parameters: FragmentParameters,
  withoutAddress: () => void,
  ...content: (Node | string)[]
): HTMLElement {
  const address = addressOf(view, parameters);
  if (address === undefined) {
    const button = make("button", "inline-link", ...content);
    button.type = "button";
    button.addEventListener("click", withoutAddress);
    return button;
  }
  const link = make("a", "", ...content);
  link.href = address;
  return link;
}

/** Formats the fragment of a view; undefined if a parameter looks like a secret. */
export function addressOf(view: ViewId, parameters: FragmentParameters): string | undefined {
  try {
    return formatFragment(view, parameters);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
