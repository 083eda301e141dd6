import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inRoot } from "../../scripts/paths.mjs";
import { stackBinary } from "../../scripts/target-folder.ts";

/** The addresses and names that the stack prints when it is ready. */
interface Ready {
  page: string;
  s3: string;
  identity: string;
  identityPoolId: string;
  region: string;
  bucket: string;
  sampleKey: string;
  roleArn: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Settings that a test may change until `reset()`. */
interface Settings {
  /** Positive: the stack's clock is ahead of the machine's. */
  clockOffsetSeconds?: number;
  /** Lifetime of a guest's credentials. */
  credentialSeconds?: number;
  /** Minimum lifetime of credentials from STS. */
  minimumRoleSeconds?: number;
  guestAccess?: boolean;
  /** CORS rules of the demo's bucket. */
  cors?: CorsRule[];
}

export interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
  maxAgeSeconds?: number;
}

/** A request in the stack's log. */
export interface LoggedRequest {
  service: "s3" | "cognito-identity" | "sts";
  method: string;
  /** Without the query. */
  path: string;
  status?: number;
}

/** A fault of the stack; stack/README.md describes all fields and effects. */
export interface Fault {
  service?: "s3" | "cognito-identity" | "sts";
  method?: string;
  key?: string;
  operation?: string;
  /** Number of matching requests to leave alone first. Default: 0. */
  skip?: number;
  /** Number of requests to affect; 0 for all. Default: 1. */
  times?: number;
  effect: { type: string } & Record<string, unknown>;
}

/** A running local stack on free ports. */
export class Stack {
  readonly ready: Ready;
  readonly #process: ChildProcess;

  constructor(ready: Ready, process: ChildProcess) {
    this.ready = ready;
    this.#process = process;
  }

  /** The demo's long-lived key as `export` lines of a shell. */
  get exports(): string {
    const { accessKeyId, secretAccessKey, region, s3 } = this.ready;
    return [
      `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      `export AWS_REGION=${region}`,
      `export AWS_ENDPOINT_URL=${s3}`,
    ].join("\n");
  }

  changeSettings(settings: Settings): Promise<void> {
    return this.#control("PUT", "settings", settings);
  }

  addFaults(...faults: Fault[]): Promise<void> {
    return this.#control("POST", "faults", faults);
  }

  /** Returns the number of requests since the last `clearRequests()` or `reset()`, by names such as `s3 GET`. */
  async counts(): Promise<Record<string, number>> {
    const response = await fetch(`${this.ready.identity}/_stack/requests`);
    const { counts } = (await response.json()) as { counts: Record<string, number> };
    return counts;
  }

  /** Returns the latest requests since the last `clearRequests()` or `reset()`. */
  async requests(): Promise<LoggedRequest[]> {
    const response = await fetch(`${this.ready.identity}/_stack/requests`);
    const { requests } = (await response.json()) as { requests: LoggedRequest[] };
    return requests;
  }

  /** Clears the request log. */
  clearRequests(): Promise<void> {
    return this.#control("DELETE", "requests");
  }

  /** Restores settings and clock, and clears faults and the request log. Objects stay. */
  reset(): Promise<void> {
    return this.#control("POST", "reset");
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "close");
    this.#process.kill();
    await ended;
  }

  async #control(method: string, path: string, body?: unknown): Promise<void> {
    const response = await fetch(`${this.ready.identity}/_stack/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The stack rejected ${path}: ${await response.text()}`);
  }
}

export interface StackOptions {
  /** Path of the program. Default: the built one. */
  binary?: string;
  /** Folder for objects. Default: memory. */
  data?: string;
}

/** Starts the stack, which also serves the built demo page. It stops when this process ends, also after a crash. */
export async function startStack({ binary, data }: StackOptions = {}): Promise<Stack> {
  const ports = ["--page-port", "0", "--s3-port", "0", "--identity-port", "0"];
  const folder = data === undefined ? [] : ["--data", data];
  const child = spawn(
    binary ?? (await stackBinary()),
    ["--json", "--exit-with-parent", "--www", inRoot("build", "www"), ...ports, ...folder],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, "line") as Promise<[string]>;
  const ended = once(child, "close").then(([code]) => {
    throw new Error(`The stack ended with ${code} before it was ready.`);
  });
  ended.catch(() => {});
  const [line] = await Promise.race([first, ended]);
  return new Stack(JSON.parse(line) as Ready, child);
}
