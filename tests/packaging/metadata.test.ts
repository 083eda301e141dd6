import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";

const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const readme = readFileSync(inRoot("README.md"), "utf8");
const home = manifest.repository.url.replace(/^git\+|\.git$/g, "");
const raw = `${home.replace("//github.com/", "//raw.githubusercontent.com/")}/main/`;

test("home page and bugs are those of the repository", () => {
  assert.match(home, /^https:\/\/github\.com\/[\w-]+\/[\w-]+$/);
  assert.equal(manifest.homepage, `${home}#readme`);
  assert.equal(manifest.bugs, `${home}/issues`);
});

// npm's page rewrites relative links of Markdown, but not the srcset of a picture.
test("every picture of the README has an absolute URL of a file in the repository", () => {
  const pictures = [
    ...readme.matchAll(/!\[[^\]]*\]\((\S+?)\)|\bsrcset="(\S+?)"|<img [^>]*src="(\S+?)"/g),
  ].map(([, ...urls]) => urls.find(Boolean) ?? "");
  assert.notEqual(pictures.length, 0);
  for (const url of pictures.filter((url) => !isExample(url))) {
    assert(url.startsWith(raw), url);
    assert(existsSync(inRoot(url.slice(raw.length))), url);
  }
});

/** Whether the URL is in a line of code that shows a picture of a bucket. */
function isExample(url: string): boolean {
  return (
    readme.includes(`\`<img src="${url}">\``) || /```html[^`]*$/.test(readme.split(url)[0] ?? "")
  );
}

test("every link of the README to the repository names a file", () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = ""]) => path);
  assert.notEqual(links.length, 0);
  assert.deepEqual(
    links.filter((path) => !existsSync(inRoot(path))),
    [],
  );
});

test("every URL of the repository in the project is the one of package.json", () => {
  const documents = readdirSync(inRoot("docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => `docs/${name}`);
  const files = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", ...documents];
  for (const file of files) {
    const urls =
      readFileSync(inRoot(file), "utf8").match(/github\.com\/[\w-]+\/s3-signpost\b/g) ?? [];
    for (const url of urls) assert.equal(`https://${url}`, home, file);
  }
});

test("every defence in SECURITY.md names a test that exists", () => {
  const security = readFileSync(inRoot("SECURITY.md"), "utf8");
  const tables = security.split("\n## Threats\n")[1]?.split("\n## ")[0] ?? "";
  const sections = tables.split("\n### ").slice(1);
  assert.notEqual(sections.length, 0);
  for (const section of sections) {
    const [title] = section.split("\n");
    const rows = [...section.matchAll(/^\| (?!defence|-)(.+) \| (.+) \|$/gm)];
    assert.notEqual(rows.length, 0, title);
    assert.match(section, /^Not defended: /m, title);
    for (const [, defence = "", tests = ""] of rows) {
      const files = [...tests.matchAll(/`(.+?)`/g)].map(([, file = ""]) => file);
      assert.notEqual(files.length, 0, defence);
      for (const file of files) assert(hasTests(file), `${defence}: ${file}`);
    }
  }
});

/** Whether the file has tests: of Node, of cargo, or for the fuzzer. */
function hasTests(file: string): boolean {
  if (!existsSync(inRoot(file))) return false;
  return /\btest\(|#\[test\]|proptest!|fuzz_target!/.test(readFileSync(inRoot(file), "utf8"));
}
