import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { S3 } from "../../../js/s3.ts";
import { use } from "../exchange.ts";
import { type Feature, freshKey, refused, succeeded } from "../feature.ts";
import { type Server, signerFor } from "../server.ts";

const MIB = 1024 * 1024;
/** Two parts, and a third that is shorter. */
const FILM = new Blob([Buffer.alloc(11 * MIB, "47 is prime, and no block is like another.")]);

const WAYS = {
  "a PUT": { via: "put" },
  parts: { via: "multipart", partSize: 5 * MIB },
} as const;
type Way = (typeof WAYS)[keyof typeof WAYS];

const SECRET = Buffer.alloc(32, "peers only, not a secret");
const CUSTOMER_KEY = {
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-server-side-encryption-customer-key": SECRET.toString("base64"),
  "x-amz-server-side-encryption-customer-key-md5": createHash("md5")
    .update(SECRET)
    .digest("base64"),
};

/** Uploads with headers that a server must get with more than one request, or only along with a checksum. */
export const headerFeatures: Feature[] = [
  ...Object.entries(WAYS).map(
    ([name, way]): Feature => ({
      name: `headers: encrypted by a customer's key, by ${name}`,
      needs: "customerKeys",
      run: (server) => isEncrypted(server, way),
    }),
  ),
  ...Object.entries(WAYS).map(
    ([name, way]): Feature => ({
      name: `headers: locked until a date, by ${name}`,
      needs: "lockBucket",
      run: (server) => isLocked(server as Required<Server>, way),
    }),
  ),
];

async function isEncrypted(server: Server, way: Way): Promise<void> {
  const key = freshKey("encrypted");
  await clientFor(server).upload(FILM, { key, headers: CUSTOMER_KEY, ...way });
  const signer = signerFor(server, "v4");
  const { body } = succeeded(await use(signer.presign({ key, headers: CUSTOMER_KEY })));
  assert.ok(body.equals(Buffer.from(await FILM.arrayBuffer())));
  refused(await use(signer.presign(key)));
}

async function isLocked(server: Required<Server>, way: Way): Promise<void> {
  const bucket = server.lockBucket;
  const key = freshKey("locked");
  const date = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, "");
  const headers = {
    "x-amz-object-lock-mode": "GOVERNANCE",
    "x-amz-object-lock-retain-until-date": date,
  };
  await clientFor({ ...server, bucket }).upload(FILM, { key, headers, ...way });
  const url = signerFor({ ...server, bucket }, "v4").presign({ key, method: "HEAD" });
  const head = succeeded(await use(url));
  assert.equal(head.headers["x-amz-object-lock-mode"], "GOVERNANCE");
  const until = head.headers["x-amz-object-lock-retain-until-date"];
  assert.equal(Date.parse(until as string), Date.parse(date));
}

function clientFor({ region, bucket, endpoint, credentials }: Server): S3 {
  return new S3({ region, bucket, endpoint, credentials, retry: { attempts: 1 } });
}
