import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { posix } from "node:path";
import { describe, test } from "node:test";
import { anchors, links } from "../../scripts/docs/markdown.ts";
import { allPages, readPage } from "../../scripts/docs/pages.ts";
import { inRoot } from "../../scripts/paths.mjs";

describe("relative links", () => {
  for (const page of allPages()) {
    test(`lead to files and headings in ${page}`, () => {
      const broken = links(readPage(page)).flatMap(({ target, line }) => {
        const problem = problemOf(page, target);
        return problem ? [`${page}:${line} ${target}: ${problem}`] : [];
      });
      assert.equal(broken.join("\n"), "");
    });
  }
});

test("the buttons and cards of the home page lead to pages", () => {
  const targets = [...readPage("docs/index.md").matchAll(/^\s+link: \/(.*)$/gm)].map(
    ([, target]) => target,
  );
  assert.ok(targets.length > 0);
  assert.deepEqual(
    targets.filter((path) => path !== "reference/" && !existsSync(inRoot("docs", `${path}.md`))),
    [],
  );
});

test("every page of docs/ is at most two links away from the README", () => {
  const near = ["README.md", ...pagesLinkedFrom("README.md")];
  const reached = new Set(near.flatMap((page) => [page, ...pagesLinkedFrom(page)]));
  // The home page of the site is not for readers of the repository.
  const pages = allPages().filter((page) => page.startsWith("docs/") && page !== "docs/index.md");
  assert.ok(pages.length > 0);
  assert.deepEqual(
    pages.filter((page) => !reached.has(page)),
    [],
  );
});

/** Returns the pages in Markdown that a page links to. */
function pagesLinkedFrom(page: string): string[] {
  return links(readPage(page))
    .map(({ target }) => target.split("#")[0] ?? "")
    .filter((path) => path.endsWith(".md") && !path.includes(":"))
    .map((path) => posix.join(posix.dirname(page), path));
}

/** Address of the repository's files, to which the pages of the package link if a file is not in the package. */
const REPOSITORY = /^https:\/\/github\.com\/s3-signpost\/s3-signpost\/(?:tree|blob)\/main\/([^#]*)/;

/** Returns the reason why a link of a page leads nowhere, or undefined. */
function problemOf(page: string, target: string): string | undefined {
  const [, inRepository] = REPOSITORY.exec(target) ?? [];
  if (inRepository) return existsSync(inRoot(inRepository)) ? undefined : "no such file";
  if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target)) return undefined;
  if (target.startsWith("/")) return "the link must be relative, so that it works on GitHub too";
  const [path = "", fragment] = target.split("#");
  const file = path ? posix.join(posix.dirname(page), decodeURI(path)) : page;
  // The pages of the reference are generated with the site.
  if (file.startsWith("docs/reference/")) return undefined;
  if (!existsSync(inRoot(file))) return "no such file";
  if (!fragment) return undefined;
  if (statSync(inRoot(file)).isDirectory()) return "a folder has no headings: name its README.md";
  if (!file.endsWith(".md")) return undefined;
  return anchors(readPage(file)).has(fragment) ? undefined : "no such heading";
}
