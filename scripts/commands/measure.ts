import { buildLimit } from "../build/wasm.ts";
import { buildPackage, buildStack } from "../build.ts";
import { Problem } from "../errors.ts";
import { countInstructions, missingValgrind, report } from "../instructions.ts";
import { requireChromium, requireFirefox } from "../machine/browsers.ts";
import { requirePython } from "../machine/python.ts";
import { runTypeScript } from "../shell.ts";
import { step } from "../step.ts";
import { type AddCommand, wholeNumber } from "./command.ts";

/** Adds the commands that measure size, time and memory. */
export function addMeasureCommands(command: AddCommand): void {
  command(
    "size",
    "Prints and draws what a page downloads to sign, with this package and with others.",
  ).action(async () => {
    await buildPackage();
    await runTypeScript("bench/size.ts", []);
  });

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
    "bench:transfer",
    "Times uploads, downloads and cold pages in Chromium, with this package and with others.",
  )
    .option("--quick", "one round instead of seven; writes no file")
    .option(
      "--only <words>",
      "jobs whose name has these words, such as large or cold; writes no file",
    )
    .option("--debug", "use a local stack without optimization; writes no file")
    .action(async (options) => {
      await requireChromium();
      await buildPackage();
      const args = Object.entries(options).map(([name, value]) =>
        value === true ? `--${name}` : `--${name}=${value}`,
      );
      await runTypeScript("bench/transfer.ts", args);
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
}
