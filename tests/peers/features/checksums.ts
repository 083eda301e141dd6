import assert from "node:assert/strict";
import type { S3 } from "../../../js/s3.ts";
import type { ChecksumAlgorithm, UploadOptions } from "../../../js/types.ts";
import type { Feature } from "../feature.ts";
import type { Server } from "../server.ts";
import { clientFor } from "../support/clients.ts";
import { MemoryStorage } from "../support/memory-storage.ts";
import { LARGE_FILE, PART_SIZE, uniqueKey } from "../support/objects.ts";
import { RecordingFetch } from "../support/recording-fetch.ts";

const ALGORITHMS: ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];
const FORM = { via: "post" } as const;
const PUT = { via: "put" } as const;
const MULTIPART = { via: "multipart", partSize: PART_SIZE } as const;
const NO_RETRIES = { retry: { attempts: 1 } };

/** The server computes its own checksum and rejects a different one, so a successful upload confirms ours. */
export const checksumFeatures: Feature[] = [
  ...ALGORITHMS.map(
    (checksum): Feature => ({
      name: `checksums: ${checksum} of a form upload`,
      needs: ["formPost"],
      run: (server) => verifyDownload(server, { ...FORM, checksum }, checksum),
    }),
  ),
  ...ALGORITHMS.map(
    (checksum): Feature => ({
      name: `checksums: ${checksum} of a PUT upload`,
      run: (server) => verifyDownload(server, { ...PUT, checksum }, checksum),
    }),
  ),
  ...ALGORITHMS.map(
    (checksum): Feature => ({
      name: `checksums: ${checksum} of a multipart upload`,
      run: (server) => verifyDownload(server, { ...MULTIPART, checksum }, checksum),
    }),
  ),
  {
    name: "checksums: CRC64NVME is the default of a multipart upload",
    run: (server) => verifyDownload(server, MULTIPART, "CRC64NVME"),
  },
  { name: "checksums: CRC64NVME of a resumed multipart upload", run: verifyResumedUpload },
];

async function verifyDownload(
  server: Server,
  options: Omit<UploadOptions, "key">,
  algorithm: ChecksumAlgorithm,
): Promise<void> {
  const s3 = clientFor(server, NO_RETRIES);
  const key = uniqueKey("checksum");
  const { checksum } = await s3.upload(LARGE_FILE, { key, ...options });
  assert.equal(checksum?.algorithm, algorithm);
  await assertVerified(s3, key, checksum);
}

async function assertVerified(s3: S3, key: string, checksum: object | undefined): Promise<void> {
  const { blob, verified, info } = await s3.download(key, { verify: true });
  assert.deepEqual(info.checksum, checksum);
  assert.equal(verified, info.checksum?.algorithm);
  assert.equal(blob?.size, LARGE_FILE.size);
}

async function verifyResumedUpload(server: Server): Promise<void> {
  const storage = new MemoryStorage();
  const key = uniqueKey("resumed");
  const options = { key, resumable: true, concurrency: 1, ...MULTIPART };
  const failing = new RecordingFetch((method, index) => {
    if (method === "PUT" && index > 0) throw new TypeError("fetch failed");
  });
  const first = clientFor(server, { ...NO_RETRIES, storage, fetch: failing.fetch });
  await assert.rejects(first.upload(LARGE_FILE, options));
  assert.equal(failing.count("PUT"), 2);
  const second = clientFor(server, { ...NO_RETRIES, storage });
  const { checksum } = await second.upload(LARGE_FILE, options);
  assert.equal(checksum?.algorithm, "CRC64NVME");
  await assertVerified(second, key, checksum);
}
