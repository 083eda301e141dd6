import assert from "node:assert/strict";
import type { S3 } from "../../../js/s3.ts";
import type { PeerResponse } from "./http.ts";

/** Throws an error with the server's code and message unless the status is 2xx. */
export function assertSuccess(response: PeerResponse): PeerResponse {
  assert.ok(response.status >= 200 && response.status < 300, summaryOf(response));
  return response;
}

/** Throws unless the status is 400 or 403. A server error or a redirect does not count as a rejection. */
export function assertRejected(response: PeerResponse): void {
  assert.ok([400, 403].includes(response.status), summaryOf(response));
}

/** Throws unless the object has exactly these bytes. */
export async function assertStored(s3: S3, key: string, expected: Blob): Promise<void> {
  const { blob } = await s3.download(key);
  assert.ok((await bytesOf(blob as Blob)).equals(await bytesOf(expected)));
}

export async function bytesOf(blob: Blob): Promise<Buffer> {
  return Buffer.from(await blob.arrayBuffer());
}

function summaryOf({ status, body }: PeerResponse): string {
  const text = body.toString("utf8");
  const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? "";
  const message = /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? "";
  return `${status} ${code} ${message}`.trim().slice(0, 160);
}
