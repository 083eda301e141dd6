/** The parts of a `ServiceWorkerGlobalScope` that are used. The package is compiled with the types of a page. */
export interface WorkerScope {
  readonly location: Location;
  /** Absent in a page. */
  readonly registration?: { readonly scope: string };
  readonly navigator: Navigator;
  readonly clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<WorkerClient[]>;
  };
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** A page of the site, as its service worker sees it. */
export interface WorkerClient {
  readonly id: string;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** The parts of a `FetchEvent` that are used. */
export interface WorkerFetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** The global scope of the service worker. */
export const workerScope = globalThis as unknown as WorkerScope;
