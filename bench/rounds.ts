import type { Say } from "../scripts/step.ts";
import type { SignerInfo, Signing } from "./engines/signing.ts";

export interface Plan {
  rounds: number;
  /** Approximate time of one signer in one round, in milliseconds. */
  slice: number;
}

/**
 * Times every signer in each round, so that a slow moment of the machine affects all of them.
 *
 * @param measureMore runs once in each round
 * @returns microseconds of one URL in each round, by the signer's name
 */
export async function timesOf(
  signing: Signing,
  signers: readonly SignerInfo[],
  { rounds, slice }: Plan,
  say: Say,
  measureMore: () => Promise<void>,
): Promise<Map<string, number[]>> {
  const works: Work[] = [];
  for (const signer of signers) {
    say(`warming up ${signer.name}`);
    works.push(await workFor(signing, signer, slice));
  }
  const times = new Map<string, number[]>(signers.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    for (const work of works) times.get(work.name)?.push(await microseconds(signing, work));
    await measureMore();
  }
  return times;
}

/** The work of one signer in one round. */
interface Work {
  name: string;
  keys: number;
  turns: number;
}

/** Returns work that takes about `slice` milliseconds, after the code of the signer is warm. */
async function workFor(signing: Signing, signer: SignerInfo, slice: number): Promise<Work> {
  let count = 8;
  for (;;) {
    const work = workOf(signer, count);
    const signed = work.keys * work.turns;
    const time = (await microseconds(signing, work)) / 1_000;
    if (signed * time >= slice / 2) return workOf(signer, slice / time);
    // At most ten times more, because the first calls are much slower than later ones.
    count = signed * Math.min(10, slice / Math.max(signed * time, 0.1));
  }
}

function workOf({ name, batch }: SignerInfo, count: number): Work {
  const whole = Math.max(1, Math.round(count));
  if (batch === undefined) return { name, keys: whole, turns: 1 };
  return { name, keys: batch, turns: Math.ceil(whole / batch) };
}

async function microseconds(signing: Signing, { name, keys, turns }: Work): Promise<number> {
  return ((await signing.measure(name, keys, turns)) * 1_000) / (keys * turns);
}
