import type { ViewId } from "./view-ids.ts";

/** Texts from one view to another, which the address cannot hold: signed links, error documents. In memory only. */
const texts = new Map<ViewId, string>();

/** Leaves a text for a view that is opened next. */
export function handOver(view: ViewId, text: string): void {
  texts.set(view, text);
}

/** Takes the text that another view left for this one, once. */
export function takeHandedOver(view: ViewId): string | undefined {
  const text = texts.get(view);
  texts.delete(view);
  return text;
}
