import { account } from "./account/account.ts";
import { foldAccountPanel } from "./account/panel.ts";
import { type FragmentParameters, formatFragment, parseFragment } from "./fragment.ts";
import { button, byId } from "./parts/elements.ts";
import type { View } from "./view.ts";
import { VIEW_IDS, type ViewId } from "./view-ids.ts";
import type { ViewLoader } from "./view-loader.ts";
import { words } from "./words.ts";

/** Shows the view that the fragment of the address names, and keeps title, navigation and focus in step with it. */
export class Router {
  readonly #views: ViewLoader;
  readonly #navigation = byId("views", HTMLElement);
  readonly #state = byId("view-state", HTMLParagraphElement);
  readonly #retry = button("view-retry");
  /** The view of the address. Its files may not be loaded yet. */
  #current: ViewId | undefined;

  constructor(views: ViewLoader) {
    this.#views = views;
  }

  /** Shows the view of the address. */
  start(): void {
    addEventListener("hashchange", () => this.#open());
    this.#retry.addEventListener("click", () => this.#open());
    byId("skip", HTMLAnchorElement).addEventListener("click", (event) => {
      event.preventDefault();
      this.#focusHeading();
    });
    this.#open();
  }

  async #open(): Promise<void> {
    const { view: id, parameters, refused } = parseFragment(location.hash);
    if (refused) history.replaceState(null, "", formatFragment(id, parameters));
    const previous = this.#current;
    const focused = document.activeElement;
    // The first view is where the document begins; a later one is announced by its heading.
    const isAnnounced = (previous && previous !== id) || focused === this.#retry;
    if (previous !== id) this.#leave(previous, id);
    fillLocation(parameters);
    const view = await this.#load(id);
    // Another view may have been opened meanwhile.
    if (!view || this.#current !== id) return;
    for (const each of VIEW_IDS) sectionOf(each).hidden = each !== id;
    view.show?.(parameters);
    // While a view was loaded, another control may have got the focus.
    const { activeElement } = document;
    if (isAnnounced && [focused, document.body].includes(activeElement)) this.#focusHeading();
  }

  /** Leaves a view for the next one. */
  #leave(previous: ViewId | undefined, next: ViewId): void {
    if (previous) {
      this.#views.started(previous)?.hide?.();
      foldAccountPanel();
    }
    this.#current = next;
    this.#mark(next);
    document.title = words.page.titleOf(words[next].title);
  }

  /** Loads a view. If that fails, says why, and offers to retry. */
  async #load(id: ViewId): Promise<View | undefined> {
    if (!this.#views.started(id)) {
      for (const each of VIEW_IDS) sectionOf(each).hidden = true;
      this.#state.textContent = words.page.loading(words[id].title);
    }
    try {
      const view = await this.#views.open(id);
      if (this.#current === id) this.#showFailure("");
      return view;
    } catch {
      if (this.#current === id) this.#showFailure(failureOf(words[id].title));
      return undefined;
    }
  }

  #showFailure(text: string): void {
    this.#state.textContent = text;
    this.#retry.hidden = text === "";
  }

  #focusHeading(): void {
    if (this.#current) byId(`${this.#current}-title`, HTMLHeadingElement).focus();
  }

  /** Marks the link of the current view. */
  #mark(id: ViewId): void {
    for (const link of this.#navigation.querySelectorAll("a")) {
      const isCurrent = parseFragment(link.hash).view === id;
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      // In a narrow window the navigation scrolls. In the next frame, because the layout would be computed twice.
      if (isCurrent) {
        requestAnimationFrame(() => link.scrollIntoView({ block: "nearest", inline: "nearest" }));
      }
    }
  }
}

/** Opens a view, with parameters that it reads in `show`. */
export function openView(view: ViewId, parameters: FragmentParameters = {}): void {
  location.hash = formatFragment(view, parameters);
}

function failureOf(title: string): string {
  return navigator.onLine ? words.page.loadFailed(title) : words.page.loadOffline(title);
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
