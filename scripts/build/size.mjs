import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { inRoot } from "../paths.mjs";
import { Problem } from "../problem.mjs";

const budgetFile = "scripts/size-budget.json";

/**
 * Prints what the package costs a page, in bytes, and holds it to the budget.
 *
 * @throws {Problem} when a file is over its budget
 */
export function reportSizes() {
  /** @type {Record<string, Record<string, number>>} */
  const budgets = JSON.parse(readFileSync(inRoot(budgetFile), "utf8"));
  const over = [];
  console.log(["", "bytes", "gzip", "brotli"].map(column).join(""));
  for (const [file, budget] of Object.entries(budgets)) {
    const sizes = measure(file);
    console.log([file, ...Object.values(sizes).map(String)].map(column).join(""));
    for (const [kind, size] of Object.entries(sizes)) {
      const limit = budget[kind];
      if (limit !== undefined && size > limit)
        over.push(`${file}: ${kind} ${size}, budget ${limit}`);
    }
  }
  if (over.length > 0) {
    throw new Problem(
      `Over the size budget:\n  ${over.join("\n  ")}\n` +
        `Make it smaller; or, where what was added is worth its bytes, raise the budget in ${budgetFile} and say why in the commit.`,
    );
  }
}

/**
 * @param {string} file
 * @returns {{ raw: number, gzip: number, brotli: number }}
 */
function measure(file) {
  const contents = readFileSync(inRoot(file));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return {
    raw: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    brotli: brotliCompressSync(contents, quality).length,
  };
}

/**
 * @param {string} text
 * @param {number} index
 */
function column(text, index) {
  return index === 0 ? text.padEnd(34) : text.padStart(10);
}
