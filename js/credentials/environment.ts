import { systemNow } from "./clock.ts";

/** What the credential services' clients need of the world, so that tests can give them another one. */
export interface Environment {
  fetch: typeof fetch;
  /** Epoch milliseconds. */
  now: () => number;
  /** From 0 up to, not including, 1. */
  random: () => number;
  setTimeout: (callback: () => void, milliseconds: number) => unknown;
  clearTimeout: (timer: unknown) => void;
  /** The page's origin. Undefined outside of pages and workers. */
  origin?: string | undefined;
}

/** The page's own. `fetch` is looked up at each call, so that one patched later is the one used. */
export const pageEnvironment: Environment = {
  fetch: (...request) => globalThis.fetch(...request),
  now: systemNow,
  get origin() {
    return (globalThis as { location?: { origin?: string } }).location?.origin;
  },
  random: Math.random,
  setTimeout: (callback, milliseconds) => globalThis.setTimeout(callback, milliseconds),
  clearTimeout: (timer) =>
    globalThis.clearTimeout(timer as Parameters<typeof globalThis.clearTimeout>[0]),
};
