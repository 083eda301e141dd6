import type { SignerFacts, Signing } from "./engines/signing.ts";

export interface Plan {
  rounds: number;
  /** Milliseconds that one signer has in one round, about. */
  slice: number;
}

/**
 * Times every signer, round by round in turn, so that a slow moment of the machine falls on all of them.
 *
 * @param told hears what is being done
 * @param besides what else is measured in each round
 * @returns microseconds of one URL in each round, by the signer's name
 */
export async function timesOf(
  signing: Signing,
  signers: readonly SignerFacts[],
  { rounds, slice }: Plan,
  told: (what: string) => void,
  besides: () => Promise<void>,
): Promise<Map<string, number[]>> {
  const works: Work[] = [];
  for (const signer of signers) {
    told(`warms up ${signer.name}`);
    works.push(await workFor(signing, signer, slice));
  }
  const times = new Map<string, number[]>(signers.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    told(`round ${round} of ${rounds}`);
    for (const work of works) times.get(work.name)?.push(await microseconds(signing, work));
    await besides();
  }
  return times;
}

/** What one signer does in one round. */
interface Work {
  name: string;
  keys: number;
  turns: number;
}

/** As much as a signer does in about so many milliseconds, once its code is warm. */
async function workFor(signing: Signing, signer: SignerFacts, slice: number): Promise<Work> {
  let count = 8;
  for (;;) {
    const work = workOf(signer, count);
    const signed = work.keys * work.turns;
    const time = (await microseconds(signing, work)) / 1_000;
    if (signed * time >= slice / 2) return workOf(signer, slice / time);
    // Ten times more at most: the first calls, still cold, say little of the later ones.
    count = signed * Math.min(10, slice / Math.max(signed * time, 0.1));
  }
}

function workOf({ name, batch }: SignerFacts, count: number): Work {
  const whole = Math.max(1, Math.round(count));
  if (batch === undefined) return { name, keys: whole, turns: 1 };
  return { name, keys: batch, turns: Math.ceil(whole / batch) };
}

async function microseconds(signing: Signing, { name, keys, turns }: Work): Promise<number> {
  return ((await signing.measure(name, keys, turns)) * 1_000) / (keys * turns);
}
