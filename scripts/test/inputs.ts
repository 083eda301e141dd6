import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type CodeReader, pageShell } from "./functions/bundle-code.ts";
import type { Program, RanModule } from "./functions/function-inputs.ts";
import type { LoggedFunction } from "./functions/function-log.ts";
import { browserState, environmentState, programState } from "./machine-state.ts";
import { isBrowser, OUTSIDE, UNSEEN } from "./record/program-calls.mjs";
import { hashOf, namesBelow, stateOf } from "./record/state.mjs";
import { contains, hashOfFiles, type Snapshot } from "./snapshot.ts";

/** Files that affect every test file: installed packages, the resolution of modules, and the test runner. */
const FOR_ALL = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "scripts/build/pack-module.mjs",
  "scripts/build/split-module.mjs",
  "scripts/shell.ts",
  "scripts/test",
];

/** Files that determine how modules become a script, besides those for all. */
const BUILDERS = ["scripts/build", "tsconfig.build.json", "webpack.config.js"];

/**
 * Sources of the local stack. The program itself is no input: `cargo test` links it with other features of its
 * dependencies than `cargo build` does, so that its bytes change without a change of the sources.
 */
const STACK = [
  ".cargo",
  "Cargo.lock",
  "Cargo.toml",
  "rust-toolchain.toml",
  "stack/Cargo.toml",
  "stack/src",
  "www/content-security-policy.txt",
];

/** Folder of the page that the local stack serves. */
const PAGE = join("build", "www");

/** A suite of test files. */
export interface FileSuite {
  name: string;
  /** Test files, absolute. */
  files: string[];
  /** Files and folders whose changes cannot affect the suite. */
  unaffectedBy: string[];
  /** Variables that the suite adds to the environment. */
  environment?: () => Record<string, string>;
  /** Suites that run the same files in Chromium. Their records name the functions that a file runs. */
  inChromium?: () => FileSuite[];
}

/** The inputs and the programs of a test file that record.mjs has noted. */
export interface Notes {
  inputs: Record<string, string>;
  programs: string[];
  /** State of each script of the package that the test only served to browsers, by its path. */
  served: Record<string, string>;
  /** Programs that the test bundled with such scripts. */
  programCode: Program[];
  /** Modules of the code under test that ran in Node. */
  modules: RanModule[];
  /** Functions of each script outside the checkout that ran in Node. */
  scripts: LoggedFunction[][];
  /** Whether each browser has logged its functions. */
  hasLogs: boolean;
}

/**
 * Returns a function for the state of any input of a suite's test files, by its kind and name as in "contents js/s3.ts".
 * Each state is computed once.
 *
 * @param root absolute path of the checkout
 */
export function inputStates(
  { unaffectedBy, environment }: Omit<FileSuite, "files">,
  snapshot: Snapshot,
  root: string,
  reader: CodeReader,
): (input: string) => string {
  const states: Record<string, (name: string) => string> = {
    environment: () => environmentState(environment?.()),
    "for-all": () => hashOfFiles(snapshot, (file) => contains(FOR_ALL, file)),
    // Programs do not read the other test files: a bundler that does lists them.
    shared: () =>
      hashOfFiles(snapshot, (file) => !contains(unaffectedBy, file) && !isTestFile(file)),
    page: () => pageState(root),
    "page-shell": () => pageShell(root),
    packed: () => packedState(root, snapshot, (file) => stateOf("contents", join(root, file))),
    "packed-names": () => packedState(root, snapshot, () => ""),
    // The TypeScript compiler reads no script of a package that has types, and of its JSON files only manifests.
    "packed-types": () =>
      packedState(root, snapshot, (file) =>
        /\.d\.ts$|(?:^|\/)package\.json$/.test(file) ? stateOf("contents", join(root, file)) : "",
      ),
    stack: () => hashOfFiles(snapshot, (file) => contains(STACK, file)),
    crates: () => hashOfFiles(snapshot, (file) => /^Cargo\.(?:toml|lock)$/.test(basename(file))),
    python: () => hashOfFiles(snapshot, (file) => file.endsWith(".py")),
    builders: () => hashOfFiles(snapshot, (file) => contains(BUILDERS, file)),
    module: (name) => {
      const [path = "", numbers = ""] = name.split(" ");
      return reader.stateWithout(path, numbers);
    },
    program: programState,
    browser: browserState,
  };
  const known = new Map<string, string>();
  return (input) => {
    const [kind = "", ...rest] = input.split(" ");
    const name = rest.join(" ");
    const state = known.get(input) ?? states[kind]?.(name) ?? stateOf(kind, join(root, name));
    known.set(input, state);
    return state;
  };
}

