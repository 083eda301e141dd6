import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { VIEW_IDS } from "../www/view-ids.ts";
import { reportSizes } from "./build/size.ts";
import { buildLimit } from "./build/wasm.ts";
import { buildPackage, buildPage, buildStack } from "./build.ts";
import { Problem, reportErrors } from "./errors.ts";
import { exampleNames, packPackage } from "./examples.ts";
import { fuzz, targets } from "./fuzz.ts";
import { countInstructions, missingValgrind, report } from "./instructions.ts";
import { lint } from "./lint.ts";
import { requireChromium, requireFirefox } from "./machine/browsers.ts";
import { requirePython } from "./machine/python.ts";
import { requireS3rver } from "./machine/s3rver.ts";
import { runTypeScript } from "./shell.ts";
import { requireFreePorts, serve } from "./start.ts";
import { step } from "./step.ts";
import { examplesOf, suites } from "./test/suites.ts";
import { test } from "./test.ts";

/** Runs a command of package.json: `main(["test", "--only", "js"])`. */
export async function main(args: readonly string[]): Promise<void> {
  await reportErrors(async () => {
    try {
      await program.parseAsync(args, { from: "user" });
    } catch (error) {
      // Commander has printed its help, or what is wrong with an option.
      if (!(error instanceof CommanderError)) throw error;
      process.exitCode = error.exitCode;
      if (args[0] === "test" && error.exitCode > 0) console.log("\n0 passed, 1 failed");
    }
  });
}

const program = new Command("npm run").exitOverride();

function command(name: string, description: string): Command {
  return program.command(name).usage("-- [options]").description(description).showHelpAfterError();
}

command(
  "start",
  "Builds, and serves the page with a local S3, Cognito Identity and STS on 127.0.0.1. Ctrl-C stops it.",
)
  .addOption(portOption("page-port", "port of the page", "8080"))
  .addOption(portOption("s3-port", "port of S3", "8081"))
  .addOption(portOption("identity-port", "port of Cognito Identity and STS", "8082"))
  .addOption(
    new Option(
      "--data <folder>",
      "keep buckets and objects in s3-signpost-stack inside this folder, instead of in memory",
    ).env("SIGNPOST_DATA"),
  )
  .addOption(
    new Option(
      "--credential-seconds <number>",
      "lifetime of credentials (default: 3600); a small value shows how they are renewed",
    ).env("SIGNPOST_CREDENTIAL_SECONDS"),
  )
  .action(async (options: Record<string, string>) => {
    const values = Object.entries(options).map(
      ([name, value]) => [kebabCase(name), value] as const,
    );
    const ports = values.filter(([name]) => name.endsWith("-port"));
    await requireFreePorts(new Map(ports.map(([name, port]) => [name, Number(port)])));
    await buildPackage();
    await packPackage();
    const stack = await buildStack();
    await buildPage();
    await serve(
      stack,
      values.flatMap(([name, value]) => [`--${name}`, value]),
    );
  });

command(
  "build",
  "Builds the package into dist and the page into build/www, and prints the sizes of the package's files.",
).action(async () => {
  await buildPackage();
  await buildPage();
  reportSizes();
});

command("test", "Builds, and runs the suites. The last line has the count: 12 passed, 0 failed.")
  .option(
    "--only <suites>",
    "run only these suites, separated by commas",
    namesOf(
      "suite",
      suites.map(({ name }) => name),
    ),
  )
  .option("--all", "also run suites that passed with the same files; CI always does")
  .addHelpText(
    "after",
    `\nSuites:\n${suites.map(({ name, title }) => `  ${name.padEnd(14)}${title}`).join("\n")}`,
  )
  .action(({ only, all = false }) => {
    const reuse = !(all || only || process.env["CI"]);
    return test(
      suites.filter(({ name }) => only?.includes(name) ?? true),
      { reuse },
    );
  });

command(
  "examples",
  "Installs, builds and starts the examples, and uses each of them in Chromium with the local stack.",
)
  .addArgument(
    new Argument("[names...]", "folders of examples")
      .choices(exampleNames())
      .default(exampleNames(), "all"),
  )
  .action((names: string[]) => test([examplesOf(names)], { reuse: false }));

command("lint", "Checks formats, lints, types and language.").action(async () => {
  // The page imports the built package, with its types.
  await buildPackage();
  await lint();
});

