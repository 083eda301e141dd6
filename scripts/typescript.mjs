import { spawn } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { inRoot, root } from "./paths.mjs";

/**
 * Runs a script written in TypeScript, with the terminal as its own. This process ends with its exit code.
 *
 * @param {string} script in the checkout
 * @param {string[]} args
 */
export async function runTypeScript(script, args) {
  const loader = pathToFileURL(inRoot("scripts", "test", "wasm-loader.mjs")).href;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--import", loader, inRoot(script), ...args],
    { cwd: root, stdio: "inherit" },
  );
  const [code, signal] = await once(child, "close");
  if (signal) console.error(`${script} was stopped by ${signal}.`);
  process.exitCode = code ?? 1;
}
