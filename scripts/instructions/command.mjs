import { main, Problem } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { step } from "../steps.mjs";
import { countInstructions, report } from "./count.mjs";
import { lackOfValgrind } from "./valgrind.mjs";

/** `npm run bench:instructions`: counts the instructions of signing on the host, and holds them to the budget. */
export async function instructionsCommand() {
  await main(async () => {
    await setUp();
    /** @type {import("./count.mjs").Count[]} */
    let counts = [];
    await step("Instructions", async (say) => {
      const lacking = await lackOfValgrind(say);
      if (lacking) throw new Problem(lacking);
      counts = await countInstructions(say);
    });
    const { text, over } = report(counts);
    console.log(`\n${text}`);
    if (over) throw new Problem(over);
  });
}
