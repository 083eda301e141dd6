import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { Crc32cJs, Crc64NvmeJs } from "@aws-sdk/checksums/crc";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import type { ChecksumAlgorithm } from "../../../js/types.ts";

/** Other implementations: zlib, OpenSSL, and AWS's SDK in plain JavaScript. */
const THEIRS: Record<ChecksumAlgorithm, (bytes: Uint8Array) => string | Promise<string>> = {
  CRC32: (bytes) => crc32(bytes).toString(16).padStart(8, "0"),
  CRC32C: async (bytes) => hex(await fed(new Crc32cJs(), bytes)),
  CRC64NVME: async (bytes) => hex(await fed(new Crc64NvmeJs(), bytes)),
  SHA1: (bytes) => createHash("sha1").update(bytes).digest("hex"),
  SHA256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
};
const ALGORITHMS = Object.keys(THEIRS) as ChecksumAlgorithm[];

/** Check values of the CRC catalogue, and digests, of the text "123456789". */
const PUBLISHED: Record<ChecksumAlgorithm, string> = {
  CRC32: "cbf43926",
  CRC32C: "e3069283",
  CRC64NVME: "ae8b14860a799888",
  SHA1: "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
  SHA256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
};

const MIB = 1024 * 1024;
/** Pseudo-random bytes, the same in every run. */
const BYTES = bytesOf(3 * MIB + 77);

for (const algorithm of ALGORITHMS) {
  test(`${algorithm} has its published check value`, () => {
    assert.equal(
      streamed(algorithm, [Buffer.from("12345"), Buffer.from("6789")]),
      PUBLISHED[algorithm],
    );
  });

  test(`${algorithm} of chunks of any length matches other implementations`, async () => {
    const theirs = await THEIRS[algorithm](BYTES);
    for (const length of [BYTES.length, 65_536, 65_537, 40_000, 4_095]) {
      const chunks: Uint8Array[] = [];
      for (let start = 0; start < BYTES.length; start += length) {
        chunks.push(BYTES.subarray(start, start + length));
      }
      assert.equal(streamed(algorithm, chunks), theirs, `in chunks of ${length}`);
    }
  });

  test(`${algorithm} of few bytes matches other implementations, at any length and alignment`, async () => {
    for (let length = 0; length < 200; length += 1) {
      const bytes = BYTES.subarray(length, 2 * length);
      assert.equal(streamed(algorithm, [bytes]), await THEIRS[algorithm](bytes), `${length} bytes`);
    }
  });

  test(`${algorithm} of bytes in memory is the same for any size`, async () => {
    for (const length of [0, 1, 65_535, 65_536, 100_000]) {
      const bytes = BYTES.subarray(0, length);
      const ours = await wasmChecksums.digest(algorithm, bytes);
      assert.equal(hex(ours), await THEIRS[algorithm](bytes));
    }
  });
}

for (const algorithm of ["CRC32", "CRC32C", "CRC64NVME"] as const) {
  test(`${algorithm}s of parts combine to that of the whole`, async () => {
    let whole: Uint8Array | undefined;
    for (const [start, end] of [
      [0, MIB],
      [MIB, MIB],
      [MIB, MIB + 1],
      [MIB + 1, BYTES.length],
    ] as const) {
      const part = await wasmChecksums.digest(algorithm, BYTES.subarray(start, end));
      assert.ok(part);
      whole = whole ? wasmChecksums.combine(algorithm, whole, part, end - start) : part;
    }
    assert.equal(hex(whole), await THEIRS[algorithm](BYTES));
  });
}

test("checksums that run at the same time are independent", async () => {
  const running = Array.from({ length: 40 }, () => wasmChecksums.start("CRC32"));
  for (const [index, checksum] of running.entries()) {
    checksum?.update(BYTES.subarray(0, index * 1_000));
  }
  for (const [index, checksum] of running.entries()) {
    checksum?.update(BYTES.subarray(index * 1_000, 50_000));
  }
  const theirs = await THEIRS.CRC32(BYTES.subarray(0, 50_000));
  assert.deepEqual(
    running.map((checksum) => hex(checksum?.digest())),
    running.map(() => theirs),
  );
});

function streamed(algorithm: ChecksumAlgorithm, chunks: Uint8Array[]): string {
  const checksum = wasmChecksums.start(algorithm);
  for (const chunk of chunks) checksum?.update(chunk);
  return hex(checksum?.digest());
}

interface TheirHash {
  update(bytes: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}

function fed(hash: TheirHash, bytes: Uint8Array): Promise<Uint8Array> {
  hash.update(bytes);
  return hash.digest();
}

function hex(bytes: Uint8Array | undefined): string {
  assert.ok(bytes);
  return Buffer.from(bytes).toString("hex");
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (state * 48_271) % 2_147_483_647;
    bytes[at] = state >> 8;
  }
  return bytes;
}
