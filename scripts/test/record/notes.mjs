import fs from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ABSENT, namesBelow, stateOf } from "./state.mjs";

// Copies, because file-calls.mjs replaces the properties of `fs`.
const { readdirSync, readFileSync } = fs;

/** Folder whose files are recorded: the checkout. Without it, nothing is recorded. */
const root = process.env["TEST_RECORD_ROOT"] ?? "";

/** Folders that are no inputs of their own: package-lock.json and git determine their contents. */
const IGNORED = /^(?:\.git|target|(?:.*\/)?node_modules)(?:\/|$)/;

/** A file of an installed copy of the package, whose contents are those of the checkout's file. */
const INSTALLED = /[\\/]node_modules[\\/]s3-signpost[\\/](.*)$/;

/**
 * State of each input when the test first used it, by its kind and its path.
 *
 * @type {Map<string, string>}
 */
const inputs = new Map();

/**
 * Programs that the test started.
 *
 * @type {Set<string>}
 */
const programs = new Set();

/**
 * Programs that write notes of their own if they are scripts of Node, by the files of the notes.
 *
 * @type {Map<string, string>}
 */
const recorded = new Map();

/**
 * State of each script of the package that a test only served to browsers, by its path.
 *
 * @type {Map<string, string>}
 */
const served = new Map();

/**
 * Programs that the test bundled with such scripts.
 *
 * @type {{ text: string, map: { sources: string[], mappings: string }, scripts: string[] }[]}
 */
const programCode = [];

/**
 * Modules of the code under test that ran in this process.
 *
 * @type {{ path: string, state: string, code: string, functions: object[] }[]}
 */
const modules = [];

/**
 * Functions of the scripts outside the checkout that ran in Node, such as bundles.
 *
 * @type {object[][]}
 */
const scripts = [];

/** Whether each browser writes a log of its functions. */
let hasLogs = true;

/** Whether the recorder itself reads, which is no input. */
let isPaused = false;

/**
 * Calls a function of the recorder. Functions of `fs` call others, which file-calls.mjs replaces: without this, the reading
 * of a file's state would be noted as an input, whose state would be read in turn.
 *
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
function unnoted(read) {
  const before = isPaused;
  isPaused = true;
  try {
    return read();
  } finally {
    isPaused = before;
  }
}

/**
 * Paths that the test itself wrote or deleted. They are no inputs.
 *
 * @type {Set<string>}
 */
const written = new Set();

/**
 * Notes an input, unless it is outside the checkout.
 *
 * @param {string} kind of state.mjs
 * @param {unknown} path as for `fs`
 * @param {string} [state] if it is known already
 */
export function noteInput(kind, path, state) {
  if (isPaused) return;
  const absolute = pathOf(path);
  const name = nameOf(absolute);
  if (absolute === undefined || name === undefined || isWritten(absolute)) return;
  const key = `${kind} ${name}`;
  if (inputs.has(key)) return;
  const found = state ?? unnoted(() => stateOf(kind, absolute));
  // The rule for the program that packed a copy covers the names of its files.
  if (INSTALLED.test(absolute) && (kind !== "contents" || found === ABSENT)) return;
  inputs.set(key, found);
}

/**
 * Notes each file in a folder.
 *
 * @param {unknown} path as for `fs`
 */
export function noteTree(path) {
  const absolute = pathOf(path);
  if (isPaused || nameOf(absolute) === undefined || absolute === undefined) return;
  noteInput("allNames", absolute);
  const names = unnoted(() =>
    stateOf("exists", absolute) === "folder" ? namesBelow(absolute) : undefined,
  );
  const files = names ? names.map((name) => join(absolute, name)) : [absolute];
  for (const file of files) noteInput("contents", file);
}

/**
 * Notes that the test writes or deletes a path.
 *
 * @param {unknown} path as for `fs`
 */
export function noteWrite(path) {
  const absolute = pathOf(path);
  if (absolute !== undefined) written.add(absolute);
}

/**
 * Notes that the test makes a folder. Others may have made it, and filled it, before.
 *
 * @param {unknown} path as for `fs`
 */
export function noteNewFolder(path) {
  const absolute = pathOf(path);
  if (absolute === undefined) return;
  if (unnoted(() => stateOf("exists", absolute)) === ABSENT) written.add(absolute);
}

/**
 * Notes a program that the test starts.
 *
 * @param {string} name
 */
export function noteProgram(name) {
  programs.add(name);
}

/**
 * Notes a program that the test starts, and that writes notes of its own if it is a script of Node.
 *
 * @param {string} name
 * @param {string} file of the notes
 */
