import assert from "node:assert/strict";
import { relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { build, type Plugin } from "esbuild";
import { root } from "../../scripts/paths.mjs";
import { passedBefore, recordPass } from "../../scripts/test/passed.ts";
import { contains, hashOfFiles, takeSnapshot } from "../../scripts/test/snapshot.ts";
import { suites } from "../../scripts/test/suites.ts";

const withoutScripts: Plugin = {
  name: "without-scripts",
  setup({ onResolve }) {
    onResolve({ filter: /\/scripts\// }, ({ path }) => ({ path, external: true }));
  },
};

/** The imports of each file that a test file of a suite imports, also through others, by paths in the checkout. */
let imports: Record<string, string[]>;

/**
 * Reads the imports at run time of all test files at once, since most import the same files. The build scripts are not
 * followed: they read all of the package.
 */
before(async () => {
  const files = suites.flatMap(({ tests }) => ("files" in tests ? tests.files : []));
  const { metafile } = await build({
    stdin: {
      contents: [...new Set(files)].map((file) => `import ${JSON.stringify(file)};`).join("\n"),
      resolveDir: root,
    },
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
  imports = Object.fromEntries(
    Object.entries(metafile.inputs).map(([file, input]) => [
      file,
      input.imports.filter(({ external }) => !external).map(({ path }) => path),
    ]),
  );
});

/** Returns the files, and those that they import, also through others. */
function importsOf(files: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = files.map((file) => relative(root, file).replaceAll("\\", "/"));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    waiting.push(...(imports[file] ?? []));
  }
  return [...found];
}

describe("a change of a file", () => {
  for (const { name, tests, unaffectedBy } of suites) {
    if (!("files" in tests)) continue;
    const { files } = tests;
    test(`that a test of the suite ${name} imports makes the suite run again`, () => {
      const imported = importsOf(files);
      assert.ok(imported.length > files.length);
      assert.deepEqual(
        imported.filter((file) => contains(unaffectedBy, file)),
        [],
      );
    });
  }

  test("changes the hash of a suite that it may affect", async () => {
    const snapshot = await takeSnapshot();
    assert.notEqual(
      hashOfFiles(snapshot, () => true),
      hashOfFiles(snapshot, (file) => file !== "package.json"),
    );
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
