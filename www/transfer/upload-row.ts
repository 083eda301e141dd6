import { type QueueItem, SignpostError } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { make } from "../parts/elements.ts";
import { words } from "../words.ts";
import type { ItemState } from "./arrange.ts";
import { describeProgress, showInBar } from "./figures.ts";

const { upload: uploadWords } = words.transfer;

/** Characters of a key in the names of buttons. */
const SPOKEN_LENGTH = 80;

/** Milliseconds after which the last speed is outdated. */
const SPEED_MILLISECONDS = 5000;

/** Action of a button of a row. */
export type RowAction = "pause" | "resume" | "cancel" | "retry" | "remove" | "link";

const ACTIONS: Record<ItemState, readonly RowAction[]> = {
  waiting: ["remove"],
  running: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  done: ["link", "remove"],
  failed: ["retry", "remove"],
  rejected: ["remove"],
};

const LABELS: Record<RowAction, string> = {
  pause: words.transfer.pause,
  resume: words.transfer.resume,
  cancel: words.transfer.cancel,
  retry: words.transfer.retry,
  remove: words.transfer.remove,
  link: uploadWords.link,
};

/** The row of one file. */
export class UploadRow {
  readonly element = make("li", "upload-row");
  readonly #name = make("p", "upload-name mono");
  readonly #figures = make("p", "upload-figures");
  readonly #bar = make("progress");
  readonly #problem = make("div", "problem");
  readonly #actions = make("div", "upload-actions");
  #state: ItemState | undefined;
  #key: string | undefined;
  #loaded = 0;
  /** Time of the last change of `#loaded`. */
  #movedAt = 0;

  constructor(id: string) {
    this.element.dataset["field"] = id;
    this.#name.dir = "auto";
    this.element.append(this.#name, this.#actions, this.#figures, this.#bar, this.#problem);
  }

  /** Shows the present state. Returns the error if it is not shown yet. */
  update(item: QueueItem, key: string): SignpostError | undefined {
    const { state } = item;
    const isNew = state !== this.#state;
    if (isNew || key !== this.#key) {
      this.#key = key;
      this.#name.textContent = visibleText(key);
      this.#bar.setAttribute("aria-label", uploadWords.progressOf(spoken(key)));
      this.#showActions(state, spoken(key));
    }
    this.#state = state;
    this.element.dataset["state"] = state;
    this.#bar.hidden = state !== "running" && state !== "paused";
    if (!this.#bar.hidden) showInBar(this.#bar, item.progress.loaded, item.file.size);
    const figures = this.#describe(item, isNew);
    if (this.#figures.textContent !== figures) this.#figures.textContent = figures;
    if (isNew) this.#problem.replaceChildren();
    // The name of the option in a message, in the words of the page.
    if (isNew && item.error?.field === "key") this.element.dataset["name"] = uploadWords.key;
    return isNew && item.error ? withHint(item.error) : undefined;
  }

  #describe({ state, progress, file, result }: QueueItem, isNew: boolean): string {
    if (isNew || progress.loaded !== this.#loaded) {
      this.#loaded = progress.loaded;
      this.#movedAt = performance.now();
    }
    if (state === "running" || state === "paused") {
      const { eta: _, ...rest } = progress;
      const isStill = performance.now() - this.#movedAt > SPEED_MILLISECONDS;
      const present = isStill ? { ...rest, bytesPerSecond: 0 } : progress;
      return describeProgress(present, state === "paused");
    }
    const parts = [formatBytes(file.size), uploadWords.states[state]];
    if (result?.etag) parts.push(uploadWords.etag(result.etag));
    return parts.join(" · ");
  }

  #showActions(state: ItemState, name: string): void {
    const had = this.#actions.contains(document.activeElement);
    this.#actions.replaceChildren(
      ...ACTIONS[state].map((action) => {
        const button = make("button", "", LABELS[action]);
        button.type = "button";
        button.dataset["action"] = action;
        button.setAttribute("aria-label", uploadWords.actionOn(LABELS[action], name));
        return button;
      }),
    );
    if (had) this.focus();
  }

  /** Focuses the first button. */
  focus(): void {
    this.#actions.querySelector("button")?.focus({ preventScroll: true });
  }
}

/** Replaces the hint of an error that the form of the page can fix. */
function withHint(error: SignpostError): SignpostError {
  const hints: Record<string, string> = uploadWords.rejectedHints;
  const hint = hints[error.code];
  return hint ? new SignpostError(error.code, error.message, { hint }) : error;
}

/** Returns the end of a key, which differs most, for screen readers. */
function spoken(key: string): string {
  const name = key.slice(key.lastIndexOf("/", key.length - 2) + 1) || key;
  return visibleText(shortened(name, SPOKEN_LENGTH));
}