/** Returns every input of a test file: the noted ones, and those that the programs that it started may have read. */
export function inputsOf(
  { inputs, programs, served, modules }: Notes,
  { unaffectedBy }: Omit<FileSuite, "files">,
): Map<string, string | undefined> {
  const all = new Map<string, string | undefined>(Object.entries(inputs));
  const hasCopy = programs.includes("npm pack");
  const others = ["environment", "for-all", ...programs.flatMap(inputsOfProgram)];
  for (const input of others) all.set(input, undefined);
  for (const [name, state] of Object.entries(served)) all.set(`contents ${name}`, state);
  for (const { path, state } of modules) all.set(`contents ${path}`, state);
  return all;

  /** Prefer few rules: a program without one may read every file that can affect the suite. */
  function inputsOfProgram(called: string): string[] {
    const isOutside = called.startsWith(OUTSIDE);
    const program = isOutside ? called.slice(OUTSIDE.length) : called;
    const name = basename(program).replace(/\.exe$/, "");
    // esbuild lists the files that it reads.
    if ((name === "esbuild" && !isOutside) || program === "cargo metadata") return [];
    if (program === "cargo tree") return ["crates"];
    if (name === "s3-signpost-stack") return ["stack"];
    if (isBrowser(program) && !isOutside) {
      const page = contains(unaffectedBy, "www") ? [] : ["page"];
      return [`browser ${program}`, ...page];
    }
    // The test, and the scripts of Node that it starts, note the files of the copy that they read.
    if (program === "npm pack") return ["packed-names", "program npm"];
    if (/^(?:npm|tar)$/.test(name) && isOutside) return [`program ${program}`];
    // Another program may read any file of the copy.
    const copy = hasCopy ? [name === "tsc" ? "packed-types" : "packed"] : [];
    if (isOutside) return [...copy, `program ${program}`];
    if (/^python[\d.]*$/.test(name)) return [...copy, "python", `program ${program}`];
    return [...copy, "shared", ...(program === UNSEEN ? [] : [`program ${program}`])];
  }
}

/** Returns the names of the files that `npm pack` packs, each with a state. */
function packedState(root: string, snapshot: Snapshot, stateOfFile: (file: string) => string) {
  const manifest = join(root, "package.json");
  if (stateOf("exists", manifest) !== "file") return "absent";
  const { files = [] } = JSON.parse(readFileSync(manifest, "utf8")) as { files?: string[] };
  const folder = join(root, "dist");
  const built = stateOf("exists", folder) === "folder" ? namesBelow(folder) : [];
  const names = [
    ...[...snapshot.keys()].filter((path) => contains(["package.json", ...files], path)),
    ...built.map((name) => `dist/${name}`),
  ];
  return hashOf(
    names
      .map((name) => `${name} ${stateOfFile(name)}`)
      .sort()
      .join("\n"),
  );
}

/** Returns the contents of the built page, without source maps, which browsers do not load in tests. */
function pageState(root: string): string {
  return folderState(join(root, PAGE), (name) => !name.endsWith(".map"));
}

function folderState(folder: string, includes: (name: string) => boolean = () => true): string {
  if (stateOf("exists", folder) !== "folder") return "absent";
  const files = namesBelow(folder).filter(includes);
  return hashOf(
    files
      .sort()
      .map((name) => `${name} ${stateOf("contents", join(folder, name))}`)
      .join("\n"),
  );
}

function isTestFile(file: string): boolean {
  return /\.test\.(?:ts|mjs)$/.test(file);
}
