import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { allCells, projectNames } from "./runner/projects.ts";
import { readRows, rowName } from "./runner/table.ts";

test("docs/guides/compatibility.md has a row for each cell, and no other row", async () => {
  const names = (await allCells()).map(rowName).sort();
  assert.deepEqual([...readRows().keys()].sort(), names, "Run `npm run matrix`.");
});

for (const name of projectNames()) {
  const read = (file: string) =>
    JSON.parse(readFileSync(inRoot("tests", "matrix", name, file), "utf8"));

  describe(`the project ${name} of the matrix`, () => {
    test("has exact versions, and the packed package", () => {
      const {
        dependencies,
        devDependencies = {},
        optionalDependencies = {},
      } = read("package.json");
      const { "s3-signpost": own, ...others } = dependencies;
      // The tests of the package install the compilers without it.
      const expected = name === "typescript" ? undefined : "file:../../../examples/s3-signpost.tgz";
      assert.equal(own, expected);
      const versions = Object.values({ ...others, ...devDependencies, ...optionalDependencies });
      const ranges = versions.filter((version) => !/^(?:npm:.+@)?\d/.test(String(version)));
      assert.deepEqual(ranges, []);
    });

    test("has no hash of the packed package in its package-lock.json", () => {
      // npm would install an earlier build of that hash from its cache.
      const { packages } = read("package-lock.json");
      const { integrity } = packages["node_modules/s3-signpost"] ?? {};
      assert.equal(integrity, undefined, "Delete the line `integrity` of s3-signpost.");
    });
  });
}
