import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { root as checkout, inRoot } from "../paths.mjs";
import { typeScriptArguments } from "../shell.ts";
import type { Say } from "../step.ts";
import { CodeReader } from "./functions/bundle-code.ts";
import { functionInputs } from "./functions/function-inputs.ts";
import { type FileSuite, inputStates, inputsOf, type Notes } from "./inputs.ts";
import { type Counts, keepRecords, readRecord, writeRecord } from "./records.ts";
import { type Outcome, runFile, runQueue, sumOf } from "./run-suite.ts";
import type { Snapshot } from "./snapshot.ts";

/** The record of a test file that passed. */
interface FileRecord extends Counts {
  /** State of each input, by kind and name. */
  inputs: Record<string, string>;
}

export interface FilesOutcome extends Outcome {
  /** Number of test files that ran. */
  ran: number;
}

export interface FilesOptions {
  snapshot: Snapshot;
  /** Whether a test file that passed with the same inputs counts without another run. */
  reuse: boolean;
  /** Whether to note the inputs, which takes time, for a later run. @default true */
  record?: boolean;
  say?: Say;
  /** Absolute path of the checkout. */
  root?: string;
  /** Folder of the records. */
  folder?: string;
  /** Options of Node. */
  nodeArguments?: string[];
}

/**
 * Runs the test files of a suite, except those that passed with the same inputs, whose earlier tests count. The inputs
 * of a file are noted while it runs.
 */
export async function runFiles(
  suite: FileSuite,
  {
    snapshot,
    reuse,
    record = true,
    say = () => {},
    root = checkout,
    folder = inRoot("build", "passed"),
    nodeArguments = typeScriptArguments,
  }: FilesOptions,
): Promise<FilesOutcome> {
  const reader = new CodeReader(root, snapshot);
  const nameOf = (file: string) => `${relative(root, file).replaceAll(sep, "+")}.json`;
  const { stateOf, recordOf, passedBefore } = recordsOf(suite);
  const inChromium = suite.inChromium?.().map(recordsOf) ?? [];
  keepRecords(join(folder, suite.name), suite.files.map(nameOf));
  // A change during the run must not be recorded as tested.
  for (const input of WHOLE_INPUTS) stateOf(input);

  const unchanged: Counts[] = [];
  const changed = suite.files.filter((file) => {
    const earlier = reuse ? passedBefore(file) : undefined;
    if (earlier) unchanged.push(earlier);
    return !earlier;
  });
  const temporary = mkdtempSync(join(tmpdir(), "s3-signpost-test-"));
  const code = join(temporary, "code");
  mkdirSync(code);
  try {
    const outcomes = await runQueue(changed, (file, index) => {
      rmSync(recordOf(file), { force: true });
      if (record) return runAndRecord(file, String(index));
      return runFile(file, { say, nodeArguments, env: { ...suite.environment?.() } });
    });
    return { ...sumOf([...unchanged, ...outcomes]), ran: changed.length };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }

  /** Returns the access to the records of a suite. */
  function recordsOf(owner: FileSuite) {
    const stateOf = inputStates(owner, snapshot, root, reader);
    const recordOf = (file: string) => join(folder, owner.name, nameOf(file));
    /** Returns the record of a test file if it passed with the present inputs. */
    const passedBefore = (file: string): FileRecord | undefined => {
      const record = readRecord<FileRecord>(recordOf(file));
      const inputs = Object.entries(record?.inputs ?? {});
      if (inputs.length === 0) return undefined;
      return inputs.every(([input, state]) => stateOf(input) === state) ? record : undefined;
    };
    return { stateOf, recordOf, passedBefore };
  }

  async function runAndRecord(file: string, name: string): Promise<Outcome> {
    const notesFile = join(temporary, `${name}.json`);
    const logs = join(temporary, name);
    mkdirSync(logs);
    const outcome = await runFile(file, {
      say,
      nodeArguments: [...nodeArguments, "--import", RECORDER],
      env: {
        ...suite.environment?.(),
        TEST_RECORD: notesFile,
        TEST_RECORD_ROOT: root,
        TEST_RECORD_LOGS: logs,
        TEST_RECORD_CODE: code,
      },
    });
    const notes = readRecord<Notes>(notesFile);
    const { passed, failed, skipped } = outcome;
    // A file that skips all its tests lacks a program that may be installed later.
    if (failed > 0 || passed === 0 || !notes) return outcome;
    const inputs = inputsOf(notes, suite);
    useFunctions(inputs, notes, logs);
    if (!notes.hasLogs) useChromium(inputs, notes, file);
    rmSync(logs, { recursive: true });
    const states = [...inputs].map(([input, state]) => [input, state ?? stateOf(input)] as const);
    writeRecord(recordOf(file), { passed, failed, skipped, inputs: Object.fromEntries(states) });
    return outcome;
  }

  /** Replaces whole modules and scripts by the functions of them that ran. */
  function useFunctions(inputs: Map<string, unknown>, notes: Notes, logs: string): void {
    const { programCode, served, hasLogs, modules, scripts } = notes;
    const functions = functionInputs(
      {
        modules,
        scripts,
        code,
        logs: hasLogs ? logs : undefined,
        served: Object.keys(served),
        programs: programCode,
        mayLoadPage: inputs.has("page"),
      },
      reader,
    );
    if (functions.page) inputs.delete("page");
    for (const file of functions.files) {
      // The test may have read the file for another purpose too.
      if (!(`contents ${file}` in notes.inputs)) inputs.delete(`contents ${file}`);
      // Node reads the source map of a script that it imports, for stack traces.
      inputs.delete(`contents ${file}.map`);
    }
    for (const input of functions.inputs) inputs.set(input, undefined);
  }

  /** Replaces the scripts that a browser without a log has loaded by the code that the same file used in Chromium. */
  function useChromium(inputs: Map<string, unknown>, notes: Notes, file: string): void {
    const record = inChromium.map(({ passedBefore }) => passedBefore(file)).find(Boolean);
    if (!record) return;
    const code = Object.keys(record.inputs).filter((input) => CODE.test(input));
    // The browser has loaded the scripts that were built at the start.
    if (code.some((input) => reader.hasChanged(input.split(" ")[1] ?? ""))) return;
    for (const name of ["page", ...Object.keys(notes.served).map((path) => `contents ${path}`)]) {
      if (!(name in notes.inputs)) inputs.delete(name);
    }
    for (const input of code) inputs.set(input, undefined);
  }
}

/** Inputs without a name of a file. */
const WHOLE_INPUTS = [
  "shared",
  "for-all",
  "builders",
  "page",
  "page-shell",
  "packed",
  "packed-names",
  "packed-types",
  "crates",
  "stack",
  "python",
];

/** Inputs of the code that a browser loads. */
const CODE = /^(?:contents|module|builders|page|page-shell)(?: |$)/;

const RECORDER = new URL("./record/record.mjs", import.meta.url).href;
