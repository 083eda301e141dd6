import { Session } from "node:inspector";

/**
 * Starts to record which functions run in this thread.
 *
 * @returns a function that returns the functions of each script, by its URL
 */
export function recordFunctions() {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: false });
  return () => {
    /** @type {Map<string, { start: number, end: number, ran: boolean }[]>} */
    const scripts = new Map();
    // A session with its own thread calls back before `post` returns.
    session.post("Profiler.takePreciseCoverage", (error, taken) => {
      for (const { url, functions } of error ? [] : taken.result) {
        const ranges = functions.flatMap((one) => one.ranges);
        const found = ranges.map(({ startOffset, endOffset, count }) => ({
          start: startOffset,
          end: endOffset,
          ran: count > 0,
        }));
        scripts.set(url, [...(scripts.get(url) ?? []), ...found]);
      }
    });
    return scripts;
  };
}
