import { parseArgs } from "node:util";
import { buildPackage } from "../build/package.mjs";
import { buildStack } from "../build/stack.mjs";
import { requireBrowser } from "../install-browser.mjs";
import { main, Problem } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { runTypeScript } from "../typescript.mjs";

/**
 * `npm run memory -- --megabytes 2048 --release`: uploads and downloads so much in a browser, and prints
 * what memory the page took over time. `--release` builds the stack for speed.
 *
 * @param {string[]} args
 */
export async function memoryCommand(args) {
  await main(async () => {
    const { megabytes, release } = parse(args);
    await setUp();
    await requireBrowser();
    await buildPackage();
    const binary = await buildStack(release ? "release" : "debug");
    await runTypeScript("tests/e2e/memory/run.ts", [megabytes, binary]);
  });
}

/** @param {string[]} args */
function parse(args) {
  const { values } = parseArgs({
    args,
    options: {
      megabytes: { type: "string", default: "2048" },
      release: { type: "boolean", default: false },
    },
  });
  if (!/^[1-9]\d*$/.test(values.megabytes)) {
    throw new Problem(`--megabytes is ${values.megabytes}: give a whole number from 1 up.`);
  }
  return values;
}
