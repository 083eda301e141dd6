import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pythonOf } from "../../scripts/machine/python.ts";
import { inRoot } from "../../scripts/paths.mjs";
import "./environment.ts";
import { type Case, inputOf } from "./cases.ts";
import type { FormAnswer, FormCase } from "./forms.ts";
import type { Place } from "./places.ts";

/** botocore in one process for all questions: starting a Python for each would take a day. */
export class Botocore {
  readonly #process: ChildProcess;
  #ended: Error | undefined;
  readonly #waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];

  constructor() {
    this.#process = spawn(
      pythonOf("differential"),
      [inRoot("tests", "differential", "botocore_oracle.py")],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    createInterface({ input: this.#process.stdout as NodeJS.ReadableStream }).on("line", (line) =>
      this.#waiting.shift()?.resolve(line),
    );
    this.#process.on("close", (code) => {
      this.#ended = new Error(`botocore's process ended with ${code}.`);
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
    });
  }

  /** Its URL for the case. */
  async url(one: Case, signatureVersion: "s3v4" | "s3"): Promise<string> {
    const { region, config } = one.place.botocore as NonNullable<Place["botocore"]>;
    const { url } = await this.ask<{ url: string }>({
      what: "url",
      signatureVersion,
      region,
      config,
      operation: one.operation,
      input: inputOf(one),
      credentials: one.credentials,
      signedAt: one.signingDate.getTime() / 1000,
      expiresIn: one.expiresIn,
      pathEndsInSlash: one.call.on !== "object",
    });
    return url;
  }

  /** Its form for the case, and its signature of our policy. */
  form(one: FormCase, signatureVersion: "s3v4" | "s3", policyOfOurs: string): Promise<FormAnswer> {
    const { region, config } = one.place.botocore as NonNullable<Place["botocore"]>;
    return this.ask<FormAnswer>({
      what: "post",
      signatureVersion,
      region,
      config,
      bucket: one.place.bucket,
      key: one.key,
      fields: one.fields,
      // botocore makes no condition of a field: whoever calls it must.
      conditions: [
        ...one.conditions,
        ...Object.entries(one.fields).map(([name, value]) => ({ [name]: value })),
      ],
      credentials: one.credentials,
      signedAt: one.signingDate.getTime() / 1000,
      expiresIn: one.expiresIn,
      policyOfOurs,
    });
  }

  /** Answers in the order of the questions. */
  async ask<Answer>(question: object): Promise<Answer> {
    if (this.#ended) throw this.#ended;
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin?.write(`${JSON.stringify(question, datesAsSeconds)}\n`);
    });
    const answer = JSON.parse(line);
    if ("error" in answer) throw new Error(`botocore refused: ${answer.error}`);
    return answer;
  }

  stop(): void {
    this.#process.stdin?.end();
  }
}

/** A Date tells of itself in JSON before a replacer sees it, so that this looks at where it stands. */
function datesAsSeconds(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name];
  return original instanceof Date ? { $date: original.getTime() / 1000 } : value;
}
