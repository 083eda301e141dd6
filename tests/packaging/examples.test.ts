import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { exampleNames } from "../../scripts/examples.ts";
import { inRoot } from "../../scripts/paths.mjs";

for (const name of exampleNames()) {
  const read = (file: string) => JSON.parse(readFileSync(inRoot("examples", name, file), "utf8"));

  describe(`the example ${name}`, () => {
    test("is private", () => {
      assert.equal(read("package.json").private, true);
    });

    test("has exact versions, and the packed package", () => {
      const { dependencies, devDependencies = {} } = read("package.json");
      const { "s3-signpost": own, ...others } = { ...dependencies, ...devDependencies };
      assert.equal(own, "file:../s3-signpost.tgz");
      const ranges = Object.entries(others).filter(([, version]) => !/^\d/.test(String(version)));
      assert.deepEqual(ranges, []);
    });

    test("has no hash of the packed package in its package-lock.json", () => {
      // npm would install an earlier build of that hash from its cache.
      const { integrity } = read("package-lock.json").packages["node_modules/s3-signpost"];
      assert.equal(integrity, undefined, "Delete the line `integrity` of s3-signpost.");
    });

    test("has a README, a row in the table of the examples, and a test", () => {
      assert.ok(existsSync(inRoot("examples", name, "README.md")));
      assert.ok(
        readFileSync(inRoot("examples", "README.md"), "utf8").includes(`[${name}](${name})`),
      );
      assert.ok(existsSync(inRoot("tests", "examples", `${name}.test.ts`)));
    });
  });
}
