import { parseArgs } from "node:util";
import { buildPackage } from "../build/package.mjs";
import { buildLimit } from "../build/wasm.mjs";
import { requirePython } from "../differential/python.mjs";
import { requireBrowser, requireFirefox } from "../install-browser.mjs";
import { main, Problem } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { step } from "../steps.mjs";
import { runTypeScript } from "../typescript.mjs";

const usage = `npm run bench -- [options]

Times a presigned URL here and with peers, in Node, Chromium and Firefox, in one run.

  --quick   fewer and shorter rounds: does all of it, and writes no file
  --grow    presignMany from one key to a million instead, and what memory it takes
  --help    show this`;

/**
 * `npm run bench`: sets up, builds, and compares.
 *
 * @param {string[]} args
 */
export async function benchCommand(args) {
  await main(async () => {
    const { help, grow, quick } = parse(args);
    if (help) {
      console.log(usage);
      return;
    }
    await setUp();
    await requireBrowser();
    await buildPackage();
    await step("SHA-256 alone", buildLimit);
    const options = quick ? ["--quick"] : [];
    if (grow) {
      await runTypeScript("bench/grow.ts", options);
      return;
    }
    await requireFirefox();
    await requirePython("differential", {
      title: "botocore",
      requirements: "tests/differential/requirements.txt",
    });
    await runTypeScript("bench/compare.ts", options);
  });
}

/** @param {string[]} args */
function parse(args) {
  const flag = /** @type {const} */ ({ type: "boolean" });
  try {
    return parseArgs({ args, options: { quick: flag, grow: flag, help: flag } }).values;
  } catch (cause) {
    throw new Problem(`${/** @type {Error} */ (cause).message}\n\n${usage}`, { cause });
  }
}
