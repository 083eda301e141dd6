import type { Engine } from "../engines/engine.ts";
import { median } from "../figures.ts";
import { checkSigned } from "../validity.ts";
import { coldCases } from "./cases.ts";

/** Milliseconds from nothing, in one engine: by the number of URLs, then by the name of the case. */
export interface ColdResult {
  engine: string;
  milliseconds: Record<1 | 400, Map<string, number>>;
}

/** Starts every case cold, round by round in turn. */
export async function coldTimes(
  engine: Engine,
  rounds: number,
  told: (what: string) => void,
): Promise<ColdResult> {
  const times = { 1: new Map<string, number[]>(), 400: new Map<string, number[]>() };
  const cases = coldCases.filter(({ node }) => !node || engine.name === "Node");
  for (let round = 1; round <= rounds; round += 1) {
    told(`${engine.name}, round ${round} of ${rounds}`);
    for (const { name, export: file, counts } of cases) {
      for (const count of counts) {
        const { milliseconds, key, signed } = await engine.cold(file, count);
        checkSigned(signed, name.startsWith("Uppy") ? "PUT" : "GET", key);
        const earlier = times[count].get(name) ?? [];
        times[count].set(name, [...earlier, milliseconds]);
      }
    }
  }
  return { engine: engine.name, milliseconds: { 1: medians(times[1]), 400: medians(times[400]) } };
}

function medians(times: ReadonlyMap<string, readonly number[]>): Map<string, number> {
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}
