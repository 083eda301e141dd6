import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { inRoot } from "../../../scripts/paths.mjs";
import { seed } from "../../differential/seed.ts";

/** Tests of what the core computes: signatures, forms and checksums. */
const TESTS = [
  "tests/js/checksum/wasm-checksums.test.ts",
  "tests/js/sign/form-data.test.ts",
  "tests/js/sign/presigner.test.ts",
  "tests/js/sign/wiped-memory.test.ts",
];

/** Runs Node from the root of the checkout, with the core as WebAssembly or as JavaScript, and returns its output. */
function outputOf(core: "wasm" | "javascript", ...args: string[]): string {
  const loaders = ["tsx", "./scripts/test/wasm-loader.mjs"];
  if (core === "javascript") loaders.push("./scripts/test/javascript-core.mjs");
  const imports = loaders.flatMap((loader) => ["--import", loader]);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return execFileSync(process.execPath, [...imports, ...args], {
    cwd: inRoot(),
    encoding: "utf8",
    env: { ...env, SEED: String(seed) },
    maxBuffer: 2 ** 28,
  });
}

describe("the core as JavaScript", () => {
  test("returns the same as WebAssembly for URLs, forms, batches and checksums", () => {
    const program = "tests/js/wasm/sign-sample.ts";
    const [isJavaScript, results] = JSON.parse(outputOf("javascript", program));
    const [isNot, expected] = JSON.parse(outputOf("wasm", program));
    assert.deepEqual([isJavaScript, isNot], [true, false]);
    for (const [name, list] of Object.entries<unknown[]>(expected)) {
      assert.notEqual(list.length, 0);
      const differing = list.findIndex((one, at) => !isDeepStrictEqual(one, results[name][at]));
      assert.equal(differing, -1, `${name}[${differing}] differs with SEED=${seed}`);
      assert.equal(results[name].length, list.length);
    }
  });

  for (const file of TESTS) {
    test(`passes ${file}`, () => {
      const output = outputOf("javascript", "--test-reporter=tap", file);
      assert.match(output, /^# pass [1-9]\d*$/m);
      assert.match(output, /^# fail 0$/m);
    });
  }
});
