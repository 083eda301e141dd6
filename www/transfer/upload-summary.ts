import type { QueueProgress } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { countOf, formatCount } from "../format/count.ts";
import { button, byId } from "../parts/elements.ts";
import { words } from "../words.ts";
import { type Counts, listCounts } from "./arrange.ts";
import { describeLeft, showInBar } from "./figures.ts";

const { progress: progressWords, upload: uploadWords } = words.transfer;
const start = button("upload");
const pause = button("upload-pause");
const retry = button("upload-retry");
const clear = button("upload-clear");
const removeAll = button("upload-remove");
const controls = [start, pause, retry, clear];
const total = byId("upload-transfer", HTMLDivElement);
const bar = byId("upload-progress", HTMLProgressElement);
const figures = byId("upload-figures", HTMLParagraphElement);

/** Shows the progress of all files, and the buttons that their states allow. */
export function showSummary(
  counts: Counts,
  progress: QueueProgress,
  { isRunning }: { isRunning: boolean },
): void {
  const states = listCounts(counts);
  const all = states.reduce((sum, [, count]) => sum + count, 0);
  const isPaused = !isRunning && counts.paused > 0;
  showButtons(counts, { isRunning, isPaused });
  removeAll.hidden = all < 2;
  total.hidden = all - counts.rejected < 1;
  if (total.hidden) return;
  showInBar(bar, progress.loaded, progress.total);
  const { loaded, bytesPerSecond, eta } = progress;
  const parts = [
    states.length === 1 && all === 1
      ? countOf(1, "file")
      : `${countOf(all, "file")}: ${states
          .map(([state, count]) => `${formatCount(count)} ${uploadWords.states[state]}`)
          .join(", ")}`,
    progressWords.of(formatBytes(loaded), formatBytes(progress.total)),
  ];
  if (isRunning && bytesPerSecond > 0) parts.push(progressWords.speed(formatBytes(bytesPerSecond)));
  if (isRunning && eta) parts.push(describeLeft(eta));
  figures.textContent = parts.join(" · ");
}

/** Shows one of Upload, "Pause all" and "Resume all", and the buttons for finished and failed files. */
function showButtons(
  counts: Counts,
  { isRunning, isPaused }: { isRunning: boolean; isPaused: boolean },
): void {
  const focused = controls.find((control) => control === document.activeElement);
  start.hidden = isRunning || isPaused;
  pause.hidden = !start.hidden;
  pause.textContent = isPaused ? uploadWords.resumeAll : uploadWords.pauseAll;
  retry.hidden = counts.failed === 0;
  clear.hidden = counts.done + counts.rejected === 0;
  if (focused?.hidden) (start.hidden ? pause : start).focus();
}
