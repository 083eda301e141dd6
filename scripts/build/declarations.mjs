import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { runNodeTool } from "../command.mjs";
import { inRoot } from "../paths.mjs";

const folder = inRoot("dist", "types");

/** Writes the package's type declarations to dist/types. */
export async function emitDeclarations() {
  await runNodeTool("typescript/bin/tsc", ["--project", "tsconfig.build.json"]);
  // The compiler takes a declaration for something that is there already.
  copyFileSync(inRoot("js", "core.wasm.d.ts"), `${folder}/core.wasm.d.ts`);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = `${folder}/${name}`;
    writeFileSync(file, nameDisposable(rewriteSpecifiers(readFileSync(file, "utf8"))));
  }
}

/**
 * The compiler leaves `./errors.ts` in a declaration as it is (microsoft/TypeScript#61037), where
 * editors and bundlers of types look for a file of that name; `./errors.js` leads all to `errors.d.ts`.
 *
 * @param {string} declarations
 */
function rewriteSpecifiers(declarations) {
  const specifier = /((?:from|import)\s*\(?\s*["']\.{1,2}\/[^"']*)(?<!\.d)\.ts(?=["'])/g;
  return declarations.replace(specifier, "$1.js");
}

/**
 * `Symbol.dispose` is newer than ES2022: a project whose `lib` ends there must be told where it is
 * declared, or it cannot check these files.
 *
 * @param {string} declarations
 */
function nameDisposable(declarations) {
  if (!declarations.includes("Symbol.dispose")) return declarations;
  return `/// <reference lib="esnext.disposable" />\n${declarations}`;
}
