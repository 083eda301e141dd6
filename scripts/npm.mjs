import { run } from "./command.mjs";

/**
 * Runs npm: the one that runs this script, where npm does, else the one on the PATH.
 *
 * @param {readonly string[]} args
 * @param {import("./command.mjs").CommandOptions} [options]
 */
export function npm(args, options) {
  const script = process.env["npm_execpath"];
  if (script) return run(process.execPath, [script, ...args], options);
  return run("npm", args, options);
}
