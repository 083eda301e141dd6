import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { build, type Plugin } from "esbuild";
import { root } from "../../scripts/paths.mjs";
import { contains, contentHash, passedBefore, recordPass } from "../../scripts/test/passed.ts";
import { suites } from "../../scripts/test/suites.ts";

const withoutScripts: Plugin = {
  name: "without-scripts",
  setup({ onResolve }) {
    onResolve({ filter: /\/scripts\// }, ({ path }) => ({ path, external: true }));
  },
};

/**
 * Returns the files of the checkout that the files import at run time. The build scripts are not followed: they read all
 * of the package.
 */
async function importsOf(files: string[]): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: files,
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    plugins: [withoutScripts],
    loader: { ".wasm": "empty" },
    platform: "node",
    format: "esm",
    outdir: "build/unused",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  return Object.keys(metafile.inputs);
}

describe("a change of a file", () => {
  for (const { name, files, unaffectedBy } of suites) {
    if (!files) continue;
    test(`that a test of the suite ${name} imports makes the suite run again`, async () => {
      const imported = await importsOf(files);
      assert.ok(imported.length >= files.length);
      assert.deepEqual(
        imported.filter((file) => contains(unaffectedBy, file)),
        [],
      );
    });
  }

  test("changes the hash of a suite that it may affect", async () => {
    assert.notEqual(await contentHash([]), await contentHash(["package.json"]));
  });
});

describe("the record of a suite", () => {
  const suite = "a-suite-of-a-test";
  const counts = { passed: 3, failed: 0, skipped: 1 };
  after(() => recordPass(suite, "", { ...counts, failed: 1 }));

  test("is found with the same hash only", () => {
    recordPass(suite, "one", counts);
    assert.deepEqual(passedBefore(suite, "one"), { hash: "one", ...counts });
    assert.equal(passedBefore(suite, "two"), undefined);
  });

  for (const [outcome, later] of [
    ["a failed test", { ...counts, failed: 1 }],
    ["skipped tests only", { ...counts, passed: 0 }],
  ] as const) {
    test(`is forgotten after a run with ${outcome}`, () => {
      recordPass(suite, "one", counts);
      recordPass(suite, "one", later);
      assert.equal(passedBefore(suite, "one"), undefined);
    });
  }
});
