import { AwsCrc32 } from "@aws-crypto/crc32";
import { AwsCrc32c } from "@aws-crypto/crc32c";
import { Crc64NvmeJs } from "@aws-sdk/checksums/crc";
import { createCRC32, createCRC64, createSHA1, createSHA256, type IHasher } from "hash-wasm";
import { wasmChecksums } from "../../js/checksum/wasm-checksums.ts";
import type { ChecksumAlgorithm } from "../../js/types.ts";

/** Returns the bytes of the checksum of the chunks. */
export type Implementation = (
  chunks: Uint8Array<ArrayBuffer>[],
) => Uint8Array | Promise<Uint8Array>;

/** Implementations by algorithm and name. */
export type Implementations = Record<ChecksumAlgorithm, Record<string, Implementation>>;

/** Returns the implementations that run in Node and in browsers. The first of each algorithm is the reference. */
export async function portableImplementations(): Promise<Implementations> {
  return {
    CRC32: {
      "s3-signpost": ours("CRC32"),
      "hash-wasm": hashWasm(await createCRC32()),
      "@aws-crypto/crc32": awsCrypto(() => new AwsCrc32()),
    },
    CRC32C: {
      "s3-signpost": ours("CRC32C"),
      "hash-wasm": hashWasm(await createCRC32(0x82f63b78)),
      "@aws-crypto/crc32c": awsCrypto(() => new AwsCrc32c()),
    },
    CRC64NVME: {
      "s3-signpost": ours("CRC64NVME"),
      "hash-wasm": hashWasm(await createCRC64("9a6c9329ac4bc9b5")),
      "@aws-sdk/checksums": awsCrypto(() => new Crc64NvmeJs()),
    },
    SHA1: {
      "s3-signpost, streaming": ours("SHA1"),
      "hash-wasm": hashWasm(await createSHA1()),
      "WebCrypto, all at once": webCrypto("SHA-1"),
    },
    SHA256: {
      "s3-signpost, streaming": ours("SHA256"),
      "hash-wasm": hashWasm(await createSHA256()),
      "WebCrypto, all at once": webCrypto("SHA-256"),
    },
  };
}

function ours(algorithm: ChecksumAlgorithm): Implementation {
  return (chunks) => {
    const checksum = wasmChecksums.start(algorithm);
    if (!checksum) throw new Error("This engine has no SIMD.");
    for (const chunk of chunks) checksum.update(chunk);
    return checksum.digest();
  };
}

function hashWasm(hasher: IHasher): Implementation {
  return (chunks) => {
    hasher.init();
    for (const chunk of chunks) hasher.update(chunk);
    return hasher.digest("binary");
  };
}

interface AwsHash {
  update(bytes: Uint8Array): unknown;
  digest(): Promise<Uint8Array>;
}

function awsCrypto(create: () => AwsHash): Implementation {
  return (chunks) => {
    const hash = create();
    for (const chunk of chunks) hash.update(chunk);
    return hash.digest();
  };
}

/** Hashes all chunks in one call, as for a part of an upload in memory. They are views of one buffer. */
function webCrypto(name: string): Implementation {
  return async (chunks) => {
    const all = chunks[0]?.buffer ?? new ArrayBuffer();
    return new Uint8Array(await crypto.subtle.digest(name, all));
  };
}
