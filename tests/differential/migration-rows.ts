import { readdirSync, readFileSync } from "node:fs";
import { inRoot } from "../../scripts/paths.mjs";

/** Returns the cells of the table under a heading of docs/migrate, row by row. */
export function rowsOf(heading: string): string[][] {
  const sections = readdirSync(inRoot("docs", "migrate"))
    .flatMap((page) => readFileSync(inRoot("docs", "migrate", page), "utf8").split(/^#+ /m))
    .filter((part) => part.startsWith(`${heading}\n`));
  if (sections.length !== 1) throw new Error(`docs/migrate has ${sections.length} × ${heading}.`);
  const rows = (sections[0] ?? "").split("\n").filter((line) => /^\| /.test(line));
  return rows.slice(1).map((line) => line.slice(2, -2).split(" | "));
}

/** Returns the two calls of each row of a table: a call of another library, and the same call of this package. */
export function callsOf(heading: string): [theirs: string, ours: string][] {
  return rowsOf(heading).map((cells) => {
    const [theirs = "", ours = ""] = cells.map((cell) => /^`(.*)`$/.exec(cell)?.[1] ?? "");
    return [theirs, ours];
  });
}
