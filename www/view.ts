import type { FragmentParameters } from "./fragment.ts";
import type { ViewId } from "./view-ids.ts";

/** One view of the page. Its markup is in `markup.ts` of its folder, its words are in `words.ts`. */
export interface View {
  readonly id: ViewId;
  /** Attaches the view to its markup. Called once, before the view is opened first. */
  start(): void;
  /** Called each time that the view is opened, with the parameters of the fragment. */
  show?(parameters: FragmentParameters): void;
  /** Called when another view is opened. */
  hide?(): void;
}
