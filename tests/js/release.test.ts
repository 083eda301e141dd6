import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { parseChangelog } from "../../scripts/release/changelog.ts";
import { type ReleaseState, releaseProblems } from "../../scripts/release/release.ts";
import { compare } from "../../scripts/release/reproduce.ts";
import { billOfMaterials } from "../../scripts/release/sbom.ts";

const HEAD = "# Changelog\n\n";

describe("the changelog", () => {
  test("of this checkout has the format of Keep a Changelog", () => {
    const entries = parseChangelog(readFileSync(inRoot("CHANGELOG.md"), "utf8"));
    assert.notEqual(entries.length, 0);
  });

  test("is parsed into versions, dates and texts", () => {
    const markdown = `${HEAD}## Unreleased\n\n## 1.1.0 - 2026-02-01\n\n### Fixed\n\n- a\n\n## [1.0.0] - 2026-01-01\n`;
    assert.deepEqual(parseChangelog(markdown), [
      { version: undefined, date: undefined, text: "" },
      { version: "1.1.0", date: "2026-02-01", text: "### Fixed\n\n- a" },
      { version: "1.0.0", date: "2026-01-01", text: "" },
    ]);
  });

  test("has a release after its pre-release", () => {
    parseChangelog(`${HEAD}## 1.0.0 - 2026-02-01\n\n## 1.0.0-rc.1 - 2026-01-01\n`);
  });

  for (const [title, heading] of [
    ["a version without a date", "## 1.0.0\n"],
    ["a date that does not exist", "## 1.0.0 - 2026-13-01\n"],
    ["a version of two numbers", "## 1.0 - 2026-01-01\n"],
    ["an older version above a newer one", "## 1.9.0 - 2026-01-01\n\n## 1.10.0 - 2026-02-01\n"],
    ["the same version twice", "## 1.0.0 - 2026-01-01\n\n## 1.0.0 - 2026-01-01\n"],
    ["unreleased changes below a release", "## 1.0.0 - 2026-01-01\n\n## Unreleased\n"],
    ["an unknown kind of change", "## Unreleased\n\n### Improved\n"],
  ] as const) {
    test(`is rejected with ${title}`, () => {
      assert.throws(() => parseChangelog(HEAD + heading), /^Error: CHANGELOG\.md: /);
    });
  }
});

describe("a release", () => {
  const ready: ReleaseState = {
    changes: "",
    tags: ["v0.9.0"],
    packageVersion: "1.0.0",
    lockVersion: "1.0.0",
    crateVersion: "1.0.0",
    changelog: [{ version: "1.0.0", date: "2026-01-01", text: "### Added\n\n- a" }],
  };

  test("with equal versions, a clean checkout and a new tag has no problem", () => {
    assert.deepEqual(releaseProblems(ready), []);
  });

  for (const [title, change, problem] of [
    ["of changed files", { changes: " M js/s3.ts\n" }, /js\/s3\.ts/],
    ["of an older lock file", { lockVersion: "0.9.0" }, /package-lock\.json has version 0\.9/],
    ["of another version of the crates", { crateVersion: "0.9.0" }, /Cargo\.toml has version 0\.9/],
    [
      "of unreleased changes",
      { changelog: [{ version: undefined, date: undefined, text: "a" }] },
      /CHANGELOG\.md is Unreleased/,
    ],
    [
      "of a release without text",
      { changelog: [{ version: "1.0.0", date: "2026-01-01", text: "" }] },
      /no text for 1\.0\.0/,
    ],
    ["of an existing tag", { tags: ["v1.0.0"] }, /tag v1\.0\.0 exists/],
  ] as const) {
    test(`${title} is rejected`, () => {
      const problems = releaseProblems({ ...ready, ...change });
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", problem);
    });
  }
});

test("the bill of materials names the package and the crates of its modules by their package URLs", async () => {
  const bill = JSON.parse(JSON.stringify(await billOfMaterials()));
  const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  assert.equal(bill.metadata.component.purl, `pkg:npm/s3-signpost@${version}`);
  const names = bill.components.map(({ name }: { name: string }) => name);
  assert.ok(names.includes("talc") && names.includes("sha2") && names.includes("wasm-bindgen"));
  // Crates of tests and of the local stack are not in the package.
  assert.ok(!names.includes("proptest") && !names.includes("s3s"));
  assert.deepEqual(
    bill.dependencies[0].dependsOn,
    bill.components.map(({ purl }: { purl: string }) => purl),
  );
});

test("two builds differ by files of other bytes, and by files that one of them lacks", () => {
  const first = new Map([
    ["a.js", "1"],
    ["b.js", "2"],
    ["c.js", "3"],
  ]);
  const second = new Map([
    ["a.js", "1"],
    ["b.js", "0"],
    ["d.js", "4"],
  ]);
  assert.deepEqual(compare(first, second), ["b.js", "c.js", "d.js"]);
});
