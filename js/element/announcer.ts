import { appendPart } from "./element-base.ts";

type Priority = "normal" | "high";

/** Milliseconds in which messages are joined, since a live region reads only its last text. */
const JOINED = 100;

/** Announces messages to screen readers: by `ariaNotify`, or by a live region where the browser has none. */
export class Announcer {
  readonly #element: Element;
  readonly #regions: Record<Priority, HTMLElement>;
  readonly #waiting: string[] = [];

  constructor(element: Element, root: ShadowRoot) {
    this.#element = element;
    const region = (live: "polite" | "assertive") => {
      const region = appendPart(root, "div");
      region.className = "hidden";
      region.ariaLive = live;
      return region;
    };
    this.#regions = { normal: region("polite"), high: region("assertive") };
  }

  /** Announces a text after others, or at once if its priority is high. */
  announce(text: string, priority: Priority = "normal"): void {
    if (priority === "high") {
      this.#send(text, priority);
      return;
    }
    if (this.#waiting.push(text) > 1) return;
    setTimeout(() => this.#send(this.#waiting.splice(0).join(". "), priority), JOINED);
  }

  #send(text: string, priority: Priority): void {
    const element = this.#element as Element & {
      ariaNotify?: (text: string, options: { priority: Priority }) => void;
    };
    if (element.ariaNotify) element.ariaNotify(text, { priority });
    else this.#regions[priority].textContent = text;
  }
}
