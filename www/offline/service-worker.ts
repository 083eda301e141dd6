/// <reference lib="webworker" />

/** Paths of the files of the page, and a hash of their contents. The build fills them in. */
declare const PAGE_FILES: readonly string[];
declare const PAGE_VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Milliseconds after which the stored page opens, if the network does not respond. */
const NAVIGATION_TIMEOUT = 3000;

const PREFIX = "s3-signpost-page-";
const CACHE = PREFIX + PAGE_VERSION;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(PAGE_FILES.map(requestFor));
      await worker.skipWaiting();
    })(),
  );
});

/** A hash of the content in the name of a file. */
const HASH = /\.[0-9a-f]{8}\./;

/** Returns the request for a file. Without `reload`, the HTTP cache could mix files of two versions. */
function requestFor(path: string): Request {
  return new Request(path, { cache: HASH.test(path) ? "default" : "reload" });
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Requests to S3 and other services are sent by the page itself.
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && url.pathname === new URL(worker.registration.scope).pathname) {
    event.respondWith(openPage(request));
  } else if (FILE_PATHS.has(url.pathname)) {
    event.respondWith(stored(request));
  }
});

const FILE_PATHS = new Set(PAGE_FILES.map((path) => new URL(path, worker.location.href).pathname));

/** Returns the page of the network, so that a new version opens at once, or the stored page. */
async function openPage(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(NAVIGATION_TIMEOUT) });
    if (response.ok) return response;
  } catch {
    // Offline, or too slow.
  }
  return stored(new Request("./"));
}

async function stored(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
