import { spawn } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { buildPackage } from "../build/package.mjs";
import { buildStack } from "../build/stack.mjs";
import { inRoot, root } from "../paths.mjs";
import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";

/**
 * `npm run faults -- --schedules 1000 --seed 7`: transfers with random faults against the local stack,
 * each of which ends with equal bytes or a typed error. `--only N` repeats one of them.
 *
 * @param {string[]} args
 */
export async function faultsCommand(args) {
  await main(async () => {
    await setUp();
    await buildPackage();
    await buildStack();
    const loader = pathToFileURL(inRoot("scripts", "test", "wasm-loader.mjs")).href;
    const script = inRoot("tests", "js", "transfer", "faults", "run.ts");
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--import", loader, script, ...args],
      { cwd: root, stdio: "inherit" },
    );
    const [code] = await once(child, "close");
    process.exitCode = code ?? 1;
  });
}
