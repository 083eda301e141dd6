/** The environment that a request is sent from: network, clock, timers and random numbers. */
export interface Host {
  fetch: typeof fetch;
  /** Sends uploads, with progress. Absent outside of pages and workers: uploads are then sent by `fetch`. */
  XMLHttpRequest?: new () => XMLHttpRequest;
  /** Whether `fetch` sends a stream with a `Content-Length` of the caller's, so that an upload can be counted. */
  streamsUploads?: boolean;
  /** The page's origin, for messages about CORS. Absent if there is no CORS. */
  origin?: string;
  /** Returns the time of the device's clock, in epoch milliseconds. */
  now(): number;
  /** Returns a random number from 0 up to, not including, 1. */
  random(): number;
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Returns false only if the device is known to have no network. */
  isOnline(): boolean;
  /** Calls `run` once when the network is back. The returned function cancels that. */
  onceOnline(run: () => void): () => void;
}

/** Returns the time of the device's clock, in epoch milliseconds: the only reading of it in the package. */
export function systemNow(): number {
  return Date.now();
}

/**
 * Returns the host of this code: a page, a worker, or Node. With a `fetch` of the caller's, uploads are sent by it as
 * well, with no option that some implementations of `fetch` lack.
 */
export function currentHost(ownFetch?: typeof fetch): Host {
  const scope = globalThis as typeof globalThis & {
    XMLHttpRequest?: new () => XMLHttpRequest;
    process?: { versions?: { node?: string; bun?: string } };
    navigator?: { onLine?: boolean };
    location?: { origin?: string };
  };
  const host: Host = {
    fetch: ownFetch ?? ((input, init) => scope.fetch(input, init)),
    now: systemNow,
    random: () => Math.random(),
    setTimeout: (run, milliseconds) => scope.setTimeout(run, milliseconds),
    clearTimeout: (timer) => scope.clearTimeout(timer as number),
    isOnline: () => scope.navigator?.onLine !== false,
    onceOnline: (run) => {
      if (typeof scope.addEventListener !== "function") return () => {};
      scope.addEventListener("online", run, { once: true });
      return () => scope.removeEventListener("online", run);
    },
  };
  const { node, bun } = scope.process?.versions ?? {};
  if (!ownFetch && scope.XMLHttpRequest) host.XMLHttpRequest = scope.XMLHttpRequest;
  // With `nodejs_compat`, Cloudflare Workers have a version of Node, and send a stream without a `Content-Length`.
  else if (!ownFetch && node && !bun && !isCloudflareWorker()) host.streamsUploads = true;
  if (scope.location?.origin) host.origin = scope.location.origin;
  return host;
}

/** Whether this is a Cloudflare Worker, with its own `fetch`. */
export function isCloudflareWorker(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

/** Sets whether the process stays alive for this timer, in Node and Bun. Timers of a page have no such setting. */
export function setKeepsProcess(timer: unknown, keeps: boolean): void {
  const { ref, unref } = timer as { ref?: () => void; unref?: () => void };
  (keeps ? ref : unref)?.call(timer);
}
