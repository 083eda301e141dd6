/**
 * Folder for the logs of a browser, or empty if the test is not recorded.
 *
 * @type {{ folder: string }}
 */
export const functionLogs = { folder: "" };

/** Option of V8 by which program-calls.mjs finds a browser that writes a log. */
export const LOG_OPTION = "--log-function-events";

/**
 * Returns the options with which Chromium logs each function that runs, in pages and workers, while the test is recorded.
 * The sandbox would not let a page's process write the log.
 */
export function functionLogArguments() {
  const { folder } = functionLogs;
  // Chromium separates the options of V8 at each space.
  if (!folder || /\s/.test(folder)) return [];
  // A worker may get the address, and so the file name, of one that has ended: %t is the time.
  return [`--js-flags=${LOG_OPTION} --logfile=${folder}/%t.log`, "--no-sandbox"];
}
