import type { Progress, Transfer } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { formatBytes } from "../format/bytes.ts";
import { formatDuration } from "../format/duration.ts";
import { button, byId } from "../parts/elements.ts";
import { type FieldProblems, showError } from "../parts/problems.ts";
import { words } from "../words.ts";

/** Interval of updates while no bytes arrive. */
const UPDATE_MILLISECONDS = 500;

/**
 * Shows one transfer at a time: its progress, its buttons and its outcome. `name` is the prefix of its ids in the
 * page: `download` or `upload`. It is also the place of problems that belong to no field.
 */
export class TransferView {
  readonly #name: string;
  readonly #start: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  readonly #pause: HTMLButtonElement;
  readonly #box: HTMLElement;
  readonly #bar: HTMLProgressElement;
  readonly #figures: HTMLElement;
  readonly #outcome: HTMLElement;
  readonly #problems: FieldProblems;
  #transfer: Transfer<unknown> | undefined;

  constructor(name: string, problems: FieldProblems) {
    this.#name = name;
    this.#problems = problems;
    this.#start = button(name);
    this.#cancel = button(`${name}-cancel`);
    this.#pause = button(`${name}-pause`);
    this.#box = byId(`${name}-transfer`, HTMLDivElement);
    this.#bar = byId(`${name}-progress`, HTMLProgressElement);
    this.#figures = byId(`${name}-figures`, HTMLParagraphElement);
    this.#outcome = byId(`${name}-outcome`, HTMLParagraphElement);
    // The error of the last transfer is outdated when one of its fields changes.
    const clear = () => problems.clear(name);
    problems.root.addEventListener("input", clear);
    account.addEventListener("change", clear);
    this.#cancel.addEventListener("click", () => this.#transfer?.abort());
    this.#pause.addEventListener("click", () => this.#togglePause());
  }

  /**
   * Runs a transfer and shows it. `remark` returns a sentence about the result. Returns the result, or `undefined`
   * if the transfer was cancelled or failed.
   */
  async run<T>(
    start: (onProgress: (progress: Progress) => void) => Transfer<T>,
    remark: (result: T) => string = () => "",
  ): Promise<T | undefined> {
    this.#problems.clear(this.#name);
    this.#outcome.textContent = "";
    let transfer: Transfer<T>;
    try {
      transfer = start((progress) => this.#show(progress));
    } catch (error) {
      this.#showError(error);
      return undefined;
    }
    this.#transfer = transfer;
    this.#running(true);
    // Progress is reported with bytes only; a transfer without progress is polled.
    const timer = setInterval(() => this.#show(transfer.progress), UPDATE_MILLISECONDS);
    this.#show(transfer.progress);
    const startedAt = performance.now();
    try {
      const result = await transfer;
      const { loaded } = transfer.progress;
      const took = (performance.now() - startedAt) / 1000;
      const done = `Done: ${formatBytes(loaded)} in ${seconds(took)}.`;
      this.#outcome.textContent = `${done} ${remark(result)}`.trim();
      return result;
    } catch (error) {
      if (transfer.state === "aborted") {
        this.#outcome.textContent = `Cancelled after ${formatBytes(transfer.progress.loaded)}.`;
      } else {
        this.#showError(error);
      }
      return undefined;
    } finally {
      clearInterval(timer);
      this.#running(false);
    }
  }

  #showError(error: unknown): void {
    showError(error, this.#name, this.#problems, accountForm.problems);
  }

  #running(running: boolean): void {
    const hadFocus = [this.#cancel, this.#pause, this.#start].some(
      (control) => control === document.activeElement,
    );
    this.#start.hidden = running;
    this.#cancel.hidden = !running;
    this.#pause.hidden = !running;
    this.#pause.textContent = words.transfer.pause;
    this.#box.hidden = !running;
    if (hadFocus) (running ? this.#cancel : this.#start).focus();
  }

  #show(progress: Progress): void {
    const { loaded, total } = progress;
    // Without a total the bar is indeterminate.
    if (total === undefined) {
      this.#bar.removeAttribute("value");
    } else {
      this.#bar.max = Math.max(total, 1);
      this.#bar.value = total === 0 && progress.phase === "done" ? 1 : loaded;
    }
    this.#figures.textContent = figures(progress, this.#transfer?.state === "paused");
  }

  #togglePause(): void {
    const transfer = this.#transfer;
    if (!transfer) return;
    if (transfer.state === "paused") transfer.resume();
    else transfer.pause();
    this.#pause.textContent =
      transfer.state === "paused" ? words.transfer.resume : words.transfer.pause;
    this.#show(transfer.progress);
  }
}

const WAITING = {
  network: "offline, waiting for the network",
  retry: "failed, retrying soon",
  service: "the service is busy, retrying soon",
};

function figures(progress: Progress, paused: boolean): string {
  const { loaded, total, bytesPerSecond, eta, attempt, phase } = progress;
  if (phase === "signing" && attempt === 1 && !paused) return "Signing…";
  if (phase === "verifying") return "Verifying…";
  const parts = [
    total === undefined ? formatBytes(loaded) : `${formatBytes(loaded)} of ${formatBytes(total)}`,
  ];
  if (paused) parts.push("paused");
  else if (progress.waitingFor) parts.push(WAITING[progress.waitingFor]);
  else if (bytesPerSecond > 0) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  if (!paused && eta !== undefined && phase !== "done") {
    parts.push(`${formatDuration(Math.ceil(eta))} left`);
  }
  if (attempt > 1) parts.push(`attempt ${attempt}`);
  return parts.join(" · ");
}

function seconds(took: number): string {
  if (took < 0.1) return "under 0.1 s";
  return took < 60 ? `${took.toFixed(1)} s` : formatDuration(took);
}
