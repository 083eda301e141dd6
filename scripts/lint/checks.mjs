import { cargo } from "../cargo.mjs";
import { run, runNodeTool } from "../command.mjs";
import { inRoot } from "../paths.mjs";

/** @typedef {(detail: string) => void} Say */

/** @param {Say} say */
export async function checkTypes(say) {
  await runNodeTool("typescript/bin/tsc", ["--noEmit"], { onLine: say });
}

/** The checks of `npm run lint`, in order. @type {{ title: string, run: (say: Say) => Promise<unknown> }[]} */
export const checks = [
  {
    title: "Rust format",
    run: (say) => cargo(["fmt", "--all", "--check"], say),
  },
  {
    title: "Clippy, on the host",
    run: (say) => clippy(["--workspace", "--all-targets"], say),
  },
  {
    title: "Clippy, the module",
    run: (say) => clippy(["--lib", "--features", "module", ...wasm], say),
  },
  {
    title: "Clippy, the browser tests",
    run: (say) => clippy(["--test", "browser", ...wasm], say),
  },
  {
    title: "Types",
    run: checkTypes,
  },
  {
    title: "Biome",
    run: (say) =>
      runNodeTool("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"], { onLine: say }),
  },
  {
    title: "Language",
    run: (say) =>
      run(process.execPath, [inRoot("scripts", "lint", "language.mjs")], { onLine: say }),
  },
];

const wasm = ["--target", "wasm32-unknown-unknown"];

/**
 * @param {string[]} args
 * @param {Say} say
 */
function clippy(args, say) {
  return cargo(["clippy", ...args, "--", "--deny", "warnings"], say);
}
