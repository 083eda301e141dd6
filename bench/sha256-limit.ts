import { credentials, expiresIn, host, keyOf, region } from "./case.ts";
import { type Compressions, compressionsOf, type Lanes } from "./compressions.ts";
import type { Signing } from "./engines/signing.ts";

/** Microseconds of SHA-256 alone for one URL: in a call of its own, and in a batch. */
export interface Sha256Limit {
  one: number;
  batch: number;
}

/** Returns the number of compressions for one URL of the benchmark. */
export function compressionsPerUrl(): Compressions {
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

/** Measures the compressions in an engine. */
export async function measureSha256Limit(signing: Signing): Promise<Sha256Limit> {
  const blocks = await microseconds(signing, "sha256Blocks");
  const lanes = await microseconds(signing, "sha256Lanes");
  const shared = await microseconds(signing, "sha256SharedLanes");
  const count = compressionsPerUrl();
  return {
    one: (count.shared + count.own) * blocks,
    batch: count.shared * shared + count.own * lanes,
  };
}

const BLOCKS = 100_000;

async function microseconds(signing: Signing, lanes: Lanes): Promise<number> {
  return ((await signing.compress(lanes, BLOCKS)) * 1_000) / BLOCKS;
}
