import { spawn } from "node:child_process";
import { once } from "node:events";
import { buildPackage } from "../build/package.mjs";
import { buildPage } from "../build/page.mjs";
import { buildStack } from "../build/stack.mjs";
import { inRoot, root } from "../paths.mjs";
import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { readOptions, usage } from "./options.mjs";
import { requireFreePorts } from "./ports.mjs";

/**
 * `npm start`: sets up, builds what has changed, and runs the local stack with the demo page until it
 * is stopped.
 *
 * @param {string[]} args
 */
export async function startCommand(args) {
  await main(async () => {
    const { help, values } = readOptions(args);
    if (help) {
      console.log(usage());
      return;
    }
    await requireFreePorts(values);
    await setUp();
    await buildPackage();
    const stack = await buildStack();
    await buildPage();
    await serve(stack, values);
  });
}

/**
 * @param {string} stack
 * @param {Map<string, string>} values
 */
async function serve(stack, values) {
  const args = ["--www", inRoot("build", "www"), "--exit-with-parent"];
  for (const [name, value] of values) args.push(`--${name}`, value);
  console.log();
  // The open pipe is how the stack learns that this process has ended, however it ended.
  const child = spawn(stack, args, { cwd: root, stdio: ["pipe", "inherit", "inherit"] });
  let stopping = false;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      stopping = true;
      child.kill(signal);
    });
  }
  const [code] = await once(child, "close");
  if (!stopping) process.exitCode = code ?? 1;
}