command("size", "Prints what a page downloads to sign, with this package and with others.").action(
  async () => {
    await buildPackage();
    await runTypeScript("bench/size.ts", []);
  },
);

command(
  "bench",
  "Times presigned URLs with this package and with others, in Node, Chromium, Firefox and Python.",
)
  .option("--quick", "fewer and shorter rounds; writes no file")
  .option("--batch-sizes", "time presignMany for 1 to 1,000,000 keys instead, and its memory")
  .action(async ({ quick, batchSizes }) => {
    const args = quick ? ["--quick"] : [];
    await requireChromium();
    await buildPackage();
    await step("SHA-256 alone", buildLimit);
    if (batchSizes) {
      await runTypeScript("bench/batch-sizes.ts", args);
      return;
    }
    await requireFirefox();
    await requirePython("differential");
    await runTypeScript("bench/compare.ts", args);
  });

command(
  "bench:instructions",
  "Counts the instructions of signing on the host, and compares them with the budget.",
).action(async () => {
  let result = { table: "", problem: undefined as string | undefined };
  await step("Instructions", async (say) => {
    const reason = await missingValgrind(say);
    if (reason) throw new Problem(reason);
    result = report(await countInstructions(say));
  });
  console.log(`\n${result.table}`);
  if (result.problem) throw new Problem(result.problem);
});

command(
  "faults",
  "Runs transfers with random faults against the local stack. Each must end with equal bytes or a typed error.",
)
  .argument(
    "[options...]",
    "options of tests/js/faults/run.ts: --schedules 1000 --seed 7 --only N --list CODE",
  )
  .allowUnknownOption()
  .action(async (options: string[]) => {
    await buildPackage();
    await buildStack();
    await runTypeScript("tests/js/faults/run.ts", options);
  });

command(
  "memory",
  "Uploads and downloads in a browser, and prints the memory of the page over time.",
)
  .option("--megabytes <number>", "size of the object", wholeNumber, 2048)
  .option("--release", "build the local stack for speed")
  .action(async ({ megabytes, release }) => {
    await requireChromium();
    await buildPackage();
    const stack = await buildStack(release ? "release" : "debug");
    await runTypeScript("tests/e2e/memory/run.ts", [String(megabytes), stack]);
  });

command(
  "pictures",
  "Takes pictures of every state of the page into build/pictures, and those of the README.",
)
  .option(
    "--only <views>",
    "take pictures of these views only, separated by commas",
    namesOf("view", VIEW_IDS),
  )
  .action(async ({ only = [] }) => {
    await requireChromium();
    await buildPackage();
    await buildStack();
    await buildPage();
    await runTypeScript("scripts/page/pictures.ts", only);
  });

command(
  "peers",
  "Runs S3 servers of other projects on loopback, and signs, downloads and uploads with each of them.",
)
  .argument("[servers...]", "names of servers (default: all)")
  .action(async (servers: string[]) => {
    await buildPackage();
    await buildStack();
    await buildPage();
    await requireChromium();
    await requirePython("peers");
    await requireS3rver();
    console.log();
    await runTypeScript("tests/peers/run.ts", servers);
  });

command(
  "fuzz",
  "Runs the fuzz targets one after the other. Inputs that fail are kept in fuzz/artifacts, the corpus in fuzz/corpus.",
)
  .option("--seconds <number>", "time of each target", wholeNumber, 60)
  .option(
    "--only <targets>",
    `run only these targets, separated by commas: ${targets.join(", ")}`,
    namesOf("target", targets),
  )
  .action(({ seconds, only }) => fuzz(only ?? targets, seconds));

function portOption(name: string, description: string, port: string): Option {
  return new Option(`--${name} <port>`, `${description}; 0 takes any free port`)
    .env(`SIGNPOST_${name.toUpperCase().replace("-", "_")}`)
    .default(port)
    .argParser((value) => {
      if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return value;
      throw new InvalidArgumentError("Use a number from 0 to 65535.");
    });
}

function wholeNumber(value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Use a whole number of at least 1.");
}

/** Returns a parser of names that are separated by commas. */
function namesOf(kind: string, known: readonly string[]) {
  return (value: string): string[] => {
    const names = value.split(",");
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length === 0) return names;
    throw new InvalidArgumentError(
      `There is no ${kind} ${unknown.join(", ")}. Use: ${known.join(", ")}.`,
    );
  };
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
