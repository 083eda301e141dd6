import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/paths.mjs";

const SECTION = "## Players, maps, 3D and data";

/** Returns the code under the heading of a library in docs/recipes.md. */
export function recipe(library: string): string {
  const document = readFileSync(inRoot("docs", "recipes.md"), "utf8");
  const [section = ""] = document.slice(document.indexOf(SECTION) + SECTION.length).split("\n## ");
  const text = section.split("\n### ").find((part) => part.startsWith(`${library}\n`));
  const code = text?.match(/^```js\n(.*?)^```$/ms)?.[1];
  if (code === undefined) throw new Error(`docs/recipes.md has no recipe for ${library}.`);
  return code;
}
