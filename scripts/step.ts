import ora from "ora";

/** Receives a line about the progress of a step. */
export type Say = (detail: string) => void;

/** Returned by a step that had nothing to do. */
export const upToDate = "up to date";

const isLive = process.stdout.isTTY && process.env["CI"] === undefined;

/** The one spinner of the terminal: it shows every step that is running. */
const spinner = ora({ stream: process.stdout, isEnabled: isLive, discardStdin: false });

/** The lines of the steps that are running, by their titles. */
const running = new Map<string, () => string>();

/**
 * Runs one step and prints a line with its result and time. Steps may run side by side. A terminal shows a spinner
 * meanwhile; a log gets a line every 15 seconds, so that a slow step does not look like a hung one.
 *
 * @param work may return a text to print after the time
 */
export async function step(title: string, work: (say: Say) => Promise<unknown>) {
  const started = Date.now();
  let detail = "";
  const line = (...parts: string[]) => {
    const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
    return [title, seconds, ...parts].filter(Boolean).join("  ");
  };
  const showProgress = () => {
    if (isLive) showRunning();
    else console.log(`… ${line(detail)}`);
  };
  running.set(title, () => line(detail));
  if (isLive) showRunning();
  const timer = setInterval(showProgress, isLive ? 100 : 15_000);
  const end = (symbol: string, text: string) => {
    clearInterval(timer);
    running.delete(title);
    spinner.stopAndPersist({ symbol, text });
    if (isLive && running.size > 0) showRunning();
  };
  try {
    const result = await work((text) => {
      detail = text.trim();
    });
    end("✓", typeof result === "string" ? line(result) : line());
  } catch (error) {
    end("✗", line());
    throw error;
  }
}

function showRunning(): void {
  const width = process.stdout.columns - 4;
  spinner.text = [...running.values()].map((line) => line().slice(0, width)).join("\n  ");
  if (!spinner.isSpinning) spinner.start();
}
