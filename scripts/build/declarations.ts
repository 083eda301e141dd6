import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { run } from "../shell.ts";

/** Declarations that are sources. */
const SOURCES = [
  "core.wasm.d.ts",
  ...["react", "vue", "svelte", "solid"].map((name) => `element/${name}.d.ts`),
];

/** Writes the type declarations of the package to dist/types. */
export async function emitDeclarations(): Promise<void> {
  await run("tsc", ["--project", "tsconfig.build.json"]);
  const folder = inRoot("dist", "types");
  // The compiler does not copy them.
  for (const name of SOURCES) copyFileSync(inRoot("js", name), `${folder}/${name}`);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = `${folder}/${name}`;
    writeFileSync(file, referenceDisposable(rewriteSpecifiers(readFileSync(file, "utf8"))));
  }
}

/**
 * Replaces `./errors.ts` by `./errors.js` in import specifiers, which leads editors and bundlers of types to
 * errors.d.ts. The compiler leaves specifiers of declarations as they are (microsoft/TypeScript#61037).
 */
function rewriteSpecifiers(declarations: string): string {
  const specifier = /((?:from|import)\s*\(?\s*["']\.{1,2}\/[^"']*)(?<!\.d)\.ts(?=["'])/g;
  return declarations.replace(specifier, "$1.js");
}

/** Adds a reference to the library with `Symbol.dispose`, for projects whose `lib` ends at ES2022. */
function referenceDisposable(declarations: string): string {
  if (!declarations.includes("Symbol.dispose")) return declarations;
  return `/// <reference lib="esnext.disposable" />\n${declarations}`;
}
