import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/paths.mjs";

/** Returns the code under the heading of a library in a section of docs/recipes.md. */
export function recipe(library: string, section = "Players, maps, 3D and data"): string {
  const document = readFileSync(inRoot("docs", "recipes.md"), "utf8");
  const [, rest = ""] = document.split(`\n## ${section}\n`);
  const [body = ""] = rest.split("\n## ");
  const text = body.split("\n### ").find((part) => part.startsWith(`${library}\n`));
  const code = text?.match(/^```jsx?\n(.*?)^```$/ms)?.[1];
  if (code === undefined) throw new Error(`docs/recipes.md has no recipe for ${library}.`);
  return code;
}
