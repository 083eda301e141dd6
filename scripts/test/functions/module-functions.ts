import { extname } from "node:path";
import { transformSync } from "esbuild";
import { parseAst } from "rolldown/parseAst";
import { hashOf } from "../record/state.mjs";

/** The body of a function in the text of a module, with the bodies of the functions in it. */
export interface Body {
  start: number;
  end: number;
  inner: Body[];
}

/** A module with its functions, in the source and in the code. */
export interface ModuleFunctions {
  /** Outermost bodies in the source. */
  bodies: Body[];
  /** Text without types, comments and white space. */
  code: string;
  /** The same bodies in `code`. */
  codeBodies: Body[];
}

const LANGUAGES: Record<string, "ts" | "js"> = { ".ts": "ts", ".js": "js", ".mjs": "js" };

/** Finds the functions of a module. Returns undefined for a file that is no script, such as JSON and WebAssembly. */
export function functionsOf(path: string, source: string): ModuleFunctions | undefined {
  const loader = LANGUAGES[extname(path)];
  if (!loader) return undefined;
  try {
    const { code } = transformSync(source, {
      loader,
      minifyWhitespace: true,
      target: "es2022",
      // Imports of types only are removed, and those of unused values stay: their module may do something.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const bodies = bodiesOf(source, loader);
    const codeBodies = bodiesOf(code, "js");
    return shapeOf(bodies) === shapeOf(codeBodies) ? { bodies, code, codeBodies } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the hash of a module's code without the bodies of some functions. They are named by their numbers in the order
 * of the code, in which the functions within an omitted body have none, so that its contents do not change the numbers.
 */
export function hashWithout({ code, codeBodies }: ModuleFunctions, omitted: Set<number>): string {
  let number = 0;
  let [text, at] = ["", 0];
  const visit = (bodies: readonly Body[]): void => {
    for (const { start, end, inner } of bodies) {
      number += 1;
      if (omitted.has(number)) {
        text += `${code.slice(at, start)}\0`;
        at = end;
      } else {
        visit(inner);
      }
    }
  };
  visit(codeBodies);
  return hashOf(text + code.slice(at));
}

/** Returns the numbers of the functions that are omitted for `hashWithout`. */
export function numbersOf(bodies: readonly Body[], isOmitted: (body: Body) => boolean): number[] {
  const numbers: number[] = [];
  let number = 0;
  const visit = (inside: readonly Body[]): void => {
    for (const body of inside) {
      number += 1;
      if (isOmitted(body)) numbers.push(number);
      else visit(body.inner);
    }
  };
  visit(bodies);
  return numbers;
}

/** Returns the innermost body that contains an offset. */
export function bodyAt(bodies: readonly Body[], offset: number): Body | undefined {
  const outer = bodies.find(({ start, end }) => start <= offset && offset < end);
  return outer && (bodyAt(outer.inner, offset) ?? outer);
}

interface Node {
  type: string;
  start: number;
  end: number;
  body?: Node;
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

function bodiesOf(text: string, lang: "ts" | "js"): Body[] {
  const top: Body[] = [];
  collect(parseAst(text, { lang }), top);
  return inOrder(top);
}

/** Adds the bodies in a node. A body of a method is the one of a function expression in it. */
function collect(node: unknown, into: Body[]): void {
  if (Array.isArray(node)) {
    for (const element of node) collect(element, into);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { type, body } = node as Node;
  let inner = into;
  if (FUNCTIONS.has(type) && body) {
    inner = [];
    into.push({ start: body.start, end: body.end, inner });
  }
  for (const [name, value] of Object.entries(node)) {
    // Parameters are not in the body.
    if (typeof value === "object") collect(value, name === "body" ? inner : into);
  }
}

/** Sorts bodies by their place, since the one of a parameter's default may be found after the function's. */
function inOrder(bodies: Body[]): Body[] {
  for (const { inner } of bodies) inOrder(inner);
  return bodies.sort((one, other) => one.start - other.start);
}

function shapeOf(bodies: readonly Body[]): string {
  return `(${bodies.map(({ inner }) => shapeOf(inner)).join("")})`;
}
