import { type CognitoOptions, cognito, S3, type S3Options } from "s3-signpost";
import { pageCredentials, type ServeBucketOptions, serveBucket } from "s3-signpost/service-worker";

/** The settings of a test's worker, in the address of its script. */
export interface WorkerConfig {
  s3: Omit<S3Options, "credentials">;
  credentials: CognitoOptions | "page" | { accessKeyId: string; secretAccessKey: string };
  options: ServeBucketOptions;
  /** Differs between two versions of the worker. */
  version?: string;
}

/** The state of the worker. */
export interface WorkerState {
  version: string | undefined;
  /** Differs between two runs of the worker. */
  run: string;
  /** Received requests with a range. */
  ranges: { path: string; range: string }[];
  /** The error of `serveBucket`. */
  error: { field: string | undefined; message: string } | undefined;
}

/** The parts of the worker's global scope that the types of a page lack. */
interface Scope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

const scope = globalThis as unknown as Scope;
const config: WorkerConfig = JSON.parse(new URL(location.href).searchParams.get("config") ?? "");
const state: WorkerState = {
  version: config.version,
  run: crypto.randomUUID(),
  ranges: [],
  error: undefined,
};

addEventListener("install", (event) => (event as ExtendableEvent).waitUntil(scope.skipWaiting()));
addEventListener("activate", (event) =>
  (event as ExtendableEvent).waitUntil(scope.clients.claim()),
);
addEventListener("fetch", (event) => {
  const { url, headers } = (event as Event & { request: Request }).request;
  const range = headers.get("range");
  if (range !== null) state.ranges.push({ path: new URL(url).pathname, range });
});
addEventListener("message", ({ ports: [port] }) => port?.postMessage(state));

function credentials(): S3Options["credentials"] {
  if (config.credentials === "page") return pageCredentials();
  return "identityPoolId" in config.credentials ? cognito(config.credentials) : config.credentials;
}

try {
  const s3 = new S3({ ...config.s3, credentials: credentials() });
  addEventListener("fetch", serveBucket(s3, config.options));
} catch (error) {
  const { field, message } = error as { field?: string; message: string };
  state.error = { field, message };
}
