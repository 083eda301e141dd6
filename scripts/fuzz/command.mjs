import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { tryRun } from "../command.mjs";
import { inRoot } from "../paths.mjs";
import { main, Problem } from "../problem.mjs";
import { step } from "../steps.mjs";

const usage = `npm run fuzz -- [options]

Hands random input to everything that reads and signs, one target after the other. What is found is
kept in fuzz/artifacts, and what was learnt in fuzz/corpus.

  --seconds N            how long each target runs (default: 60)
  --only NAME[,NAME]     run only these targets
  --help                 show this

Targets: ${targets().join(", ")}`;

/**
 * `npm run fuzz`: runs every target for a bounded time. The exit code is 0 only when nothing was found.
 *
 * @param {string[]} args
 */
export async function fuzzCommand(args) {
  await main(async () => {
    const options = parse(args);
    if (!options) {
      console.log(usage);
      return;
    }
    await requireFuzzer();
    const found = [];
    for (const target of options.targets) {
      const { code, output } = await fuzz(target, options.seconds);
      if (code !== 0) found.push(`${target}:\n${output}`);
    }
    if (found.length > 0) throw new Problem(found.join("\n\n"));
  });
}

/**
 * @param {string} target
 * @param {number} seconds
 */
async function fuzz(target, seconds) {
  let result = { code: 1, output: "" };
  await step(`Fuzzing ${target} for ${seconds} s`, async (say) => {
    const args = ["+nightly", "fuzz", "run", target, "--", `-max_total_time=${seconds}`];
    // A form is small and a document is not: this is as long as either is likely to be.
    args.push("-max_len=4096");
    result = await tryRun("cargo", args, { cwd: inRoot("fuzz"), onLine: say });
    return result.code === 0 ? runs(result.output) : "found something";
  });
  return result;
}

/** @param {string} output */
function runs(output) {
  return /Done (\d+) runs/.exec(output)?.[0] ?? "";
}

function targets() {
  return readdirSync(inRoot("fuzz", "fuzz_targets")).map((file) => basename(file, ".rs"));
}

/** @param {string[]} args */
function parse(args) {
  const { help, seconds = "60", only } = parseOptions(args);
  if (help) return undefined;
  if (!/^[1-9]\d*$/.test(seconds)) {
    throw new Problem(`--seconds takes a whole number, and "${seconds}" is none.\n\n${usage}`);
  }
  const chosen = only?.split(",") ?? targets();
  const unknown = chosen.filter((name) => !targets().includes(name));
  if (unknown.length > 0) {
    throw new Problem(`No target is called ${unknown.join(", ")}.\n\n${usage}`);
  }
  return { seconds: Number(seconds), targets: chosen };
}

/** @param {string[]} args */
function parseOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        seconds: { type: "string" },
        only: { type: "string" },
        help: { type: "boolean" },
      },
    });
    return values;
  } catch (cause) {
    throw new Problem(`${/** @type {Error} */ (cause).message}\n\n${usage}`, { cause });
  }
}

/** The fuzzer needs a compiler that the rest of the project does not: it is the user's to install. */
async function requireFuzzer() {
  const { code } = await tryRun("cargo", ["+nightly", "fuzz", "--version"]);
  if (code === 0) return;
  throw new Problem(
    "Fuzzing needs the nightly compiler and cargo-fuzz, and one of them is missing.\n" +
      "Get them with: rustup toolchain install nightly --profile minimal && cargo install cargo-fuzz",
  );
}
