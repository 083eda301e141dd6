const live = process.stdout.isTTY && process.env["CI"] === undefined;
const frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** What a step returns when its inputs are unchanged. */
export const upToDate = "up to date";

/**
 * Does one step of a build and prints a line with the time it took. On a terminal the line is alive
 * while the step runs; elsewhere one that takes long says every 15 seconds that it still goes on.
 *
 * @param {string} title
 * @param {(say: (detail: string) => void) => Promise<string | void>} work calls `say` with what it is
 *   doing now; returns what to print after the time
 */
export async function step(title, work) {
  const started = Date.now();
  let detail = "";
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const ticker = live
    ? setInterval(() => drawLive(title, seconds(), detail), 100)
    : announceWhenSlow(title, () => `${seconds()}  ${detail}`);
  /** @param {...(string | void)} line */
  const finish = (...line) => {
    clearInterval(ticker);
    if (live) process.stdout.write("\r\x1b[K");
    console.log(line.filter(Boolean).join("  "));
  };
  try {
    const outcome = await work((line) => {
      detail = line.trim();
    });
    finish(`✓ ${title}`, seconds(), outcome);
  } catch (error) {
    finish(`✗ ${title}`, seconds());
    throw error;
  }
}

/**
 * @param {string} title
 * @param {string} elapsed
 * @param {string} detail
 */
function drawLive(title, elapsed, detail) {
  const frame = frames[Math.floor(Date.now() / 100) % frames.length];
  const line = `${frame} ${title}  ${elapsed}  ${detail}`;
  process.stdout.write(`\r\x1b[K${line.slice(0, process.stdout.columns - 1)}`);
}

/**
 * @param {string} title
 * @param {() => string} state
 */
function announceWhenSlow(title, state) {
  let ticks = 0;
  return setInterval(() => {
    ticks += 1;
    if (ticks === 2) console.log(`… ${title}`);
    else if (ticks % 15 === 0) console.log(`… ${title}  ${state()}`);
  }, 1000);
}
