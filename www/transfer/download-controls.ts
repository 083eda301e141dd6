import type { Progress } from "s3-signpost";
import { button, byId } from "../parts/elements.ts";
import { words } from "../words.ts";
import { describeProgress, showInBar } from "./figures.ts";

const start = button("download");
const preview = button("download-preview");
const pause = button("download-pause");
const cancel = button("download-cancel");
const again = button("download-again");
const box = byId("download-transfer", HTMLDivElement);
const bar = byId("download-progress", HTMLProgressElement);
const figures = byId("download-figures", HTMLParagraphElement);

const NOTHING: Progress = { loaded: 0, bytesPerSecond: 0, attempt: 1, phase: "signing" };

/** Milliseconds between two updates while no bytes arrive: a transfer reports only bytes. */
const UPDATE_INTERVAL = 500;

/** The functions behind the controls. */
export interface DownloadActions {
  onPause(): void;
  onResume(): void;
  onCancel(): void;
  progress(): Progress | undefined;
}

/** The buttons and the progress of the download. */
export class DownloadControls {
  readonly #actions: DownloadActions;
  #isPaused = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(actions: DownloadActions) {
    this.#actions = actions;
    pause.addEventListener("click", () => this.#toggle());
    cancel.addEventListener("click", () => actions.onCancel());
  }

  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  /** Shows a download that starts. */
  start(): void {
    this.#isPaused = false;
    this.#timer ??= setInterval(() => this.update(), UPDATE_INTERVAL);
    this.update();
    this.#show({ isRunning: true, canResume: false });
  }

  /** Shows that no download is running. */
  end({ canResume = false } = {}): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#show({ isRunning: false, canResume });
  }

  /** Shows the present progress. */
  update(): void {
    const progress = this.#actions.progress() ?? NOTHING;
    showInBar(bar, progress.loaded, progress.total);
    figures.textContent = describeProgress(progress, this.#isPaused);
  }

  #toggle(): void {
    this.#isPaused = !this.#isPaused;
    if (this.#isPaused) this.#actions.onPause();
    else this.#actions.onResume();
    pause.textContent = this.#isPaused ? words.transfer.resume : words.transfer.pause;
    this.update();
  }

  #show({ isRunning, canResume }: { isRunning: boolean; canResume: boolean }): void {
    const controls = [start, pause, cancel, again];
    const hadFocus = controls.some((control) => control === document.activeElement);
    start.hidden = isRunning;
    preview.hidden = isRunning;
    again.hidden = !canResume;
    pause.hidden = !isRunning;
    cancel.hidden = !isRunning;
    box.hidden = !isRunning;
    pause.textContent = words.transfer.pause;
    if (hadFocus) (isRunning ? cancel : canResume ? again : start).focus();
  }
}
