import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { stackBinary } from "../../scripts/build.ts";
import { inRoot } from "../../scripts/paths.mjs";

/** What the stack says of itself once it listens. */
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

/** Settings that a test may change; `reset()` takes them back. */
interface Settings {
  /** Positive: the stack's clock runs ahead of the machine's. */
  clockOffsetSeconds?: number;
  /** Life of a guest's credentials. */
  credentialSeconds?: number;
  /** The least life that can be asked of STS. */
  minimumRoleSeconds?: number;
  guestAccess?: boolean;
  /** Rules of the demo's bucket. */
  cors?: CorsRule[];
}

interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
}

/** What happens to the next requests of a kind, to one where it does not say how many. */
interface Fault {
  service?: "s3" | "cognito-identity" | "sts";
  method?: string;
  operation?: string;
  skip?: number;
  times?: number;
  effect: { type: "error"; status: number; code: string } | { type: "delay"; milliseconds: number };
}

/** A body that stops coming, on the connection that stays, once so many of its bytes have passed. */
interface Stall {
  method: string;
  effect: { type: "stall"; of: "request" | "response"; after: number };
}

/** A local stack of its own, on free ports of loopback, with nothing kept. */
export class Stack {
  readonly ready: Ready;
  readonly #process: ChildProcess;

  constructor(ready: Ready, process: ChildProcess) {
    this.ready = ready;
    this.#process = process;
  }

  /** The demo's long-lived key, as a shell would export it. */
  get exports(): string {
    const { accessKeyId, secretAccessKey, region, s3 } = this.ready;
    return [
      `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      `export AWS_REGION=${region}`,
      `export AWS_ENDPOINT_URL=${s3}`,
    ].join("\n");
  }

  change(settings: Settings): Promise<void> {
    return this.#control("PUT", "settings", settings);
  }

  stall(stall: Stall): Promise<void> {
    return this.#control("POST", "faults", stall);
  }

  disturb(...faults: Fault[]): Promise<void> {
    return this.#control("POST", "faults", faults);
  }

  /** How often it was asked since the last `forget()` or `reset()`: `s3 GET`, `cognito-identity GetId`. */
  async counts(): Promise<Record<string, number>> {
    const response = await fetch(`${this.ready.identity}/_stack/requests`);
    const { counts } = (await response.json()) as { counts: Record<string, number> };
    return counts;
  }

  /** Forgets the requests so far. */
  forget(): Promise<void> {
    return this.#control("DELETE", "requests");
  }

  /** Settings, clock, faults and requests as at the start. Objects stay. */
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
    if (!response.ok) throw new Error(`The stack's ${path} answered: ${await response.text()}`);
  }
}

export interface StackOptions {
  /** Default: the one that tests are run with. */
  binary?: string;
  /** A folder to keep objects in; default: memory. */
  data?: string;
}

/** Starts the built stack, which serves the built page. It ends with this process, however that ends. */
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
