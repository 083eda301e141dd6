import { countInstructions, report } from "../instructions/count.mjs";
import { lackOfValgrind } from "../instructions/valgrind.mjs";

/**
 * Holds every count to its budget. Without valgrind it is skipped, with a word on why.
 *
 * @param {(detail: string) => void} say
 * @returns {Promise<import("./outcome.mjs").Outcome>}
 */
export async function instructionSuite(say) {
  const lacking = await lackOfValgrind(say);
  if (lacking) {
    console.log(lacking);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const counts = await countInstructions(say);
  const failed = counts.filter(({ instructions, budget }) => instructions > budget).length;
  const { text, over = "" } = report(counts);
  return { passed: counts.length - failed, failed, skipped: 0, report: `${text}\n${over}` };
}
