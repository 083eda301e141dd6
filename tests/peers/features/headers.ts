import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Feature } from "../feature.ts";
import type { Server } from "../server.ts";
import { assertRejected, assertSuccess, bytesOf } from "../support/assertions.ts";
import { clientFor, signerFor } from "../support/clients.ts";
import { sendSigned } from "../support/http.ts";
import { LARGE_FILE, PART_SIZE, uniqueKey } from "../support/objects.ts";

const METHODS = {
  "a PUT upload": { via: "put" },
  "a multipart upload": { via: "multipart", partSize: PART_SIZE },
} as const;
type Method = (typeof METHODS)[keyof typeof METHODS];

const NO_RETRIES = { retry: { attempts: 1 } };

const CUSTOMER_KEY = Buffer.alloc(32, "peers only, not a secret");
const SSE_C_HEADERS = {
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-server-side-encryption-customer-key": CUSTOMER_KEY.toString("base64"),
  "x-amz-server-side-encryption-customer-key-md5": createHash("md5")
    .update(CUSTOMER_KEY)
    .digest("base64"),
};

/**
 * Headers that several requests of an upload must carry (SSE-C), that require a checksum (Object Lock), or that only one of
 * them may carry (conditions and tags).
 */
export const headerFeatures: Feature[] = [
  ...Object.entries(METHODS).flatMap(([name, method]): Feature[] => [
    {
      name: `headers: overwrite: false in ${name}`,
      run: (server) => checkCondition(server, method),
    },
    { name: `headers: tags in ${name}`, run: (server) => checkTags(server, method) },
  ]),
  ...Object.entries(METHODS).map(
    ([name, method]): Feature => ({
      name: `headers: SSE-C in ${name}`,
      needs: ["customerKeys"],
      run: (server) => checkEncryption(server, method),
    }),
  ),
  ...Object.entries(METHODS).map(
    ([name, method]): Feature => ({
      name: `headers: Object Lock in ${name}`,
      needs: ["lockBucket"],
      run: (server) => checkObjectLock(server as Required<Server>, method),
    }),
  ),
];

async function checkCondition(server: Server, method: Method): Promise<void> {
  const options = { key: uniqueKey("new"), overwrite: false, ...method };
  const s3 = clientFor(server, NO_RETRIES);
  await s3.upload("first", options);
  await assert.rejects(s3.upload("second", options), { code: "AlreadyExists" });
}

async function checkTags(server: Server, method: Method): Promise<void> {
  const key = uniqueKey("tags");
  await clientFor(server, NO_RETRIES).upload("x", { key, tags: { "a/b": "1 + 2" }, ...method });
  const response = await sendSigned(
    signerFor(server, "v4").presign({ key, query: { tagging: "" } }),
  );
  assertSuccess(response);
  assert.match(response.body.toString(), /<Key>a\/b<\/Key>\s*<Value>1 \+ 2<\/Value>/);
}

async function checkEncryption(server: Server, method: Method): Promise<void> {
  const key = uniqueKey("encrypted");
  const s3 = clientFor(server, NO_RETRIES);
  await s3.upload(LARGE_FILE, { key, headers: SSE_C_HEADERS, ...method });
  const signer = signerFor(server, "v4");
  const url = signer.presign({ key, headers: SSE_C_HEADERS });
  const { body } = assertSuccess(await sendSigned(url));
  assert.ok(body.equals(await bytesOf(LARGE_FILE)));
  assertRejected(await sendSigned(signer.presign(key)));
  const { blob } = await s3.download(key, { headers: SSE_C_HEADERS });
  assert.ok((await bytesOf(blob as Blob)).equals(await bytesOf(LARGE_FILE)));
  assert.equal((await s3.head(key, { headers: SSE_C_HEADERS })).size, LARGE_FILE.size);
  await assert.rejects(s3.download(key).then(), { name: "ServiceError" });
}

async function checkObjectLock(server: Required<Server>, method: Method): Promise<void> {
  const lockServer = { ...server, bucket: server.lockBucket };
  const key = uniqueKey("locked");
  const date = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, "");
  const headers = {
    "x-amz-object-lock-mode": "GOVERNANCE",
    "x-amz-object-lock-retain-until-date": date,
  };
  await clientFor(lockServer, NO_RETRIES).upload(LARGE_FILE, { key, headers, ...method });
  const url = signerFor(lockServer, "v4").presign({ key, method: "HEAD" });
  const head = assertSuccess(await sendSigned(url));
  assert.equal(head.headers["x-amz-object-lock-mode"], "GOVERNANCE");
  const storedDate = head.headers["x-amz-object-lock-retain-until-date"];
  assert.equal(Date.parse(storedDate as string), Date.parse(date));
}
