import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { codeBlocks } from "../../scripts/docs/markdown.ts";
import { readPage, userPages } from "../../scripts/docs/pages.ts";
import { compile, type Finding, unknownLibraries } from "./compiler.ts";
import { FORMATS, UNCHECKED } from "./data-formats.ts";
import { COMPILED, programsOf } from "./programs.ts";

const pages = userPages().map((page) => {
  const text = readPage(page);
  const blocks = codeBlocks(text);
  return { page, blocks, programs: programsOf(page, text) };
});

describe("blocks of code", () => {
  for (const { page, blocks } of pages) {
    if (blocks.length === 0) continue;
    test(`have a known language in ${page}`, () => {
      const known = [...COMPILED, ...Object.keys(FORMATS), ...UNCHECKED];
      const unknown = blocks.filter(({ language }) => !known.includes(language));
      assert.deepEqual(
        unknown.map(({ fenceLine, language }) => `line ${fenceLine}: "${language}"`),
        [],
      );
    });

    const parsed = blocks.filter(({ language }) => language in FORMATS);
    if (parsed.length === 0) continue;
    test(`in data formats, markup and shell are well-formed in ${page}`, async () => {
      const problems: string[] = [];
      for (const { language, code, fenceLine } of parsed) {
        const problem = await FORMATS[language]?.(code);
        if (problem) problems.push(`${page}:${fenceLine} ${problem}`);
      }
      assert.equal(problems.join("\n"), "");
    });
  }
});

describe("programs in TypeScript and JavaScript", () => {
  let findings: Finding[];
  before(async () => {
    findings = await compile(
      pages.flatMap(({ programs }) => programs),
      "pages",
    );
  });

  for (const { page, programs } of pages) {
    if (programs.length === 0) continue;
    test(`compile against the package in ${page}`, () => {
      assert.equal(report(findings.filter((finding) => finding.page === page)), "");
    });
  }

  test("cause no error outside the pages", (context) => {
    const libraries = unknownLibraries(pages.flatMap((page) => page.programs));
    context.diagnostic(
      `without types, since the checkout does not have them: ${libraries.join(", ")}`,
    );
    const known = pages.map(({ page }) => page);
    assert.equal(report(findings.filter(({ page }) => !known.includes(page))), "");
  });
});

function report(findings: Finding[]): string {
  return findings.map(({ page, line, message }) => `${page}:${line} ${message}`).join("\n");
}
