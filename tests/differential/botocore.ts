import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pythonOf } from "../../scripts/machine/python.ts";
import { inRoot } from "../../scripts/paths.mjs";
import "./environment.ts";
import { type Case, inputOf } from "./cases.ts";
import type { FormCase, TheirForm } from "./forms.ts";
import type { BucketLocation } from "./locations.ts";

/** botocore in one Python process: starting one for each request would take hours. */
export class Botocore {
  readonly #process: ChildProcess;
  #failure: Error | undefined;
  readonly #pending: { resolve(line: string): void; reject(error: Error): void }[] = [];

  constructor() {
    this.#process = spawn(
      pythonOf("differential"),
      [inRoot("tests", "differential", "botocore_oracle.py")],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    createInterface({ input: this.#process.stdout as NodeJS.ReadableStream }).on("line", (line) =>
      this.#pending.shift()?.resolve(line),
    );
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("close", (code) =>
      this.#fail(new Error(`The process of botocore ended with ${code}.`)),
    );
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.splice(0)) reject(this.#failure);
  }

  /** Returns botocore's URL. */
  async url(one: Case, signatureVersion: "s3v4" | "s3"): Promise<string> {
    const { url } = await this.request<{ url: string }>({
      kind: "url",
      ...client(one.location, signatureVersion),
      operation: one.operation,
      input: inputOf(one),
      credentials: one.credentials,
      signedAt: one.signingDate.getTime() / 1000,
      expiresIn: one.expiresIn,
      pathEndsInSlash: one.call.on !== "object",
    });
    return url;
  }

  /** Returns botocore's form, and its signature of our policy. */
  form(one: FormCase, signatureVersion: "s3v4" | "s3", ourPolicy: string): Promise<TheirForm> {
    return this.request<TheirForm>({
      kind: "post",
      ...client(one.location, signatureVersion),
      bucket: one.location.bucket,
      key: one.key,
      fields: one.fields,
      // botocore adds no conditions for the fields.
      conditions: [
        ...one.conditions,
        ...Object.entries(one.fields).map(([name, value]) => ({ [name]: value })),
      ],
      credentials: one.credentials,
      signedAt: one.signingDate.getTime() / 1000,
      expiresIn: one.expiresIn,
      ourPolicy,
    });
  }

  /** Sends a request to botocore_oracle.py, which replies in the order of the requests. */
  async request<Reply>(request: object): Promise<Reply> {
    if (this.#failure) throw this.#failure;
    const line = await new Promise<string>((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#process.stdin?.write(`${JSON.stringify(request, datesAsSeconds)}\n`);
    });
    const reply = JSON.parse(line);
    if ("error" in reply) throw new Error(`botocore failed: ${reply.error}`);
    return reply;
  }

  stop(): void {
    this.#process.stdin?.end();
  }
}

function client({ ours, botocore }: BucketLocation, signatureVersion: "s3v4" | "s3") {
  return { signatureVersion, region: ours.region, config: botocore };
}

/** Replaces dates. JSON.stringify converts a Date before it calls the replacer, so this looks at the original. */
function datesAsSeconds(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name];
  return original instanceof Date ? { $date: original.getTime() / 1000 } : value;
}
