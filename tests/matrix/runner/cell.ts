import type { CellProject } from "./project.ts";
import type { Check, Report } from "./report.ts";
import { shortVersion } from "./version.ts";

/** One combination of a tool, its command and an engine. */
export interface Cell {
  /** Heading in the table. */
  group: Group;
  /** Tool or technique: "Vite". */
  name: string;
  /** npm package in the cell's folder whose version is in the table. */
  versionOf?: string;
  /** The command or the way to load the package, in a few words: "build". */
  mode?: string;
  /** @default "transfers" */
  check?: Check;
  /** Whether the cell needs no packages but those of the checkout, and is part of `npm test`. */
  isQuick?: boolean;
  /** Builds the project and runs the program. */
  run(project: CellProject): Promise<Report>;
}

/** Headings of the table, in order. */
export const groups = [
  "Bundlers",
  "Frameworks",
  "Pages without a bundler",
  "Workers",
  "Extensions",
  "Browsers",
  "Servers and edge",
  "Tests",
  "Checkers",
] as const;

export type Group = (typeof groups)[number];

/** Returns "Vite 8.3 build". */
export function titleOf({ name, mode = "" }: Cell, version: string): string {
  return [name, shortVersion(version), mode].filter(Boolean).join(" ");
}
