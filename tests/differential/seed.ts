import fc from "fast-check";

/** Seed of the random cases: `SEED` repeats a run, and CI always has the same one. */
export const seed = Number(
  process.env["SEED"] ?? (process.env["CI"] ? 20_260_101 : Date.now() % 2 ** 31),
);

/** Checks a property with random cases. If it fails, the error has the seed and the smallest case that fails. */
export async function check<Case>(
  cases: fc.Arbitrary<Case>,
  count: number,
  property: (one: Case) => Promise<void> | void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => property(one)),
    { numRuns: count, seed },
  );
}

/** Returns random values. Different names give different values for the same seed. */
export function sample<T>(values: fc.Arbitrary<T>, count: number, name: string): T[] {
  const offset = [...name].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7);
  return fc.sample(values, { numRuns: count, seed: (seed + offset) % 2 ** 31 });
}
