import { credentials, expiresIn, host, keyOf, region } from "./case.ts";
import type { Signing } from "./engines/signing.ts";
import { type Compressed, compressionsOf, type Lanes } from "./limit.ts";

/** What SHA-256 alone costs a URL, in microseconds: signed by itself, and as one of a batch. */
export interface ShaLimit {
  one: number;
  batch: number;
}

/** The compressions of one URL of the benchmark. */
export function compressedHere(): Compressed {
  const scope = `20260524/${region}/s3/aws4_request`;
  const query = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(`${credentials.accessKeyId}/${scope}`)}`,
    "X-Amz-Date=20260524T000000Z",
    `X-Amz-Expires=${expiresIn}`,
    `X-Amz-Security-Token=${encodeURIComponent(credentials.sessionToken)}`,
    "X-Amz-SignedHeaders=host",
  ].join("&");
  const path = `GET\n/${keyOf(0)}`;
  const request = `${path}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
  return compressionsOf(request.length, path.length);
}

/** Measures compressions in an engine. */
export async function shaLimit(signing: Signing): Promise<ShaLimit> {
  const blocks = await microseconds(signing, "sha256Blocks");
  const lanes = await microseconds(signing, "sha256Lanes");
  const shared = await microseconds(signing, "sha256SharedLanes");
  const { constant, own } = compressedHere();
  return { one: (constant + own) * blocks, batch: constant * shared + own * lanes };
}

const BLOCKS = 100_000;

async function microseconds(signing: Signing, lanes: Lanes): Promise<number> {
  return ((await signing.compress(lanes, BLOCKS)) * 1_000) / BLOCKS;
}
