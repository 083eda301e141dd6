import { run } from "./command.mjs";

/**
 * Runs npm: the one that runs this script, where npm does, else the one on the PATH.
 *
 * @param {readonly string[]} args
 * @param {import("./command.mjs").CommandOptions} [options]
 */
export function npm(args, options) {
  const script = process.env["npm_execpath"];
  // Other package managers run scripts too, and name themselves here.
  if (script?.endsWith("npm-cli.js")) return run(process.execPath, [script, ...args], options);
  return run("npm", args, options);
}
