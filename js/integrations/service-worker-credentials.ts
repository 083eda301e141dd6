import { CredentialsError, isSignpostError } from "../errors.ts";
import { fill, type Message } from "../messages/message.ts";
import { NO_PAGE, NOT_SOURCE, PAGE_FAILED } from "../messages/service-worker.ts";
import { optionError } from "../option-error.ts";
import type { S3Options } from "../s3.ts";
import { type WorkerClient, workerScope } from "./service-worker-scope.ts";

/** Credentials of a page, as plain data. */
export interface PageCredentials {
  /** Access key id. */
  accessKeyId: string;
  /** Secret access key. */
  secretAccessKey: string;
  /** Session token of temporary credentials. */
  sessionToken?: string;
  /** The expiry: a Date, an ISO 8601 string, or epoch milliseconds. */
  expiration?: Date | string | number;
}

/** A provider for the option `credentials` of `S3`. */
export type PageCredentialsProvider = (options?: {
  forceRefresh?: boolean;
  signal?: AbortSignal;
}) => Promise<PageCredentials>;

/** Types of the messages between service worker and pages. */
const REQUEST = "s3-signpost:credentials-request";
const READY = "s3-signpost:credentials-ready";

/** Credentials, or an error of the page's provider; neither of them if that error is not one of this package. */
interface Reply {
  credentials?: PageCredentials;
  error?: { code: string; message: string; hint?: string };
}

/** Time to wait for a page, which may still be loading, in milliseconds. */
const TIMEOUT = 20_000;

/** Properties of credentials, with those of STS's names. */
const PROPERTIES = [
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
  "expiration",
  "identityId",
  "AccessKeyId",
  "SecretAccessKey",
  "SessionToken",
  "Expiration",
];

/**
 * Returns a provider for `new S3({ credentials })` in a service worker that gets the credentials from a page of the site:
 * from the first one that calls `provideCredentials` and has some. Call it while the worker's script starts, since a
 * worker may add listeners only then.
 *
 * It waits for a page that is still loading. It fails with `ProviderTimedOut` after 20 seconds, or with the error of the
 * page's provider if no other page can provide credentials.
 */
export function pageCredentials(): PageCredentialsProvider {
  const { clients } = workerScope;
  const pending = new Set<(page: WorkerClient) => void>();
  workerScope.addEventListener("message", ({ data, source }) => {
    if (data?.type !== READY) return;
    for (const send of pending) send(source as unknown as WorkerClient);
  });
  return ({ forceRefresh = false, signal } = {}) => {
    let error = errorOf(fill(NO_PAGE, [TIMEOUT / 1_000]));
    const ports: MessagePort[] = [];
    let end = () => {};
    return new Promise<PageCredentials>((resolve, reject) => {
      const abort = () => reject(signal?.reason);
      const timer = setTimeout(() => reject(error), TIMEOUT);
      /** Ids of pages without a reply, which may be about to call `provideCredentials`. */
      const silent = new Set<string>();
      const send = (page: WorkerClient) => {
        const { port1, port2 } = new MessageChannel();
        ports.push(port1);
        silent.add(page.id);
        port1.onmessage = ({ data: reply }: MessageEvent<Reply | undefined>) => {
          if (reply?.credentials) resolve(reply.credentials);
          const { code, message, hint = "" } = reply?.error ?? {};
          error = errorOf(code && message ? [code, message, hint] : PAGE_FAILED);
          silent.delete(page.id);
          if (silent.size === 0) reject(error);
        };
        page.postMessage({ type: REQUEST, forceRefresh }, [port2]);
      };
      end = () => {
        pending.delete(send);
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        for (const port of ports) port.close();
      };
      pending.add(send);
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) abort();
      // Pages that the worker does not control yet have the same credentials.
      const pages = clients.matchAll({ type: "window", includeUncontrolled: true });
      pages.then((all) => all.forEach(send)).catch(reject);
    }).finally(() => end());
  };
}

function errorOf([code, message, hint]: Message): CredentialsError {
  return new CredentialsError(code, message, { hint });
}

/**
 * Provides the site's service worker, which calls `pageCredentials`, with the credentials of this page: a set, or a
 * provider that is called whenever the worker needs new ones. They are sent by a message, and stored nowhere.
 *
 * Returns a function that stops it, for a user who signs out. Does nothing in a page without service workers.
 *
 * @throws {PresignError} `InvalidOption` if `credentials` is neither an object nor a function
 */
export function provideCredentials(credentials: S3Options["credentials"]): () => void {
  if (!credentials || !/^(object|function)$/.test(typeof credentials)) {
    throw optionError(NOT_SOURCE, "credentials");
  }
  const { serviceWorker } = globalThis.navigator as { serviceWorker?: ServiceWorkerContainer };
  // An insecure page has no service workers, and neither have some private windows.
  if (!serviceWorker) return () => {};
  const reply = async ({ data, origin, ports: [port] }: MessageEvent): Promise<void> => {
    if (data?.type !== REQUEST || !port || origin !== globalThis.location.origin) return;
    port.postMessage(await replyOf(credentials, data.forceRefresh === true));
  };
  serviceWorker.addEventListener("message", reply);
  serviceWorker.startMessages();
  // A worker that waits for a page asks this one again.
  serviceWorker.ready.then(({ active }) => active?.postMessage({ type: READY }));
  return () => serviceWorker.removeEventListener("message", reply);
}

/** Never rejects: another page may have credentials. */
async function replyOf(source: S3Options["credentials"], forceRefresh: boolean): Promise<Reply> {
  try {
    const set: object = typeof source === "function" ? await source({ forceRefresh }) : source;
    return { credentials: plainCredentials(set) };
  } catch (error) {
    // The text of another error may hold anything.
    if (!isSignpostError(error)) return {};
    const { code, message, hint } = error;
    return { error: { code, message, ...(hint === undefined ? {} : { hint }) } };
  }
}

/** Copies the credentials, without methods, which no message can carry. */
function plainCredentials(set: object): PageCredentials {
  const { credentials = set } = set as { credentials?: object };
  const values = credentials as Record<string, unknown>;
  return Object.fromEntries(
    PROPERTIES.map((name) => [name, values[name]]).filter(([, value]) => value !== undefined),
  );
}
