import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./paths.mjs";
import { Problem } from "./problem.mjs";

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] default: the checkout
 * @property {Record<string, string>} [env] added to the environment
 * @property {(line: string) => void} [onLine] sees every line of output as it comes
 * @property {number} [timeout] milliseconds after which the program is killed; default: never
 */

/**
 * Runs a program to its end and gives its exit code with all it printed, both streams in order of
 * arrival. `stdout` is that stream alone.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 * @throws {Problem} when the program cannot be started
 */
export function tryRun(program, args, { cwd = root, env = {}, onLine = () => {}, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      killSignal: "SIGKILL",
    });
    let output = "";
    let stdout = "";
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        output += `${line}\n`;
        if (stream === child.stdout) stdout += `${line}\n`;
        onLine(line);
      });
    }
    child.on("error", (cause) => {
      reject(new Problem(`${program} could not be started: ${cause.message}`, { cause }));
    });
    child.on("exit", () => {
      // A process that the program left behind holds the pipes open; it must not hold us up.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 2000).unref();
    });
    child.on("close", (code, signal) => {
      if (signal) output += `${program} was stopped by ${signal}.\n`;
      if (child.killed) output += `It had run for longer than ${timeout} ms.\n`;
      resolve({ code: code ?? 1, output, stdout });
    });
  });
}

/**
 * Runs a program that must succeed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ output: string, stdout: string }>}
 * @throws {Problem} with everything it printed, when it fails
 */
export async function run(program, args, options) {
  const result = await tryRun(program, args, options);
  if (result.code === 0) return result;
  throw new Problem(
    `${result.output}\nFailed with exit code ${result.code}: ${[program, ...args].join(" ")}${hint(result.output)}`,
  );
}

/**
 * Runs one of the tools in node_modules by its script, which works the same on every system.
 *
 * @param {string} script such as `typescript/bin/tsc`
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function runNodeTool(script, args, options) {
  return run(process.execPath, [`${root}/node_modules/${script}`, ...args], options);
}

/** @param {string} output */
function hint(output) {
  const fixes = /** @type {const} */ ([
    [
      /linker `(cc|gcc|clang)` not found/,
      "Rust needs a C linker. Debian and Ubuntu: apt install build-essential. Fedora: dnf install gcc. macOS: xcode-select --install.",
    ],
    [
      /linker `link\.exe` not found/,
      "Rust needs the Visual Studio C++ build tools: winget install Microsoft.VisualStudio.2022.BuildTools",
    ],
    [
      /No space left on device|os error 28|ENOSPC/,
      "The disk is full: a build from nothing needs about 3 GB.",
    ],
    [
      /Could not resolve host|ENOTFOUND|EAI_AGAIN|failed to download/,
      "A registry could not be reached. Check the network or the proxy, and run the command again.",
    ],
  ]);
  const fix = fixes.find(([symptom]) => symptom.test(output));
  return fix ? `\n${fix[1]}` : "";
}
