import { describe, Problem } from "./errors.ts";
import { run } from "./shell.ts";
import { type Say, step } from "./step.ts";

const wasm = ["--target", "wasm32-unknown-unknown"];
const denyWarnings = ["--", "--deny", "warnings"];

/** The checks of `npm run lint`: a title and a command. */
const checks: [title: string, program: string, ...args: string[]][] = [
  ["Rust format", "cargo", "fmt", "--all", "--check"],
  [
    "Clippy, on the host",
    "cargo",
    ...["clippy", "--workspace", "--all-targets"],
    // It has one short function, and dependencies that take longer to check than everything else.
    ...["--exclude", "xtask"],
    ...denyWarnings,
  ],
  [
    "Clippy, the module",
    "cargo",
    "clippy",
    "--lib",
    "--features",
    "module",
    ...wasm,
    ...denyWarnings,
  ],
  ["Clippy, the browser tests", "cargo", "clippy", "--test", "browser", ...wasm, ...denyWarnings],
  ["Types", "tsc", "--noEmit"],
  ["Biome", "biome", "check", "--error-on-warnings"],
  ["Language", process.execPath, "scripts/lint/language.mjs"],
  ["Import circles of Rust modules", process.execPath, "scripts/lint/rust-cycles.mjs"],
];

/** Runs every check, also after one that failed. */
export async function lint(): Promise<void> {
  const failed: string[] = [];
  for (const [title, program, ...args] of checks) {
    try {
      await step(title, (say) => run(program, args, { onLine: say }));
    } catch (error) {
      failed.push(title);
      console.log(`\n${describe(error)}\n`);
    }
  }
  if (failed.length === 0) return;
  throw new Problem(
    `Failed: ${failed.join("; ")}.\n` +
      "For the formats: cargo fmt --all && npx biome check --write",
  );
}

/** Checks the types, as one of the suites of `npm test`. */
export async function checkTypes(say: Say): Promise<void> {
  await run("tsc", ["--noEmit"], { onLine: say });
}
