import type { Progress, Transfer } from "s3-signpost";
import { formatBytes } from "./bytes.ts";
import { formatDuration } from "./duration.ts";
import { button, byId } from "./elements.ts";
import { clearProblems, showProblem } from "./problems.ts";

const STANDSTILL_MILLISECONDS = 500;

/**
 * The visible side of one transfer at a time: its progress, its cancel and pause buttons, and how it
 * ended. `name` is the prefix of the ids in the page: `download` or `upload`. `aliases`
 * are `showProblem`'s.
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
  readonly #aliases: Record<string, string>;
  #transfer: Transfer<unknown> | undefined;

  constructor(name: string, aliases: Record<string, string> = {}) {
    this.#name = name;
    this.#aliases = aliases;
    this.#start = button(name);
    this.#cancel = button(`${name}-cancel`);
    this.#pause = button(`${name}-pause`);
    this.#box = byId(`${name}-transfer`, HTMLDivElement);
    this.#bar = byId(`${name}-progress`, HTMLProgressElement);
    this.#figures = byId(`${name}-figures`, HTMLParagraphElement);
    this.#outcome = byId(`${name}-outcome`, HTMLParagraphElement);
    // Why the last transfer failed is out of date once one of the fields it was made from changes.
    const section = this.#start.closest("section");
    document.addEventListener("input", ({ target }) => {
      const form = target instanceof Element && target.closest("section:not(.link-card)");
      if (form && (form === section || form.matches("[data-signs]"))) clearProblems(name);
    });
    this.#cancel.addEventListener("click", () => this.#transfer?.abort());
    this.#pause.addEventListener("click", () => this.#togglePause());
  }

  /**
   * Runs a transfer to its end, and shows it, with what `remark` says of it. The result, or `undefined` when
   * cancelled or failed.
   */
  async run<T>(
    start: (onProgress: (progress: Progress) => void) => Transfer<T>,
    remark: (result: T) => string = () => "",
  ): Promise<T | undefined> {
    clearProblems(this.#name);
    this.#outcome.textContent = "";
    let transfer: Transfer<T>;
    try {
      transfer = start((progress) => this.#show(progress));
    } catch (error) {
      showProblem(error, this.#name, this.#aliases);
      return undefined;
    }
    this.#transfer = transfer;
    this.#running(true);
    // Reports come with bytes: a transfer that stands still has to be asked.
    const standing = setInterval(() => this.#show(transfer.progress), STANDSTILL_MILLISECONDS);
    this.#show(transfer.progress);
    const began = performance.now();
    try {
      const result = await transfer;
      const { loaded } = transfer.progress;
      const took = (performance.now() - began) / 1000;
      const done = `Done: ${formatBytes(loaded)} in ${seconds(took)}.`;
      this.#outcome.textContent = `${done} ${remark(result)}`.trim();
      return result;
    } catch (error) {
      if (transfer.state === "aborted") {
        this.#outcome.textContent = `Cancelled after ${formatBytes(transfer.progress.loaded)}.`;
      } else {
        showProblem(error, this.#name, this.#aliases);
      }
      return undefined;
    } finally {
      clearInterval(standing);
      this.#running(false);
    }
  }

  #running(running: boolean): void {
    const hadFocus = [this.#cancel, this.#pause, this.#start].some(
      (control) => control === document.activeElement,
    );
    this.#start.hidden = running;
    this.#cancel.hidden = !running;
    this.#pause.hidden = !running;
    this.#pause.textContent = "Pause";
    this.#box.hidden = !running;
    if (hadFocus) (running ? this.#cancel : this.#start).focus();
  }

  #show(progress: Progress): void {
    const { loaded, total } = progress;
    // Without a total the bar has no value: it shows that something moves, and not how far.
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
    this.#pause.textContent = transfer.state === "paused" ? "Resume" : "Pause";
    this.#show(transfer.progress);
  }
}

const WAITING = {
  network: "offline, waiting for the network",
  retry: "failed, trying again soon",
  service: "the service is busy, trying again soon",
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
