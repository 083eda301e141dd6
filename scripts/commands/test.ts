import { Argument } from "commander";
import { buildPackage, buildPage, buildStack } from "../build.ts";
import { exampleNames, packPackage } from "../examples.ts";
import { fuzz, targets } from "../fuzz.ts";
import { checkInfrastructure } from "../infrastructure.ts";
import { requireChromium, requireFirefox, requireWebKit } from "../machine/browsers.ts";
import { requirePython } from "../machine/python.ts";
import { requireS3rver } from "../machine/s3rver.ts";
import { runTypeScript } from "../shell.ts";
import { examplesOf, suites } from "../test/suites.ts";
import { test } from "../test.ts";
import { type AddCommand, namesOf, wholeNumber } from "./command.ts";

/** Adds the commands that test. */
export function addTestCommands(command: AddCommand): void {
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

  command(
    "matrix",
    "Builds a small project with each bundler, framework and runtime, runs it in its engine, and updates the table.",
  )
    .argument("[names...]", "folders of tests/matrix (default: all)")
    .action(async (names: string[]) => {
      await buildPackage();
      await packPackage();
      await buildStack();
      await requireChromium();
      await requireFirefox();
      await requireWebKit();
      console.log();
      await runTypeScript("tests/matrix/run.ts", names);
    });

  command(
    "infrastructure",
    "Lints the CloudFormation template, compares it with the Terraform files, and deploys it to an emulator of AWS.",
  ).action(checkInfrastructure);

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
    "fuzz",
    "Runs the fuzz targets one after the other. Inputs that fail are kept in fuzz/artifacts, the corpus in fuzz/corpus.",
  )
    .option("--seconds <number>", "time of each target", wholeNumber, 60)
    .option("--runs <number>", "number of inputs of each target, instead of a time", wholeNumber)
    .option(
      "--only <targets>",
      `run only these targets, separated by commas: ${targets.join(", ")}`,
      namesOf("target", targets),
    )
    .action(({ seconds, runs, only }) => fuzz(only ?? targets, runs ? { runs } : { seconds }));
}
