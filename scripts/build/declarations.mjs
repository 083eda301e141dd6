import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { runNodeTool } from "../command.mjs";
import { inRoot } from "../paths.mjs";

const folder = inRoot("dist", "types");

/** Writes the package's type declarations to dist/types. */
export async function emitDeclarations() {
  await runNodeTool("typescript/bin/tsc", ["--project", "tsconfig.build.json"]);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".d.ts")) rewriteSpecifiers(`${folder}/${file}`);
  }
}

/**
 * The compiler leaves `./errors.ts` in a declaration as it is (microsoft/TypeScript#61037), where
 * editors and bundlers of types look for a file of that name; `./errors.js` leads all to `errors.d.ts`.
 *
 * @param {string} file
 */
function rewriteSpecifiers(file) {
  const specifier = /((?:from|import)\s*\(?\s*["']\.{1,2}\/[^"']*)(?<!\.d)\.ts(?=["'])/g;
  writeFileSync(file, readFileSync(file, "utf8").replace(specifier, "$1.js"));
}
