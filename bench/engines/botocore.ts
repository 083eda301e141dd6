import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pythonOf } from "../../scripts/machine/python.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { bucket, credentials, expiresIn, firstKeys, keyOf, region } from "../case.ts";
import type { Signed } from "../signer.ts";
import { Replies } from "./replies.ts";
import type { Signing } from "./signing.ts";

export const botocoreName = "botocore";

interface Reply {
  milliseconds: number;
  urls: string[];
}

/** botocore in a Python process. It measures the time itself, so that the pipe is not part of it. */
export class Botocore {
  readonly #process: ChildProcess;
  readonly #replies = new Replies<string>();
  version = "";
  python = "";

  static async start(): Promise<Botocore> {
    const botocore = new Botocore();
    const options = { region, bucket, expiresIn, ...credentials };
    const endpoint = `https://s3.${region}.amazonaws.com`;
    Object.assign(botocore, await botocore.#request({ ...options, endpoint }));
    return botocore;
  }

  private constructor() {
    this.#process = spawn(
      pythonOf("differential"),
      [inRoot("bench", "engines", "botocore_signer.py")],
      {
        stdio: ["pipe", "pipe", "inherit"],
        env: environmentWithoutAws(),
      },
    );
    createInterface({ input: this.#process.stdout as NodeJS.ReadableStream }).on("line", (line) =>
      this.#replies.deliver(line),
    );
    this.#process.on("error", (error) => this.#replies.end(error));
    this.#process.on("close", (code) =>
      this.#replies.end(new Error(`The process of botocore ended with ${code}.`)),
    );
  }

  async sample(): Promise<[string, Signed][]> {
    const { urls } = await this.#request<Reply>({ keys: firstKeys(3), returnUrls: true });
    return urls.map((url, index) => [keyOf(index), url]);
  }

  async measure(count: number): Promise<number> {
    return (await this.#request<Reply>({ keys: firstKeys(count), returnUrls: false })).milliseconds;
  }

  stop(): void {
    this.#process.stdin?.end();
  }

  async #request<T>(request: object): Promise<T> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await this.#replies.next()) as T;
  }
}

/** Adds botocore to the signers of an engine. */
export function withBotocore(signing: Signing, botocore: Botocore): Signing {
  const isBotocore = (name: string) => name === botocoreName;
  return {
    async signers() {
      const own = { name: botocoreName, from: "botocore", method: "GET" } as const;
      return [...(await signing.signers()), own];
    },
    sample: (name) => (isBotocore(name) ? botocore.sample() : signing.sample(name)),
    measure: (name, count, turns) =>
      isBotocore(name) ? botocore.measure(count * turns) : signing.measure(name, count, turns),
    compress: (...args) => signing.compress(...args),
    memory: () => signing.memory(),
  };
}

/** Removes the AWS settings of the user: a region, an endpoint or a key must not change the comparison. */
function environmentWithoutAws(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const missing = "no-such-file";
  return {
    ...Object.fromEntries(others),
    AWS_CONFIG_FILE: missing,
    AWS_SHARED_CREDENTIALS_FILE: missing,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
