import type { Say } from "../../scripts/step.ts";
import type { Engine } from "../engines/engine.ts";
import { median } from "../figures.ts";
import { checkSigned } from "../validity.ts";
import { coldCases } from "./cases.ts";

/** Milliseconds of the cold starts in one engine, by the number of URLs and the name of the case. */
export interface ColdResult {
  engine: string;
  milliseconds: Record<1 | 400, Map<string, number>>;
}

/** Measures the cold start of every case in each round. */
export async function coldTimes(engine: Engine, rounds: number, say: Say): Promise<ColdResult> {
  const times = { 1: new Map<string, number[]>(), 400: new Map<string, number[]>() };
  const cases = coldCases.filter(({ node }) => !node || engine.name === "Node");
  for (let round = 1; round <= rounds; round += 1) {
    say(`${engine.name}, round ${round} of ${rounds}`);
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
