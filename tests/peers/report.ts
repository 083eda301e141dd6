import type { Feature } from "./feature.ts";

/** Result of one feature on one server. */
export type Outcome =
  | { status: "passed" | "skipped" }
  | { status: "known defect"; reason: string }
  | { status: "failed" | "fixed defect"; message: string };

/** Outcomes of one server, in the order of the features. */
export interface Column {
  server: string;
  outcomes: Outcome[];
}

const CELLS: Record<Outcome["status"], string> = {
  passed: "yes",
  skipped: "-",
  "known defect": "known",
  failed: "FAILED",
  "fixed defect": "FIXED",
};

/**
 * Prints the table, the known defects, the unexpected outcomes and their counts.
 *
 * @returns the number of unexpected outcomes
 */
export function printReport(features: readonly Feature[], columns: readonly Column[]): number {
  printTable(features, columns);
  printKnownDefects(columns);
  let expected = 0;
  let unexpected = 0;
  for (const { server, outcomes } of columns) {
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === "skipped") continue;
      if (outcome.status === "failed" || outcome.status === "fixed defect") {
        unexpected += 1;
        console.log(`\n${server}, ${features[index]?.name}: ${outcome.message}`);
      } else {
        expected += 1;
      }
    }
  }
  console.log(`\n${expected} as expected, ${unexpected} not`);
  return unexpected;
}

function printTable(features: readonly Feature[], columns: readonly Column[]): void {
  const width = Math.max(...features.map(({ name }) => name.length));
  const printRow = (name: string, cells: string[]) =>
    console.log([name.padEnd(width), ...cells.map((cell) => cell.padEnd(12))].join("  ").trimEnd());
  printRow(
    "",
    columns.map(({ server }) => server),
  );
  for (const [index, { name }] of features.entries()) {
    printRow(
      name,
      columns.map(({ outcomes }) => CELLS[(outcomes[index] as Outcome).status]),
    );
  }
}

function printKnownDefects(columns: readonly Column[]): void {
  for (const { server, outcomes } of columns) {
    const reasons = new Set<string>();
    for (const outcome of outcomes) {
      if (outcome.status === "known defect") reasons.add(outcome.reason);
    }
    for (const reason of reasons) console.log(`\nKnown defect of ${server}: ${reason}`);
  }
}
