import childProcess from "node:child_process";
import { basename, isAbsolute, join, resolve } from "node:path";
import workerThreads from "node:worker_threads";
import { before } from "./file-calls.mjs";
import { LOG_OPTION } from "./function-log.mjs";
import { noteBrowserWithoutLog, noteProgram, noteRecorded, readUnnoted } from "./notes.mjs";

/** Folder whose files are recorded: the checkout. */
const root = process.env["TEST_RECORD_ROOT"] ?? "";

/** Start of the name of a program that reads no files of the checkout. */
export const OUTSIDE = "outside ";

/** Name of a program that reads files unseen: a thread, or a bundler that another library has started. */
export const UNSEEN = "unseen";

/** Script of the thread in which esbuild works synchronously: esbuild.mjs notes its functions that read files. */
const ESBUILD = /[\\/]node_modules[\\/]esbuild[\\/]/;

/** Variable of a program that a test of the recorder itself records. Only scripts/test is an input of it. */
const FIXTURE = /^TEST_RECORD=./;

/** Module that records a script of Node. */
const RECORDER = new URL("./record.mjs", import.meta.url).href;

/**
 * Folder for the notes of programs, other variables of the environment that a program needs to write them, and the folder
 * in which a program works by default.
 *
 * @type {{ folder: string, variables: Record<string, string>, cwd: string }}
 */
let forNotes = { folder: "", variables: {}, cwd: "" };
let calls = 0;

/**
 * Replaces the functions that start a program or a thread, so that calls of them are noted.
 *
 * @param {typeof forNotes} options
 */
export function noteProgramCalls(options) {
  forNotes = options;
  // The asynchronous functions all call this method.
  before(childProcess.ChildProcess.prototype, "spawn", (call) => {
    // The first argument is the program's own name.
    const isFixture = call.envPairs.some((/** @type {string} */ pair) => FIXTURE.test(pair));
    const variables = isFixture ? {} : noteCall(call.file, call.args?.slice(1), call.cwd);
    const pairs = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const replaced = (/** @type {string} */ pair) => pair.slice(0, pair.indexOf("=")) in variables;
    const others = call.envPairs.filter((/** @type {string} */ pair) => !replaced(pair));
    return [{ ...call, envPairs: [...others, ...pairs] }];
  });
  for (const name of ["spawnSync", "execFileSync"]) before(childProcess, name, noteSyncCall);
  before(childProcess, "execSync", () => noteProgram("sh"));
  workerThreads.Worker = new Proxy(workerThreads.Worker, {
    construct(worker, args, target) {
      if (!ESBUILD.test(String(args[0]))) noteProgram(UNSEEN);
      return Reflect.construct(worker, args, target);
    },
  });
}

/**
 * Notes a synchronous call of a program.
 *
 * @param {string} file
 * @param {unknown[]} rest arguments of the program, unless it has none, and options
 */
function noteSyncCall(file, ...rest) {
  const args = Array.isArray(rest[0]) ? rest[0] : [];
  const { env = process.env, ...options } = /** @type {any} */ (
    rest.find((value) => typeof value === "object" && !Array.isArray(value)) ?? {}
  );
  return [file, args, { ...options, env: { ...env, ...noteCall(file, args, options.cwd) } }];
}

/**
 * Notes a call of a program, and returns the variables with which it writes notes of its own if it is a script of Node.
 *
 * @param {string} file
 * @param {unknown} args an array, unless the call has none
 * @param {unknown} cwd
 * @returns {Record<string, string>}
 */
function noteCall(file, args, cwd) {
  const list = Array.isArray(args) ? args.map(String) : [];
  const name = nameOf(file, list, cwd);
  if (isBrowser(file) && !name.startsWith(OUTSIDE)) {
    noteProgram(name);
    if (!list.some((arg) => arg.includes(LOG_OPTION))) noteBrowserWithoutLog();
    return {};
  }
  if (!forNotes.folder || /^(?:npm|npx|esbuild)$/.test(basename(file))) {
    noteProgram(name);
    return {};
  }
  calls += 1;
  const notes = join(forNotes.folder, `${calls}.json`);
  noteRecorded(name, notes);
  const { NODE_OPTIONS = "" } = process.env;
  return {
    ...forNotes.variables,
    TEST_RECORD: notes,
    TEST_RECORD_PARENT: String(process.pid),
    TEST_RECORD_OPTIONS: NODE_OPTIONS,
    NODE_OPTIONS: `${NODE_OPTIONS} --import=${RECORDER}`.trim(),
  };
}

/**
 * Whether the path of a program is the one of a browser, which loads pages and no files.
 *
 * @param {string} program
 */
export function isBrowser(program) {
  return /(?:chromium|chrome|firefox)[^\\/]*$/i.test(program) && !/driver[^\\/]*$/.test(program);
}

/**
 * Returns the name of a program for the rules in inputs.ts. Calls that read no files of the checkout, or few, have names
 * of their own.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {unknown} cwd
 */
function nameOf(file, args, cwd) {
  const name = `${file} ${args[0]}`;
  if (["cargo metadata", "cargo tree", "npm pack"].includes(name)) return name;
  // A program that only prints its help or version.
  if (args.length === 1 && /^--(?:help|version)$/.test(args[0] ?? "")) return `${OUTSIDE}${file}`;
  return !isBrowser(file) && readsNothing(args, cwd) ? `${OUTSIDE}${file}` : file;
}

/**
 * Whether a program works in a folder outside the checkout, or runs a script there, and no argument names a file of the
 * checkout. Installed packages are no inputs of their own.
 *
 * @param {string[]} args
 * @param {unknown} cwd undefined for the one of this process
 */
function readsNothing(args, cwd) {
  if (args.some(namesCheckout)) return false;
  if (isOutside(String(cwd ?? forNotes.cwd))) return true;
  const script = args.find((arg) => !arg.startsWith("-"));
  if (script === undefined || !isAbsolute(script)) return false;
  try {
    // The script may import a file of the checkout by its path.
    return !namesCheckout(readUnnoted(script).toString());
  } catch {
    return false;
  }
}

/**
 * Whether a path is not in the checkout.
 *
 * @param {string} path
 */
export function isOutside(path) {
  return !`${resolve(path)}/`.startsWith(`${root}/`);
}

/** @param {string} text */
function namesCheckout(text) {
  return text.replaceAll(`${root}/node_modules/`, "").includes(`${root}/`);
}
