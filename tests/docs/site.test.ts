import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { after, before, describe, test } from "node:test";
import { checkSite } from "../../scripts/docs/check-site.ts";
import { llmsFiles } from "../../scripts/docs/llms.ts";
import { anchors, links } from "../../scripts/docs/markdown.ts";
import { userPages } from "../../scripts/docs/pages.ts";
import { ENTRY_SUMMARIES, entryNames } from "../../scripts/docs/reference.ts";
import { Stage } from "../../scripts/docs/stage.ts";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "s3-signpost-site-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("the pages of the site", () => {
  let pages: string[];
  const textOf = (page: string) => readFileSync(join(folder, "pages", page), "utf8");
  before(() => {
    pages = new Stage(join(folder, "pages")).run();
  });

  test("are the documents and the examples", () => {
    const guides = userPages().filter((page) => page.startsWith("docs/guides/"));
    assert.deepEqual(
      guides.filter((page) => !pages.includes(page.slice("docs/".length))),
      [],
    );
    assert.ok(pages.includes("examples/react/index.md"));
  });

  test("have a page with the text of each source file to which they link", () => {
    new Stage(join(folder, "linked")).run(["docs/infrastructure/README.md"]);
    const path = join(folder, "linked", "source", "infrastructure", "cloudformation.yaml.md");
    assert.match(
      readFileSync(path, "utf8"),
      /^# docs\/infrastructure\/cloudformation.yaml\n\n````yaml\n/,
    );
  });

  test("have no hidden declarations", () => {
    assert.deepEqual(
      pages.filter((page) => page !== "CONTRIBUTING.md" && textOf(page).includes("<!-- example:")),
      [],
    );
  });

  test("have relative links to pages and headings of the site", () => {
    const broken = pages.flatMap((page) =>
      links(textOf(page))
        .filter(({ target }) => !/^(?:[a-z][a-z+.-]*:|\/)/i.test(target))
        .filter(({ target }) => {
          const [path = "", fragment] = target.split("#");
          const linked = path ? posix.join(posix.dirname(page), decodeURI(path)) : page;
          if (linked.startsWith("reference/")) return false;
          if (!existsSync(join(folder, "pages", linked))) return true;
          return fragment !== undefined && !anchors(textOf(linked)).has(fragment);
        })
        .map(({ target }) => `${page}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  test("are listed in llms.txt with a link to their Markdown, below the path of the site", () => {
    const { "llms.txt": list } = llmsFiles(join(folder, "pages"), pages, "/base/");
    const guides = pages.filter((page) => page.startsWith("guides/"));
    assert.deepEqual(
      guides.filter((page) => !list.includes(`](/base/${page})`)),
      [],
    );
    assert.match(list, /^# s3-signpost\n\n> /);
  });

  test("are contained in llms-full.txt, without those of contributors", () => {
    const { "llms-full.txt": text } = llmsFiles(join(folder, "pages"), pages, "/");
    assert.ok(text.includes(textOf("guides/cors.md").trim()));
    assert.ok(!text.includes(textOf("ARCHITECTURE.md").trim()));
  });
});

test("each entry of the package has a summary for its page of the reference, and no other has", () => {
  assert.deepEqual(Object.keys(ENTRY_SUMMARIES).sort(), entryNames().sort());
});

describe("the check of the built site", () => {
  /** Writes a site of one page with this content, and returns the message of the check. */
  function problemsOf(html: string): string {
    const site = join(folder, "site");
    mkdirSync(join(site, "guides"), { recursive: true });
    writeFileSync(join(site, "index.html"), "");
    writeFileSync(join(site, "guides", "cors.html"), html);
    try {
      checkSite(site, "/base/");
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  }

  test("accepts links to files of the site and to other hosts", () => {
    const html = `<a href="../index.html#a">a</a> <a href="/base/">b</a> <a href="https://e.com">c</a>`;
    assert.equal(problemsOf(html), "");
  });

  for (const [title, html, problem] of [
    ["a missing page", `<a href="./no.html">a</a>`, "links to ./no.html"],
    ["a page outside the path of the site", `<a href="/index.html">a</a>`, "links to /index.html"],
    [
      "a script of another host",
      `<script src="https://e.com/a.js"></script>`,
      "loads https://e.com/a.js",
    ],
    [
      "a font of another host",
      `<link rel="stylesheet" href="//e.com/a.css">`,
      "loads //e.com/a.css",
    ],
  ] as const) {
    test(`reports ${title}`, () => {
      assert.match(problemsOf(html), new RegExp(`^guides/cors.html ${problem}`));
    });
  }
});
