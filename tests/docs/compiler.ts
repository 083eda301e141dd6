import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { inRoot, root } from "../../scripts/paths.mjs";
import { tryRun } from "../../scripts/shell.ts";
import { BUNDLED_FILES, GLOBALS } from "./globals.ts";
import type { Program } from "./programs.ts";

/** An error of the compiler at a line of a page. */
export interface Finding {
  page: string;
  line: number;
  message: string;
}

/**
 * Checks all programs in two runs of the compiler: TypeScript in strict mode, and JavaScript.
 *
 * @param name of a folder for the programs, inside the checkout, so that they find the package by its exports
 */
export async function compile(programs: Program[], name: string): Promise<Finding[]> {
  const folder = inRoot("build", "code-blocks", name);
  rmSync(folder, { recursive: true, force: true });
  const findings: Finding[] = [];
  for (const isJavaScript of [false, true]) {
    const chosen = programs.filter((program) => program.isJavaScript === isJavaScript);
    findings.push(...(await compileOne(folder, isJavaScript ? "js" : "ts", chosen)));
  }
  return findings;
}

/** Returns the libraries that programs import and that the checkout does not have. Their imports have no types. */
export function unknownLibraries(programs: Program[]): string[] {
  const names = programs.flatMap(({ source }) =>
    [...source.matchAll(/\bfrom "([^"]+)"|^\s*import "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
      ([, from, alone, dynamic]) => from ?? alone ?? dynamic ?? "",
    ),
  );
  return [...new Set(names.filter((name) => !isKnown(name)))].sort();
}

function isKnown(name: string): boolean {
  if (/^(\.|\/|node:)/.test(name) || builtinModules.includes(name)) return true;
  if (/^https?:/.test(name)) return false;
  const packageName = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  return packageName === "s3-signpost" || existsSync(inRoot("node_modules", packageName));
}

async function compileOne(
  folder: string,
  kind: "js" | "ts",
  programs: Program[],
): Promise<Finding[]> {
  const base = join(folder, kind);
  const pageOf = new Map<string, string>();
  for (const { page, file, source, declarations } of programs) {
    const path = join(base, page, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
    pageOf.set(path, page);
    if (!declarations) continue;
    writeFileSync(`${path}.declarations.ts`, declarations);
    pageOf.set(`${path}.declarations.ts`, page);
  }
  const libraries = unknownLibraries(programs).map(
    (name) => `declare module ${JSON.stringify(name)};`,
  );
  mkdirSync(base, { recursive: true });
  writeFileSync(join(base, "libraries.d.ts"), `${BUNDLED_FILES}${libraries.join("\n")}`);
  writeFileSync(join(base, "globals.d.ts"), GLOBALS);
  writeFileSync(join(base, "tsconfig.json"), JSON.stringify(project(kind, [...pageOf.keys()])));
  const { output } = await tryRun("tsc", ["--project", base, "--pretty", "false"], { cwd: root });
  return findingsIn(output, pageOf);
}

function project(kind: "js" | "ts", files: string[]) {
  const strict = kind === "ts";
  return {
    extends: "../../../../tsconfig.json",
    compilerOptions: {
      strict,
      noImplicitAny: strict,
      exactOptionalPropertyTypes: strict,
      noUncheckedIndexedAccess: false,
      noImplicitOverride: false,
      noPropertyAccessFromIndexSignature: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      verbatimModuleSyntax: false,
      moduleDetection: "force",
      jsx: "react-jsx",
      types: ["node"],
    },
    include: [],
    files: [...files, "libraries.d.ts", "globals.d.ts"],
  };
}

/** A library in JavaScript without declarations: its imports have the type `any`. */
const UNTYPED_LIBRARY = "TS7016";

function findingsIn(output: string, pageOf: ReadonlyMap<string, string>): Finding[] {
  const findings: Finding[] = [];
  for (const text of output.split("\n").filter(Boolean)) {
    const found = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(text);
    const last = findings.at(-1);
    if (!found) {
      // The compiler indents the reasons of an error below it.
      if (last && text.startsWith(" ")) last.message += `\n${text}`;
      else findings.push({ page: "", line: 0, message: text });
      continue;
    }
    const [, file = "", line, code, message] = found;
    const path = join(root, file);
    const page = pageOf.get(path) ?? file;
    findings.push({ page, line: Number(line), message: `${code}: ${message}` });
  }
  return findings.filter(({ message }) => !message.startsWith(UNTYPED_LIBRARY));
}
