/** Longest wait for an idle moment, in milliseconds. */
const MAX_WAIT = 2000;

/** Calls a function after the page has loaded, when the browser has nothing else to do. */
export function whenIdle(run: () => void): void {
  addEventListener("load", () => {
    // Safari has no idle callbacks.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: MAX_WAIT });
    else setTimeout(run, MAX_WAIT);
  });
}
