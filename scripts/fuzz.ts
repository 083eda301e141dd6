import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { Problem } from "./errors.ts";
import { inRoot } from "./paths.mjs";
import { tryRun } from "./shell.ts";
import { step } from "./step.ts";

/** Names of the fuzz targets. */
export const targets = readdirSync(inRoot("fuzz", "fuzz_targets")).map((file) =>
  basename(file, ".rs"),
);

/** Runs fuzz targets one after the other. Fails after the last one if any of them found an input. */
export async function fuzz(names: readonly string[], seconds: number): Promise<void> {
  await requireFuzzer();
  const found: string[] = [];
  for (const name of names) {
    await step(`Fuzzing ${name} for ${seconds} s`, async (say) => {
      // 4096 bytes are enough for a form or an error document.
      const limits = [`-max_total_time=${seconds}`, "-max_len=4096"];
      const args = ["+nightly", "fuzz", "run", name, "--", ...limits];
      const { code, output } = await tryRun("cargo", args, { cwd: inRoot("fuzz"), onLine: say });
      if (code === 0) return /Done \d+ runs/.exec(output)?.[0];
      found.push(`${name}:\n${output}`);
      return "found an input that fails";
    });
  }
  if (found.length > 0) throw new Problem(found.join("\n\n"));
}

/** Fuzzing needs a nightly compiler, which the rest of the project does not: the user has to install it. */
async function requireFuzzer(): Promise<void> {
  const { code } = await tryRun("cargo", ["+nightly", "fuzz", "--version"]);
  if (code === 0) return;
  throw new Problem(
    "Fuzzing needs the nightly compiler and cargo-fuzz, and one of them is missing.\n" +
      "Install them with: rustup toolchain install nightly --profile minimal && cargo install cargo-fuzz",
  );
}
