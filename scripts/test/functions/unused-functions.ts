import type { LoggedFunction } from "./function-log.ts";
import { type Body, type ModuleFunctions, numbersOf } from "./module-functions.ts";

/**
 * Below this length, in characters, a minifier may put the body of a function in place of a call and fold it, so that
 * neither the function nor a position of it is left.
 */
const SHORT = 40;

/** Above this length, a body without a position in a script was left out, because nothing calls it. */
const LONG = 200;

/** A position in a script that comes from the body of a function, which is undefined outside functions. */
export interface CodePosition {
  offset: number;
  module: string;
  body: Body | undefined;
}

/** Collects which functions of a module ran, in each script that contains the module. */
export class UsedFunctions {
  readonly #bodies: readonly Body[];
  /** For each script, whether code of a body ran; a body without code in the script is missing. */
  readonly #scripts: Map<Body, boolean>[] = [];
  #isWhole = false;

  constructor({ bodies }: ModuleFunctions) {
    this.#bodies = bodies;
  }

  /** Returns the map in which to note the bodies of a further script. */
  addScript(): Map<Body, boolean> {
    const ran = new Map<Body, boolean>();
    this.#scripts.push(ran);
    return ran;
  }

  /** Counts all functions as used. */
  addWhole(): void {
    this.#isWhole = true;
  }

  /** Returns the functions that no script ran, as numbers for `hashWithout`. */
  unused(): number[] {
    if (this.#isWhole) return [];
    return numbersOf(this.#bodies, (body) =>
      this.#scripts.every((ran) => isLeftOut(body, ran) && !hasRun(body, ran)),
    );
  }
}

/** Notes for each position of a script whether the function around it ran. The positions ascend. */
export function notePositions(
  positions: readonly CodePosition[],
  functions: readonly LoggedFunction[],
  mapOf: (module: string) => Map<Body, boolean> | undefined,
): void {
  const isRun = runLookup(functions);
  for (const { offset, module, body } of positions) {
    const ran = isRun(offset);
    if (!body) continue;
    const known = mapOf(module);
    known?.set(body, ran || known.get(body) === true);
  }
}

/** Whether a body of which no code ran cannot have been folded into code that did. */
function isLeftOut(body: Body, ran: ReadonlyMap<Body, boolean>): boolean {
  return body.end - body.start >= (ran.has(body) ? SHORT : LONG);
}

function hasRun(body: Body, ran: ReadonlyMap<Body, boolean>): boolean {
  return ran.get(body) === true || body.inner.some((inner) => hasRun(inner, ran));
}

/** Returns a function that tells whether the innermost function at an offset ran. The offsets must ascend. */
function runLookup(functions: readonly LoggedFunction[]): (offset: number) => boolean {
  const distinct = new Map<string, LoggedFunction>();
  for (const one of functions) {
    const name = `${one.start} ${one.end}`;
    distinct.set(name, { ...one, ran: one.ran || distinct.get(name)?.ran === true });
  }
  // An outer function precedes those in it.
  const waiting = [...distinct.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  const open: LoggedFunction[] = [];
  let next = 0;
  return (offset) => {
    for (let one = waiting[next]; one && one.start <= offset; one = waiting[next]) {
      close(one.start);
      open.push(one);
      next += 1;
    }
    close(offset);
    return open.at(-1)?.ran ?? true;
  };

  function close(offset: number): void {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= offset) open.pop();
  }
}
