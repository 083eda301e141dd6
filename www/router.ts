import { account } from "./account/account.ts";
import { foldAccountPanel } from "./account/panel.ts";
import { type FragmentParameters, formatFragment, parseFragment } from "./fragment.ts";
import { byId } from "./parts/elements.ts";
import type { View } from "./view.ts";
import type { ViewId } from "./view-ids.ts";
import { words } from "./words.ts";

/** Shows the view that the fragment of the address names, and keeps title, navigation and focus in step with it. */
export class Router {
  readonly #views: readonly View[];
  readonly #navigation = byId("views", HTMLElement);
  #current: View | undefined;

  constructor(views: readonly View[]) {
    this.#views = views;
  }

  /** Starts all views, and shows the one of the address. */
  start(): void {
    for (const view of this.#views) view.start();
    addEventListener("hashchange", () => this.#open());
    byId("skip", HTMLAnchorElement).addEventListener("click", (event) => {
      event.preventDefault();
      this.#focusHeading();
    });
    this.#open();
  }

  #open(): void {
    const { view: id, parameters, refused } = parseFragment(location.hash);
    if (refused) history.replaceState(null, "", formatFragment(id, parameters));
    const next = this.#views.find((view) => view.id === id);
    if (!next) throw new Error(`No view is called ${id}.`);
    const previous = this.#current;
    this.#current = next;
    if (previous !== next) {
      previous?.hide?.();
      for (const { id } of this.#views) sectionOf(id).hidden = id !== next.id;
      this.#mark(next.id);
      if (previous) foldAccountPanel();
      document.title = words.page.titleOf(words[next.id].title);
    }
    fillLocation(parameters);
    next.show?.(parameters);
    // The first view is where the document begins; a later one is announced by its heading.
    if (previous && previous !== next) this.#focusHeading();
  }

  #focusHeading(): void {
    if (this.#current) byId(`${this.#current.id}-title`, HTMLHeadingElement).focus();
  }

  /** Marks the link of the current view, and makes the skip link lead to its heading. */
  #mark(id: ViewId): void {
    byId("skip", HTMLAnchorElement).href = `#${id}-title`;
    for (const link of this.#navigation.querySelectorAll("a")) {
      const isCurrent = parseFragment(link.hash).view === id;
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      // In a narrow window the navigation scrolls.
      if (isCurrent) link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}

/** Opens a view, with parameters that it reads in `show`. */
export function openView(view: ViewId, parameters: FragmentParameters = {}): void {
  location.hash = formatFragment(view, parameters);
}

/** Fills in the location that an address names. */
function fillLocation({ bucket, region, endpoint, addressing }: FragmentParameters): void {
  account.update({
    ...(bucket !== undefined && { bucket }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...((addressing === "auto" || addressing === "virtual" || addressing === "path") && {
      addressing,
    }),
  });
}

/** Returns the section of a view. */
export function sectionOf(id: ViewId): HTMLElement {
  return byId(`view-${id}`, HTMLElement);
}
