import assert from "node:assert/strict";
import { S3 } from "../../../js/s3.ts";
import type { ChecksumAlgorithm, UploadOptions } from "../../../js/types.ts";
import { type Feature, freshKey } from "../feature.ts";
import type { Server } from "../server.ts";

const MIB = 1024 * 1024;
/** Two parts, and a third that is shorter. */
const FILM = new File(
  [Buffer.alloc(11 * MIB, "47 is prime, and no block is like another.")],
  "film",
  {
    lastModified: 1_700_000_000_000,
  },
);
const ALGORITHMS: ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

const ways: Record<string, Omit<UploadOptions, "key">> = {
  "a form": { via: "post" },
  "a PUT": { via: "put" },
  parts: { via: "multipart", partSize: 5 * MIB },
};

/** The server sums what comes by itself, and refuses what differs: that it takes ours is its judgement of it. */
export const checksumFeatures: Feature[] = [
  ...Object.entries(ways).flatMap(([way, options]) =>
    ALGORITHMS.map((checksum) => ({
      name: `${checksum} of ${way}, by which the download is verified`,
      run: (server: Server) => goesUpAndDown(server, { checksum, ...options }, checksum),
    })),
  ),
  {
    name: "CRC64NVME of parts by default",
    run: (server) => goesUpAndDown(server, { via: "multipart", partSize: 5 * MIB }, "CRC64NVME"),
  },
  { name: "parts with a checksum, the missing of which are sent later", run: isTakenUp },
];

async function goesUpAndDown(
  server: Server,
  options: Omit<UploadOptions, "key">,
  algorithm: ChecksumAlgorithm,
): Promise<void> {
  const s3 = clientFor(server);
  const key = freshKey("checksum");
  const { checksum } = await s3.upload(FILM, { key, ...options });
  assert.equal(checksum?.algorithm, algorithm);
  await comesDown(s3, key, checksum);
}

async function comesDown(s3: S3, key: string, checksum: object | undefined): Promise<void> {
  const { blob, verified, info } = await s3.download(key, { verify: true });
  assert.deepEqual(info.checksum, checksum);
  assert.equal(verified, info.checksum?.algorithm);
  assert.equal(blob?.size, FILM.size);
}

async function isTakenUp(server: Server): Promise<void> {
  const items = new Map<string, string>();
  const storage = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
  const key = freshKey("resumed");
  const options = {
    key,
    resumable: true,
    concurrency: 1,
    partSize: 5 * MIB,
    via: "multipart",
  } as const;
  let parts = 0;
  const failing = clientFor(server, {
    storage,
    fetch: async (input, init) => {
      if (init?.method === "PUT" && ++parts > 1) throw new TypeError("fetch failed");
      return fetch(input, init);
    },
  });
  await assert.rejects(failing.upload(FILM, options));
  assert.equal(parts, 2);
  const { checksum } = await clientFor(server, { storage }).upload(FILM, options);
  assert.equal(checksum?.algorithm, "CRC64NVME");
  await comesDown(clientFor(server), key, checksum);
}

function clientFor(server: Server, more: Partial<ConstructorParameters<typeof S3>[0]> = {}): S3 {
  const { region, bucket, endpoint, credentials } = server;
  return new S3({ region, bucket, endpoint, credentials, retry: { attempts: 1 }, ...more });
}
