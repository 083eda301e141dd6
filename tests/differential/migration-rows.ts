import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/paths.mjs";

/** Returns the first cells of the table under a heading of "Migrate from the AWS SDK or aws4fetch" in docs/recipes.md. */
export function rowsOf(heading: string): string[] {
  const text = readFileSync(inRoot("docs/recipes.md"), "utf8");
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((line) => line.split(" | ")[0]?.slice(2) ?? "");
}
