import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { compiledCrates } from "../../scripts/release/crates.ts";
import { LICENCES, licenceTexts, textsOf } from "../../scripts/release/licences.ts";

test("THIRD-PARTY-LICENSES has every crate of the package with the text of its licence", async () => {
  const hint = "Run: npm run licenses";
  assert.equal(readFileSync(inRoot(LICENCES), "utf8"), await licenceTexts(), hint);
});

test("a crate without the text of its licence is an error that names it", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-signpost-crate-"));
  const crate = { name: "new-crate", version: "1.0.0", licence: "MIT" };
  writeFileSync(join(folder, "README.md"), "MIT");
  try {
    assert.throws(() => textsOf(crate, folder), /new-crate 1\.0\.0 has no text of its licence/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a crate with a choice of licences has the text of the MIT licence only", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-signpost-crate-"));
  for (const name of ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UNICODE"]) {
    writeFileSync(join(folder, name), name);
  }
  try {
    const crate = { name: "a", version: "1.0.0", licence: "(MIT OR Apache-2.0) AND Unicode-3.0" };
    assert.deepEqual(textsOf(crate, folder), ["LICENSE-MIT", "LICENSE-UNICODE"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every crate of the package has a licence that deny.toml allows", async () => {
  const [, list = ""] =
    /^allow = \[(.*?)^\]/ms.exec(readFileSync(inRoot("deny.toml"), "utf8")) ?? [];
  const allowed = new Set(Array.from(list.matchAll(/^ *"(.+?)",/gm), ([, id]) => id));
  assert(allowed.has("MIT"));
  for (const { name, licence } of await compiledCrates()) {
    const alternatives = licence.replace(/[()]/g, "").split(" AND ");
    const isAllowed = alternatives.every((part) =>
      part.split(/ OR |\//).some((id) => allowed.has(id.trim())),
    );
    assert(isAllowed, `${name} has the licence ${licence}`);
  }
});
