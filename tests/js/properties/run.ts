import fc from "fast-check";
import { readerProperties } from "./reader.ts";
import { wireProperties } from "./wire.ts";
import { xmlProperties } from "./xml.ts";

/*
 * Checks properties with random inputs: `run.ts xml runs 1000000`, or `run.ts reader seconds 60`, shared by the properties.
 * Prints the number of inputs of each. An input that violates a property is made small and printed.
 */

const [group, unit, count] = process.argv.slice(2);
const groups = { xml: xmlProperties, reader: readerProperties, wire: wireProperties };
const properties = Object.entries<fc.IRawProperty<unknown>>(groups[group as keyof typeof groups]);
const share = Math.ceil(Number(count) / properties.length);
const limit =
  unit === "runs"
    ? { numRuns: share }
    : { numRuns: 2 ** 31, interruptAfterTimeLimit: 1_000 * share, markInterruptAsFailure: false };
const seed = Date.now() % 2 ** 31;
for (const [title, property] of properties) {
  const details = fc.check(property, { ...limit, seed }) as fc.RunDetails<unknown>;
  console.log(`${title}: ${details.numRuns} inputs`);
  if (details.failed) throw new Error(fc.defaultReportMessage(details));
}
