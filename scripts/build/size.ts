import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";

const BUDGET_FILE = "scripts/size-budget.json";

/**
 * Prints the sizes of the files that a page downloads, in bytes.
 *
 * @throws {Problem} if a file is over its budget
 */
export function reportSizes(): void {
  const budgets: Record<string, { brotli: number }> = JSON.parse(
    readFileSync(inRoot(BUDGET_FILE), "utf8"),
  );
  const over = [];
  printRow("", "bytes", "gzip", "brotli");
  for (const [file, budget] of Object.entries(budgets)) {
    const contents = readFileSync(inRoot(file));
    const gzip = gzipSync(contents, { level: 9 }).length;
    // The default quality of brotli is its highest.
    const brotli = brotliCompressSync(contents).length;
    printRow(file, contents.length, gzip, brotli);
    if (brotli > budget.brotli) over.push(`${file}: brotli ${brotli}, budget ${budget.brotli}`);
  }
  if (over.length === 0) return;
  throw new Problem(
    `Over the size budget:\n  ${over.join("\n  ")}\n` +
      `Make it smaller. If the addition is worth its bytes, raise the budget in ${BUDGET_FILE} and give the reason in the commit message.`,
  );
}

function printRow(file: string, ...cells: (string | number)[]): void {
  console.log(file.padEnd(34) + cells.map((cell) => String(cell).padStart(10)).join(""));
}
