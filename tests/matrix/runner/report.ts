import assert from "node:assert/strict";
import { S3 } from "../../../js/s3.ts";
import type { Stack } from "../../e2e/stack.ts";
import { PUBLISHED_SIGNATURE } from "../../packaging/example-program.ts";

/** The result of the shared program, tests/matrix/shared/program.js. */
export interface Report {
  /** Name and version of the engine that ran the program: "Chromium 156". */
  engine: string;
  /** JSON of the program, if the cell runs it. */
  json?: string;
}

/** The check of a cell: the shared program with or without its transfers, or a tool that reads the package. */
export type Check = "signature" | "transfers" | "imports" | "types";

/** Returns the line of an output with the JSON of the shared program. */
export function findReport(output: string): string | undefined {
  return /^\{"(?:signature|error)":.*\}$/m.exec(output.trim())?.[0];
}

/**
 * Compares a report of the shared program with the signature that AWS publishes, and the uploaded copy with the sample.
 *
 * @throws {Error} if they differ, or with the error in the report
 */
export async function checkReport(
  json: string | undefined,
  check: Check,
  stack: Stack,
): Promise<void> {
  const { signature, copy, error } = JSON.parse(json ?? "{}");
  if (error) throw new Error(error);
  if (check === "imports" || check === "types") return;
  assert.equal(signature, PUBLISHED_SIGNATURE);
  if (check !== "transfers") return;
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = new S3({ region, bucket, endpoint, credentials });
  const textOf = async (key: string) => (await s3.download(key)).blob?.text();
  assert.equal(await textOf(copy), await textOf("hello.txt"));
}
