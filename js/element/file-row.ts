import type { QueueItem } from "../queue/queue-item.ts";
import type { DropStrings } from "./drop-strings.ts";
import { appendPart } from "./element-base.ts";
import type { Format } from "./format.ts";

/** A file in the list: an item of the queue, or a file that the browser has restored with the form. */
export type Row = Pick<QueueItem, "id" | "path" | "state"> &
  Partial<Pick<QueueItem, "error" | "progress">> & { file: { size: number } };

/** The effects of the buttons of a row. */
export interface RowCallbacks {
  onAction(id: string, action: Action): void;
  onRemove(id: string): void;
}

type Action = "pause" | "resume" | "retry";

/** How a row is displayed. */
export interface RowStyle {
  strings: DropStrings;
  format: Format;
  isPausable: boolean;
  isDisabled: boolean;
}

const ACTIONS: Partial<Record<Row["state"], Action>> = {
  running: "pause",
  paused: "resume",
  failed: "retry",
};

/**
 * The list item of a file. It stays the same while the state of the file changes, so that the focus stays on its buttons:
 * pause, resume and retry are one button.
 */
export class FileRow {
  readonly element = document.createElement("li");
  readonly remove: HTMLButtonElement;
  readonly #action: HTMLButtonElement;
  readonly #name: HTMLElement;
  readonly #meta: HTMLElement;
  readonly #bar: HTMLProgressElement;
  readonly #message: HTMLElement;
  #current: Action | undefined;

  constructor(id: string, { onAction, onRemove }: RowCallbacks) {
    this.element.part.add("item");
    const text = appendPart(this.element, "div", "text");
    this.#name = appendPart(text, "div", "name");
    this.#meta = appendPart(text, "div", "meta");
    const buttons = appendPart(this.element, "div", "buttons");
    this.#action = appendPart(buttons, "button");
    this.remove = appendPart(buttons, "button", "remove");
    this.#bar = appendPart(this.element, "progress", "bar");
    this.#message = appendPart(this.element, "p", "message");
    this.#action.addEventListener("click", () => this.#current && onAction(id, this.#current));
    this.remove.addEventListener("click", () => onRemove(id));
  }

  update(row: Row, { strings, format, isPausable, isDisabled }: RowStyle): void {
    const { state, path, error } = row;
    this.element.dataset["state"] = state;
    setText(this.#name, path);
    setText(this.#meta, describe(row, strings, format));
    this.#bar.hidden = Boolean(error) || state === "done";
    // An empty file is at its end from the start.
    this.#bar.max = row.file.size || 1;
    this.#bar.value = row.progress?.loaded ?? 0;
    this.#bar.ariaLabel = path;
    this.#message.hidden = !error;
    if (error) setText(this.#message, `${strings.message(error)}\n${strings.hint(error)}`);
    const action = state === "failed" || isPausable ? ACTIONS[state] : undefined;
    this.#setAction(action);
    name(this.#action, action ? strings[action] : "", strings, path);
    name(this.remove, strings.remove, strings, path);
    this.#action.disabled = isDisabled;
    this.remove.disabled = isDisabled;
  }

  #setAction(action: Action | undefined): void {
    if (action === this.#current && this.#action.hidden === !action) return;
    const root = this.element.getRootNode() as Partial<ShadowRoot>;
    const hadFocus = root.activeElement === this.#action;
    this.#current = action;
    this.#action.hidden = !action;
    this.#action.setAttribute("part", action ?? "");
    if (hadFocus && !action) this.remove.focus();
  }
}

function name(button: HTMLElement, text: string, strings: DropStrings, path: string): void {
  setText(button, text);
  button.ariaLabel = strings.action(text, path);
}

/** Sets a text if it has changed, so that a selection of it stays. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** "1 MB of 5 MB · 1.2 MB/s · 3 seconds left" */
function describe(row: Row, strings: DropStrings, format: Format): string {
  const { state, file, progress, error } = row;
  const total = format.bytes(file.size);
  if (state === "done") return [total, strings.done].join(" · ");
  if (!progress || error) return total;
  const { loaded, bytesPerSecond, eta, phase, waitingFor } = progress;
  const words: string[] = [strings.loaded(format.bytes(loaded), total)];
  if (state !== "running") words.push(state === "paused" ? strings.paused : strings.waiting);
  else if (phase === "waiting") {
    words.push(waitingFor === "network" ? strings.offline : strings.retrying);
  } else if (phase === "verifying") words.push(strings.verifying);
  else {
    if (bytesPerSecond > 0) words.push(format.bytes(bytesPerSecond, true));
    if (eta !== undefined) words.push(strings.timeLeft(format.duration(eta)));
  }
  return words.join(" · ");
}
