import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { packageSession } from "../package-session.ts";

const MIB = 1024 * 1024;

const session = packageSession();

beforeEach(() => session.openConnected("key"));

test("an unmet If-None-Match is NotModified for a download and for head", async () => {
  const codes = await session.tab.page.evaluate(async () => {
    const { etag = "" } = await s3.head("hello.txt");
    const headers = { "If-None-Match": etag };
    const codeOf = (error: { code: string; status: number }) => [error.code, error.status];
    return [
      await s3.download("hello.txt", { headers }).then(() => [], codeOf),
      await s3.head("hello.txt", { headers }).then(() => [], codeOf),
    ];
  });
  assert.deepEqual(codes, Array(2).fill(["NotModified", 304]));
});

test("a download with a customer-provided key and a condition resumes after an interruption", async () => {
  await session.tab.page.evaluate(async (size) => {
    await s3.upload(new Uint8Array(size), { key: "headers/film", via: "put" });
  }, 6 * MIB);
  await session.stack.addFaults({ method: "GET", effect: { type: "cut", after: 3 * MIB } });
  const { size, attempt } = await session.tab.page.evaluate(async () => {
    const headers = {
      "x-amz-server-side-encryption-customer-algorithm": "AES256",
      "x-amz-server-side-encryption-customer-key": btoa("0123456789abcdef0123456789abcdef"),
      "x-amz-server-side-encryption-customer-key-md5": "hRasmdxgYDKV3nvbahU1MA==",
      "If-Match": (await s3.head("headers/film")).etag ?? "",
    };
    const transfer = s3.download("headers/film", { headers });
    return { size: (await transfer).blob?.size, attempt: transfer.progress.attempt };
  });
  assert.deepEqual([size, attempt], [6 * MIB, 2]);
});
