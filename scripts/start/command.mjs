import { spawn } from "node:child_process";
import { once } from "node:events";
import { buildPackage } from "../build/package.mjs";
import { buildPage } from "../build/page.mjs";
import { buildStack } from "../build/stack.mjs";
import { inRoot, root } from "../paths.mjs";
import { main } from "../problem.mjs";
import { setUp } from "../setup.mjs";

/**
 * `npm start`: sets up, builds what has changed, and runs the local stack with the demo page until it
 * is stopped.
 *
 * @param {string[]} args
 */
export async function startCommand(args) {
  await main(async () => {
    await setUp();
    await buildPackage();
    const stack = await buildStack();
    await buildPage();
    await serve(stack, ["--www", inRoot("build", "www"), ...args]);
  });
}

/**
 * @param {string} stack
 * @param {string[]} args
 */
async function serve(stack, args) {
  const child = spawn(stack, args, { cwd: root, stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  const [code] = await once(child, "close");
  if (code) process.exitCode = code;
}
