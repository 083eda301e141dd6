import type { PageSession } from "../../../tests/e2e/page/page-session.ts";
import type { ViewId } from "../../../www/view-ids.ts";

/** A view of the page in one state, to take a picture of. */
export interface State {
  view: ViewId;
  name: string;
  /** Brings the page into the state. It has just been opened, with the view Link, at the smallest width. */
  prepare(session: PageSession): Promise<unknown>;
}
