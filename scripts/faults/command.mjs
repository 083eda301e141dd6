import { buildPackage } from "../build/package.mjs";
import { buildStack } from "../build/stack.mjs";
import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { runTypeScript } from "../typescript.mjs";

/**
 * `npm run faults -- --schedules 1000 --seed 7`: transfers with random faults against the local stack,
 * each of which ends with equal bytes or a typed error. `--only N` repeats one of them, and `--list CODE`
 * shows those that ended so.
 *
 * @param {string[]} args
 */
export async function faultsCommand(args) {
  await main(async () => {
    await setUp();
    await buildPackage();
    await buildStack();
    await runTypeScript("tests/js/faults/run.ts", args);
  });
}
