/** What the machine underneath gives: the network, the clock, timers and chance. */
export interface Host {
  fetch: typeof fetch;
  /** Sends uploads with progress. Absent outside pages and workers: then uploads go by `fetch`. */
  XMLHttpRequest?: new () => XMLHttpRequest;
  /** Whether `fetch` sends a stream under a `Content-Length` of its own, so that an upload can be counted. */
  streamsUploads?: boolean;
  /** The page's origin, for words about CORS. Absent where there is no CORS. */
  origin?: string;
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  /** False only where the machine knows that it has no network. */
  isOnline(): boolean;
  /** Calls once when the network is back; what it returns takes the call back. */
  onceOnline(run: () => void): () => void;
}

/**
 * The host this code runs on: a page, a worker, or Node. With a `fetch` of the caller's everything goes by
 * that, uploads too, with nothing but what any `fetch` takes.
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
    now: () => Date.now(),
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
  else if (!ownFetch && node && !bun) host.streamsUploads = true;
  if (scope.location?.origin) host.origin = scope.location.origin;
  return host;
}
