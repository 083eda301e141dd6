import { join } from "node:path";
import { type BundleCode, type CodeReader, modulesFile } from "./bundle-code.ts";
import { addScript, type LoggedFunction, lengthOf, readFunctionLogs } from "./function-log.ts";
import type { SourceMap } from "./source-map.ts";
import { notePositions, UsedFunctions } from "./unused-functions.ts";

/** A program that a test bundled with scripts of the package. */
export interface Program {
  text: string;
  map: SourceMap;
  /** The scripts, as in `dist/index.js`. */
  scripts: string[];
}

/** A module that ran in Node. */
export interface RanModule {
  path: string;
  /** Hash of its contents. */
  state: string;
  /** Name of the file with its code. */
  code: string;
  functions: LoggedFunction[];
}

/** The code that a test ran, in Node and in browsers. */
export interface Loaded {
  modules: readonly RanModule[];
  /** Functions of each script that ran in Node and is no module of the checkout. */
  scripts: readonly (readonly LoggedFunction[])[];
  /** Folder with the code of the modules. */
  code: string;
  /** Folder with the logs of V8 of browsers, or undefined if one has none. */
  logs: string | undefined;
  /** Scripts of the package that were served, or bundled into a program, as in `dist/index.js`. */
  served: readonly string[];
  programs: readonly Program[];
  /** Whether the browser may have loaded the page in build/www. */
  mayLoadPage: boolean;
}

/** Inputs by functions, and what they replace. */
export interface FunctionInputs {
  inputs: string[];
  /** Scripts of the package, and modules, whose contents are no inputs. */
  files: Set<string>;
  /** Whether the built page as a whole is no input. */
  page: boolean;
}

/**
 * Returns the functions that a test has used, as inputs. A script counts as a whole if the logs do not tell
 * which of its functions ran.
 */
export function functionInputs(loaded: Loaded, reader: CodeReader): FunctionInputs {
  const result: FunctionInputs = { inputs: [], files: new Set(), page: false };
  const scripts = loaded.logs === undefined ? undefined : readFunctionLogs(loaded.logs);
  for (const functions of loaded.scripts) if (scripts) addScript(scripts, functions);
  const used = new Map<string, UsedFunctions | undefined>();
  for (const { path, code, functions } of loaded.modules) {
    const module = reader.module(path, join(loaded.code, code));
    // A loader may have changed the code after it was noted.
    if (!module || lengthOf(functions) !== module.length || !isUnchanged(module)) continue;
    noteFunctions(module, functions);
    result.files.add(path);
    if (path.startsWith("dist/")) result.inputs.push(`contents ${modulesFile(path)}`);
  }
  const ranPrograms = loaded.programs.filter(noteProgram);
  for (const name of loaded.served) {
    const code = packageScript(name);
    if (!code) continue;
    const ran = note(code) || ranPrograms.some((program) => program.scripts.includes(name));
    if (!ran) continue;
    result.files.add(name);
    result.inputs.push(`contents ${modulesFile(name)}`);
  }
  if (loaded.mayLoadPage) result.page = notePage();
  if (!result.page && result.files.size === 0) return result;
  const inputs = [...used].map(([path, functions]) =>
    functions ? `module ${path} ${functions.unused().join()}` : `contents ${path}`,
  );
  result.inputs.push("builders", ...inputs);
  return result;

  function packageScript(name: string): BundleCode | undefined {
    const code = reader.packageScript(name);
    return code && isUnchanged(code) ? code : undefined;
  }

  function isUnchanged({ modules }: BundleCode): boolean {
    return !modules.some((path) => reader.hasChanged(path));
  }

  function noteProgram({ text, map, scripts: names }: Program): boolean {
    const codes = names.map(packageScript);
    if (!codes.every((code) => code !== undefined)) return false;
    const { modules, ...program } = reader.program(text, map);
    return note({
      ...program,
      modules: [...new Set([...modules, ...codes.flatMap((code) => code.modules)])],
    });
  }

  /** Notes which functions of a script ran, and returns whether the script did. */
  function note(code: BundleCode): boolean {
    const script = scripts?.get(code.length);
    if (script) noteFunctions(code, script.functions);
    return script !== undefined;
  }

  function noteFunctions({ positions, modules }: BundleCode, functions: LoggedFunction[]): void {
    const bodies = new Map(modules.map((path) => [path, module(path)?.addScript()]));
    notePositions(positions, functions, (path) => bodies.get(path));
  }

  function module(path: string): UsedFunctions | undefined {
    if (!used.has(path)) {
      const functions = reader.functionsOf(path);
      used.set(path, functions && new UsedFunctions(functions));
    }
    return used.get(path);
  }

  /** Notes the functions of the page, and returns whether they are all that the test has used of it. */
  function notePage(): boolean {
    const all = [...reader.pageScripts()];
    const codes = all.flatMap(([, code]) => code ?? []);
    const lengths = new Set(codes.map(({ length }) => length));
    const isStored = scripts?.has(reader.serviceWorkerLength);
    if (isStored || lengths.size < codes.length || !codes.every(isUnchanged)) return false;
    const ran = all.filter(([, code]) => code && note(code)).map(([name]) => name);
    if (!ran.some((name) => name.startsWith("main."))) return false;
    // Code of a module that is in no script, or in several, may have been folded into another module.
    const found = codes.flatMap(({ modules }) => modules);
    for (const path of reader.pageModules()) {
      if (found.indexOf(path) === -1 || found.indexOf(path) !== found.lastIndexOf(path)) {
        module(path)?.addWhole();
      }
    }
    result.inputs.push("page-shell");
    return true;
  }
}
