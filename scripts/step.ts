import ora from "ora";

/** Receives a line about the progress of a step. */
export type Say = (detail: string) => void;

/** Returned by a step that had nothing to do. */
export const upToDate = "up to date";

const isLive = process.stdout.isTTY && process.env["CI"] === undefined;

/**
 * Runs one step and prints a line with its result and time. A terminal shows a spinner meanwhile; a log gets a line
 * every 15 seconds, so that a slow step does not look like a hung one.
 *
 * @param work may return a text to print after the time
 */
export async function step(title: string, work: (say: Say) => Promise<unknown>) {
  const started = Date.now();
  let detail = "";
  const spinner = ora({ stream: process.stdout, isEnabled: isLive, discardStdin: false });
  const line = (...parts: string[]) => {
    const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
    return [title, seconds, ...parts].filter(Boolean).join("  ");
  };
  const showProgress = () => {
    if (isLive) spinner.text = line(detail).slice(0, process.stdout.columns - 4);
    else console.log(`… ${line(detail)}`);
  };
  if (isLive) spinner.start(title);
  const timer = setInterval(showProgress, isLive ? 100 : 15_000);
  try {
    const result = await work((text) => {
      detail = text.trim();
    });
    const text = typeof result === "string" ? line(result) : line();
    spinner.stopAndPersist({ symbol: "✓", text });
  } catch (error) {
    spinner.stopAndPersist({ symbol: "✗", text: line() });
    throw error;
  } finally {
    clearInterval(timer);
  }
}
