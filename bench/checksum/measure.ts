import type { Ways } from "./ways.ts";

/** GB/s by algorithm and way; undefined where the way sums something else. */
export type Speeds = Record<string, Record<string, number | undefined>>;

const BYTES = 8 * 1024 * 1024;
const CHUNK = 64 * 1024;
const ROUNDS = 60;
/** Milliseconds that one way may take in all, beyond the round that it is in. */
const PATIENCE = 1_000;

/**
 * Times every way on the same bytes, round by round in turn, so that a slow moment of the machine falls on all of
 * them; the best round counts, short enough for a busy machine not to interrupt it. What gives another value than ours is not timed.
 */
export async function measure(ways: Ways): Promise<Speeds> {
  const buffer = new Uint8Array(BYTES).map((_, index) => (index * 31 + (index >> 8)) % 251);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < BYTES; start += CHUNK) {
    chunks.push(buffer.subarray(start, start + CHUNK));
  }
  const speeds: Speeds = {};
  for (const [algorithm, those] of Object.entries(ways)) {
    const measured: Record<string, number | undefined> = {};
    speeds[algorithm] = measured;
    const values: string[] = [];
    for (const [name, way] of Object.entries(those)) {
      values.push(String(await way(chunks)));
      measured[name] = values.at(-1) === values[0] ? 0 : undefined;
    }
    const spent: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, way] of Object.entries(those)) {
        const best = measured[name];
        const before = spent[name] ?? 0;
        if (best === undefined || before > PATIENCE) continue;
        const begun = performance.now();
        await way(chunks);
        const time = performance.now() - begun;
        spent[name] = before + time;
        measured[name] = Math.max(best, BYTES / time / 1e6);
      }
    }
  }
  return speeds;
}