export function noteRecorded(name, file) {
  recorded.set(file, name);
}

/**
 * Reads a script of the package that the test only serves to browsers.
 *
 * @param {string} path
 */
export function readServedScript(path) {
  noteServed(path);
  return readUnnoted(path);
}

/**
 * Reads a file that is no input.
 *
 * @param {string} path
 */
export function readUnnoted(path) {
  return unnoted(() => readFileSync(path));
}

/**
 * Notes a script of the package that the test only serves to browsers.
 *
 * @param {string} path
 */
export function noteServed(path) {
  const name = nameOf(path);
  if (name === undefined || served.has(name)) return;
  served.set(
    name,
    unnoted(() => stateOf("contents", path)),
  );
}

/**
 * Notes a program that the test bundled with scripts of the package.
 *
 * @param {(typeof programCode)[number]} program
 */
export function noteProgramCode(program) {
  programCode.push(program);
}

/**
 * Notes a module of the code under test.
 *
 * @param {{ path: string, state: string, code: string }} module
 * @param {object[]} functions with their offsets in the code, and whether they ran
 */
export function noteModule({ path, state, code }, functions) {
  const name = nameOf(path);
  if (name !== undefined) modules.push({ path: name, state, code, functions });
}

/** Notes a browser that writes no log of its functions. */
export function noteBrowserWithoutLog() {
  hasLogs = false;
}

/**
 * Notes the functions of a script outside the checkout.
 *
 * @param {object[]} functions with their offsets, and whether they ran
 */
export function noteScript(functions) {
  scripts.push(functions);
}

/**
 * Returns everything that the test has used until now, also in the programs that wrote notes.
 *
 * @param {string} folder of the notes of programs
 */
export function allNotes(folder) {
  const children = unnoted(() => readNotes(folder));
  const seen = new Set(children.map(({ file }) => file));
  for (const [file, name] of recorded) {
    // A program that was killed, or is no script of Node, has written none.
    if (!seen.has(file)) programs.add(name);
  }
  for (const { notes } of children) addNotes(notes);
  return {
    inputs: Object.fromEntries(inputs),
    programs: [...programs],
    served: Object.fromEntries(served),
    programCode,
    modules,
    scripts,
    hasLogs,
  };
}

/**
 * @param {string} folder
 * @returns {{ file: string, notes: ReturnType<typeof allNotes> }[]}
 */
function readNotes(folder) {
  return readdirSync(folder)
    .filter((name) => /\.json(?:\.\d+)?$/.test(name))
    .map((name) => {
      const file = join(folder, name);
      return { file, notes: JSON.parse(readFileSync(file, "utf8")) };
    });
}

/** @param {ReturnType<typeof allNotes>} notes of a program that the test started */
function addNotes(notes) {
  for (const [input, state] of Object.entries(notes.inputs)) {
    const path = resolve(root, input.slice(input.indexOf(" ") + 1));
    if (isWritten(path)) continue;
    // If the file has changed between two programs, no later state equals the one of the record.
    inputs.set(input, (inputs.get(input) ?? state) === state ? state : "changed");
  }
  for (const program of notes.programs) programs.add(program);
  for (const [name, state] of Object.entries(notes.served)) served.set(name, state);
  programCode.push(...notes.programCode);
  modules.push(...notes.modules);
  scripts.push(...notes.scripts);
  hasLogs &&= notes.hasLogs;
}

/**
 * Returns the absolute path of an argument of `fs`, or undefined for a descriptor of an open file.
 *
 * @param {unknown} path
 */
function pathOf(path) {
  if (path instanceof URL) return path.protocol === "file:" ? fileURLToPath(path) : undefined;
  if (Buffer.isBuffer(path)) return resolve(path.toString());
  return typeof path === "string" ? resolve(path) : undefined;
}

/**
 * Returns a path relative to the checkout, or undefined if it is not a path of an input.
 *
 * @param {string | undefined} absolute
 */
function nameOf(absolute) {
  if (absolute === undefined || root === "") return undefined;
  const [, installed] = INSTALLED.exec(absolute) ?? [];
  const name = (installed ?? relative(root, absolute)).replaceAll(sep, "/");
  return name.startsWith("../") || isAbsolute(name) || IGNORED.test(name) ? undefined : name;
}

/**
 * Whether the test wrote the path or a folder above it.
 *
 * @param {string} path
 * @returns {boolean}
 */
function isWritten(path) {
  return written.has(path) || (path.length > root.length && isWritten(dirname(path)));
}
