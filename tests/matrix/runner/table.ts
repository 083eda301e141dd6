import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../../../scripts/paths.mjs";
import { type Cell, groups } from "./cell.ts";
import { allCells } from "./projects.ts";
import type { Check } from "./report.ts";
import type { Outcome } from "./run-cells.ts";
import { shortVersion } from "./version.ts";

/** The generated page with the table. */
export const page = inRoot("docs", "guides", "compatibility.md");

const INTRODUCTION = `# Compatibility

The package was tested with the bundlers, frameworks, browsers, runtimes and compilers in these tables. For each row, \`npm run
matrix\` installs the packed package and the tool in an empty project, builds with the tool's default configuration, runs
the result in a real engine, and writes the row. The signature must equal the one that AWS publishes. For "signature and
transfers", the program also gets credentials from an identity pool, downloads an object from a local S3 server, and uploads
a copy of it.
`;

const NOT_TESTED = `## Not tested

Safari, Edge, Chrome, mobile browsers and React Native are not tested, because they do not run on the machine of the
tests. Chromium is the engine of Edge and Chrome; WebKitGTK has the engine of Safari.
`;

const HEADER = ["tool", "version", "use", "engine", "checked", "result"];

const CHECKED: Record<Check, string> = {
  signature: "signature",
  transfers: "signature and transfers",
  imports: "imports",
  types: "types",
};

/** Returns the part of a row that names its cell. */
export function rowName({ name, mode = "" }: Cell): string {
  return `${name} | ${mode}`;
}

/** Returns the rows of the page by the names of their cells. */
export function readRows(): Map<string, string> {
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";
  const rows = [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row = ""]) => row.split("|"));
  return new Map(
    rows
      .map((cells) => cells.map((cell) => cell.trim()))
      .filter(([first = ""]) => first !== HEADER[0] && !first.startsWith("-"))
      .map((cells) => [`${cells[0]} | ${cells[2]}`, formatRow(cells)]),
  );
}

/** Replaces the rows of cells that ran. The rows of other cells stay as they are. */
export async function updateTable(outcomes: readonly Outcome[]): Promise<void> {
  const rows = readRows();
  for (const { cell, version, engine = "", error } of outcomes) {
    const { name, mode = "", check = "transfers" } = cell;
    const checked = CHECKED[check];
    const result = error === undefined ? "passed" : "failed";
    const row = formatRow([name, shortVersion(version), mode, engine, checked, result]);
    rows.set(rowName(cell), row);
  }
  const cells = await allCells();
  const sections = groups.flatMap((group) => {
    const members = cells.filter((cell) => cell.group === group);
    const lines = members.flatMap((cell) => rows.get(rowName(cell)) ?? []);
    if (lines.length === 0) return [];
    const head = [formatRow(HEADER), formatRow(HEADER.map(() => "---"))];
    return [`## ${group}\n\n${[...head, ...lines].join("\n")}\n`];
  });
  writeFileSync(page, [INTRODUCTION, ...sections, NOT_TESTED].join("\n"));
}

function formatRow(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell ? ` ${cell} ` : " ")).join("|")}|`;
}
