/** Installs the service worker, with which the page opens offline. Without HTTPS or support, the page works online. */
export async function startOfflineUse(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(trustedWorkerUrl(), { scope: "./" });
  } catch {
    // Private windows and file: addresses have no service workers.
  }
}

/** The loader of scripts that webpack adds. Its policy of Trusted Types is the only one that the page allows. */
declare const __webpack_require__: { tu(url: string): string };

/** Returns the address of the worker as a TrustedScriptURL, which TypeScript declares as a string. */
function trustedWorkerUrl(): string {
  return __webpack_require__.tu("./service-worker.js");
}
