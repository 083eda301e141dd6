import type { View } from "./view.ts";
import type { ViewId } from "./view-ids.ts";

/** Loads the files of each view, and starts it, when it is opened first. */
export class ViewLoader {
  readonly #loaders: Readonly<Record<ViewId, () => Promise<View>>>;
  readonly #started = new Map<ViewId, View>();

  /** @param loaders return a view. They are called again after a failure. */
  constructor(loaders: Readonly<Record<ViewId, () => Promise<View>>>) {
    this.#loaders = loaders;
  }

  /** Returns a view that is started. Rejects if its files cannot be loaded. */
  async open(id: ViewId): Promise<View> {
    const view = this.#started.get(id) ?? (await this.#loaders[id]());
    // Two calls may have loaded the same view.
    if (!this.#started.has(id)) {
      this.#started.set(id, view);
      view.start();
    }
    return view;
  }

  /** The view, if it is started. */
  started(id: ViewId): View | undefined {
    return this.#started.get(id);
  }

  /** Loads the files of all views, so that they open offline, and after the host has replaced them. Never rejects. */
  async loadAll(): Promise<void> {
    // A view that fails here is loaded again when it is opened.
    await Promise.allSettled(Object.values(this.#loaders).map((load) => load()));
  }
}
