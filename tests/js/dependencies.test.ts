import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";

const document = readFileSync(inRoot("docs", "dependencies.md"), "utf8");

/** Returns the rows of the tables below a heading, or of all tables: names and reason. */
function rows(heading = ""): { names: string[]; reason: string }[] {
  const section = heading
    ? (document.split(`\n## ${heading}\n`)[1] ?? "").split("\n## ")[0]
    : document;
  return [...(section ?? "").matchAll(/^\| (`.+?`) \| (.+) \|$/gm)].map(
    ([, names = "", reason = ""]) => ({
      names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
      reason,
    }),
  );
}

/** Returns the names in the tables of a Cargo.toml whose headings match, without the crates of this project. */
function cratesOf(manifest: string, heading: RegExp): string[] {
  const sections = readFileSync(inRoot(manifest), "utf8").split(/^(?=\[)/m);
  return sections
    .filter((section) => heading.test(section))
    .flatMap((section) => [...section.matchAll(/^([\w-]+) = .+$/gm)].map(([, name = ""]) => name))
    .filter((name) => !name.startsWith("s3-signpost"));
}

/** Headings such as `[dependencies]` and `[target.'cfg(...)'.dev-dependencies]`. */
const ANY = /^\[[^\n]*\bdependencies\]/;
const OF_PACKAGE = /^\[(?:dependencies|target\.[^\n]*[^-]\bdependencies)\]/;

test("every dependency of npm and cargo has a reason, and no other has", () => {
  const { devDependencies } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const manifests = ["Cargo.toml", "sha256/Cargo.toml", "stack/Cargo.toml", "xtask/Cargo.toml"];
  const crates = [...manifests, "bench/host/Cargo.toml", "fuzz/Cargo.toml"].flatMap((manifest) =>
    cratesOf(manifest, ANY),
  );
  const expected = new Set([...Object.keys(devDependencies), ...crates]);
  const listed = new Set(rows().flatMap(({ names }) => names));
  assert.deepEqual([...listed].sort(), [...expected].sort());
});

test("the table of the package has the crates that are compiled into it", () => {
  const manifests = ["Cargo.toml", "sha256/Cargo.toml"];
  const crates = manifests.flatMap((manifest) => cratesOf(manifest, OF_PACKAGE));
  const listed = rows("In the package").flatMap(({ names }) => names);
  assert.deepEqual(listed.sort(), [...new Set(crates)].sort());
});

test("every reason is a text", () => {
  for (const { names, reason } of rows()) assert.match(reason, /\w{3}/, names.join());
});
