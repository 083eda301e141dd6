import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/paths.mjs";

/**
 * Returns the first JavaScript code under a heading of a guide.
 *
 * @param guide path in docs/guides, without `.md`
 */
export function recipe(heading: string, guide = "players-and-maps"): string {
  const document = readFileSync(inRoot("docs", "guides", `${guide}.md`), "utf8");
  const text = document.split("\n## ").find((part) => part.startsWith(`${heading}\n`));
  const code = text?.match(/^```jsx?\n(.*?)^```$/ms)?.[1];
  if (code === undefined) throw new Error(`docs/guides/${guide}.md has no code for ${heading}.`);
  return code;
}
