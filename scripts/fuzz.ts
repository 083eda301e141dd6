import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { Problem } from "./errors.ts";
import { inRoot } from "./paths.mjs";
import { type RunResult, tryRun, typeScriptArguments } from "./shell.ts";
import { type Say, step } from "./step.ts";

/** Groups of properties in tests/js/properties. */
const JAVASCRIPT: Record<string, string> = { xml: "xml", reader: "reader", replies: "wire" };

/** Names of the fuzz targets: those in Rust, and those in TypeScript. */
export const targets = [
  ...readdirSync(inRoot("fuzz", "fuzz_targets")).map((file) => basename(file, ".rs")),
  ...Object.keys(JAVASCRIPT),
];

/** Lets the pinned stable compiler instrument code for the fuzzer, which else needs a nightly one. */
const env = { RUSTC_BOOTSTRAP: "1" };

/** Length of a run of each target: seconds, or a number of inputs. */
export type FuzzLength = { seconds: number } | { runs: number };

/** Runs fuzz targets one after the other. Fails after the last one if any of them found an input. */
export async function fuzz(names: readonly string[], length: FuzzLength): Promise<void> {
  const [unit, count] =
    "runs" in length ? (["runs", length.runs] as const) : (["seconds", length.seconds] as const);
  if (names.some((name) => !JAVASCRIPT[name])) await requireFuzzer();
  const found: string[] = [];
  for (const name of names) {
    await step(`Fuzzing ${name}: ${count} ${unit}`, async (say) => {
      const group = JAVASCRIPT[name];
      const result = await (group
        ? runProperties(group, unit, count, say)
        : runTarget(name, unit, count, say));
      if (result.code === 0) return /Done \d+ runs/.exec(result.output)?.[0];
      found.push(`${name}:\n${result.output}`);
      return "found an input that fails";
    });
  }
  if (found.length > 0) throw new Problem(found.join("\n\n"));
}

type Unit = "runs" | "seconds";

function runTarget(name: string, unit: Unit, count: number, onLine: Say): Promise<RunResult> {
  const limit = unit === "runs" ? `-runs=${count}` : `-max_total_time=${count}`;
  // The core has no unsafe code, so that AddressSanitizer would only cost time. 4096 bytes are enough for a form or an
  // error document.
  const args = ["fuzz", "run", "--sanitizer", "none", name, "--", limit, "-max_len=4096"];
  return tryRun("cargo", args, { cwd: inRoot("fuzz"), env, onLine });
}

function runProperties(group: string, unit: Unit, count: number, onLine: Say): Promise<RunResult> {
  const args = [...typeScriptArguments, "tests/js/properties/run.ts", group, unit, String(count)];
  return tryRun(process.execPath, args, { onLine });
}

/** Requires cargo-fuzz, which the rest of the project does not need. */
async function requireFuzzer(): Promise<void> {
  const { code } = await tryRun("cargo", ["fuzz", "--version"]);
  if (code === 0) return;
  throw new Problem(
    "Fuzzing needs cargo-fuzz, which is missing. Install it with: cargo install --locked cargo-fuzz",
  );
}
