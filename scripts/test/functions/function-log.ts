import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The functions of a script that V8 has parsed, by offsets in the script. */
export interface LoggedScript {
  /** Number of UTF-16 units, which tells scripts apart. */
  length: number;
  /** End offsets of the parsed functions by their start offsets, at the parentheses of the parameters. */
  functions: LoggedFunction[];
}

export interface LoggedFunction {
  start: number;
  end: number;
  /** Whether V8 compiled it, which it does when it first runs. */
  ran: boolean;
}

/** Events of functions that were parsed only. Each other event is of a function that runs. */
const PARSED = /^(?:preparse-(?:no-)?resolution|full-parse|parse|parse-script)$/;

/**
 * Reads the logs that V8 writes with `--log-function-events`, one for each page process and worker of a browser.
 *
 * @returns the scripts by their lengths, or undefined if a script ran whose length was not logged
 */
export function readFunctionLogs(folder: string): Map<number, LoggedScript> | undefined {
  const scripts = new Map<number, LoggedScript>();
  for (const name of readdirSync(folder)) {
    const log = readFileSync(join(folder, name), "utf8");
    const loaded = loadedScripts(log);
    for (const [script, functions] of functionsByScript(log)) {
      // It comes from a cache of compiled code. Scripts without a URL are the tools'.
      if (!addScript(scripts, functions) && loaded.has(script)) return undefined;
    }
  }
  return scripts;
}

/** Adds the functions of a script, and returns whether its length is known. */
export function addScript(
  scripts: Map<number, LoggedScript>,
  functions: readonly LoggedFunction[],
): boolean {
  const length = lengthOf(functions);
  if (length === undefined) return false;
  const known = scripts.get(length) ?? { length, functions: [] };
  known.functions.push(...functions);
  scripts.set(length, known);
  return true;
}

/** Returns the length of a script: the code outside functions is a function from the start to the end. */
export function lengthOf(functions: readonly LoggedFunction[]): number | undefined {
  const end = Math.max(...functions.map((one) => one.end));
  return functions.some((one) => one.start === 0 && one.end === end) ? end : undefined;
}

/** Returns the numbers of the scripts in a log that a page loaded from a URL. */
function loadedScripts(log: string): Set<string> {
  const details = log.matchAll(/^script-details,(\d+),(?:https?|blob|data):/gm);
  return new Set([...details].map(([, script = ""]) => script));
}

/** Returns the functions in a log by the number of their script. */
function functionsByScript(log: string): Map<string, LoggedFunction[]> {
  const scripts = new Map<string, LoggedFunction[]>();
  for (const [, kind = "", script = "", start, end] of log.matchAll(
    /^function,([^,]+),(\d+),(\d+),(\d+),/gm,
  )) {
    const functions = scripts.get(script) ?? [];
    functions.push({ start: Number(start), end: Number(end), ran: !PARSED.test(kind) });
    scripts.set(script, functions);
  }
  return scripts;
}
