import { createInterface } from "node:readline";
import { execa } from "execa";
import { Problem } from "./errors.ts";
import { inRoot, root } from "./paths.mjs";

export interface RunOptions {
  /** @default the checkout */
  cwd?: string;
  /** Added to the environment. */
  env?: Record<string, string>;
  /** Receives every line of output as it is printed. */
  onLine?: (line: string) => void;
  /** Milliseconds after which the program is killed. @default none */
  timeout?: number;
}

export interface RunResult {
  code: number;
  /** Standard output and standard error, in the order of arrival. */
  output: string;
  stdout: string;
}

/** Returns a line of output, with the reason of a wait of cargo, which looks idle otherwise. */
function nameWait(line: string): string {
  return line.replace(
    /^\s*Blocking waiting for file lock.*/,
    "Waiting for another build with cargo",
  );
}

/**
 * Runs a program to its end: one that an npm package of the project has installed, or one on the PATH.
 *
 * @throws {Problem} if the program cannot be started
 */
export async function tryRun(
  program: string,
  args: readonly string[],
  { cwd = root, env = {}, onLine, timeout = 0 }: RunOptions = {},
): Promise<RunResult> {
  const child = execa(program, args, {
    cwd,
    env,
    timeout,
    killSignal: "SIGKILL",
    stdin: "ignore",
    preferLocal: true,
    localDir: root,
    all: true,
    reject: false,
    stripFinalNewline: false,
    // A test run may print more than execa's 100 MB.
    maxBuffer: 1_000_000_000,
  });
  if (onLine) {
    createInterface({ input: child.all }).on("line", (line) => onLine(nameWait(line)));
  }
  child.once("exit", () => {
    // A process that the program started may live on with the pipes open: stop reading them.
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, 2000).unref();
  });
  const { exitCode, all, stdout, signal, timedOut, originalMessage } = await child;
  if (exitCode === undefined && signal === undefined) {
    throw new Problem(`${program} could not be started: ${originalMessage}`);
  }
  const ending = timedOut
    ? `${program} was killed after ${timeout} ms.\n`
    : signal
      ? `${program} was ended by ${signal}.\n`
      : "";
  return { code: exitCode ?? 1, output: all + ending, stdout };
}

/**
 * Runs a program that must succeed.
 *
 * @throws {Problem} if it fails, with everything it printed
 */
export async function run(
  program: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<RunResult> {
  const result = await tryRun(program, args, options);
  if (result.code === 0) return result;
  const output = program === "cargo" ? result.output.replace(CARGO_PROGRESS, "") : result.output;
  throw new Problem(
    `${output}\nFailed with exit code ${result.code}: ${[program, ...args].join(" ")}${fixFor(output)}`,
  );
}

export function cargo(args: readonly string[], onLine?: (line: string) => void) {
  return run("cargo", args, onLine && { onLine });
}

/** Options of Node to run TypeScript and to import the built WebAssembly modules. */
export const typeScriptArguments = [
  "--import",
  "tsx",
  "--import",
  "./scripts/test/wasm-loader.mjs",
];

/** Runs a script of the checkout on this terminal, and takes over its exit code. */
export async function runTypeScript(script: string, args: readonly string[]): Promise<void> {
  const { exitCode, signal } = await execa(
    process.execPath,
    [...typeScriptArguments, inRoot(script), ...args],
    { cwd: root, stdio: "inherit", reject: false },
  );
  if (signal) console.error(`${script} was ended by ${signal}.`);
  process.exitCode = exitCode ?? 1;
}

/** Lines that name the crates of a build. */
const CARGO_PROGRESS =
  /^\s+(Compiling|Checking|Downloading|Downloaded|Updating|Locking|Blocking)\s.*\n/gm;

const FIXES: [symptom: RegExp, fix: string][] = [
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
    "The disk is full: a build of everything needs about 3 GB.",
  ],
  [
    /Could not resolve host|ENOTFOUND|EAI_AGAIN|failed to download/,
    "A registry could not be reached. Check the network or the proxy, and run the command again.",
  ],
];

function fixFor(output: string): string {
  const found = FIXES.find(([symptom]) => symptom.test(output));
  return found ? `\n${found[1]}` : "";
}
