import type { Implementations } from "./implementations.ts";

/** GB/s by algorithm and implementation; undefined if the result is wrong. */
export type Speeds = Record<string, Record<string, number | undefined>>;

const BYTES = 8 * 1024 * 1024;
const CHUNK = 64 * 1024;
const ROUNDS = 60;
/** Milliseconds after which an implementation has no further round. */
const TIME_LIMIT = 1_000;

/**
 * Times every implementation in each round with the same bytes, so that a slow moment of the machine affects all of them.
 * The best round counts: a round is short enough to have no interruption. Implementations whose result differs from the
 * first one's are not timed.
 */
export async function measure(all: Implementations): Promise<Speeds> {
  const buffer = new Uint8Array(BYTES).map((_, index) => (index * 31 + (index >> 8)) % 251);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < BYTES; start += CHUNK) {
    chunks.push(buffer.subarray(start, start + CHUNK));
  }
  const speeds: Speeds = {};
  for (const [algorithm, implementations] of Object.entries(all)) {
    const measured: Record<string, number | undefined> = {};
    speeds[algorithm] = measured;
    const values: string[] = [];
    for (const [name, implementation] of Object.entries(implementations)) {
      values.push(String(await implementation(chunks)));
      measured[name] = values.at(-1) === values[0] ? 0 : undefined;
    }
    const spent: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, implementation] of Object.entries(implementations)) {
        const best = measured[name];
        const before = spent[name] ?? 0;
        if (best === undefined || before > TIME_LIMIT) continue;
        const started = performance.now();
        await implementation(chunks);
        const time = performance.now() - started;
        spent[name] = before + time;
        measured[name] = Math.max(best, BYTES / time / 1e6);
      }
    }
  }
  return speeds;
}
