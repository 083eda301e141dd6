import type { Progress } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { formatDuration } from "../format/duration.ts";
import { words } from "../words.ts";

const { progress: progressWords } = words.transfer;

/** Describes the progress of a transfer: `1.2 MB of 8.4 MB · 600 kB/s · 12 s left`. */
export function describeProgress(progress: Progress, isPaused: boolean): string {
  const { loaded, total, bytesPerSecond, eta, attempt, phase, waitingFor } = progress;
  if (phase === "signing" && attempt === 1 && !isPaused) return progressWords.signing;
  if (phase === "verifying") return progressWords.verifying;
  const size = formatBytes(loaded);
  const parts = [total === undefined ? size : progressWords.of(size, formatBytes(total))];
  if (isPaused) parts.push(progressWords.paused);
  else if (waitingFor) parts.push(progressWords.waiting[waitingFor]);
  else if (bytesPerSecond > 0) parts.push(progressWords.speed(formatBytes(bytesPerSecond)));
  if (!isPaused && eta !== undefined && phase !== "done") parts.push(describeLeft(eta));
  if (attempt > 1) parts.push(progressWords.attempt(attempt));
  return parts.join(" · ");
}

/** Describes the time left: `12 s left`. */
export function describeLeft(seconds: number): string {
  return progressWords.left(formatDuration(Math.ceil(seconds)));
}

/** Describes how long something took, in seconds: `3.4 s`. */
export function describeTook(seconds: number): string {
  if (seconds < 0.1) return words.transfer.underTenth;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

/** Shows progress in a bar, which is indeterminate without a total. */
export function showInBar(bar: HTMLProgressElement, loaded: number, total: number | undefined) {
  if (total === undefined) {
    bar.removeAttribute("value");
  } else {
    bar.max = Math.max(total, 1);
    bar.value = loaded;
  }
}
