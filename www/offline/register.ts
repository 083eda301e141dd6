/** Installs the service worker, with which the page opens offline. Without HTTPS or support, the page works online. */
export async function startOfflineUse(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(trustedWorkerUrl(), { scope: "./" });
  } catch {
    // Private windows and file: addresses have no service workers.
  }
}

/** The part of Trusted Types that is used here. register() takes its URLs, which TypeScript declares as strings. */
interface ScriptUrlPolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** Returns the address of the worker, which Trusted Types require to come from a policy. */
function trustedWorkerUrl(): string {
  const url = "./service-worker.js";
  const { trustedTypes } = globalThis as { trustedTypes?: ScriptUrlPolicies };
  if (!trustedTypes) return url;
  const policy = trustedTypes.createPolicy("s3-signpost", { createScriptURL: () => url });
  return policy.createScriptURL("");
}
