import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SUB_RESOURCES } from "../../../js/explain/sent-items.ts";
import { V2_REGIONS } from "../../../js/inspect/v2.ts";
import { ObjectUrlParser } from "../../../js/sign/object-url.ts";

/** Returns the list of words in a constant of the core. */
function wordsOf(file: string, name: string): string[] {
  const rust = readFileSync(new URL(`../../../src/${file}`, import.meta.url), "utf8");
  const [, text = ""] = new RegExp(`const ${name}: &str = "([^"]*)";`).exec(rust) ?? [];
  return text.split(/[\s\\]+/).filter(Boolean);
}

test("the sub-resources of Version 2 are those that the core signs", () => {
  assert.deepEqual(SUB_RESOURCES.split(" "), wordsOf("v2/sub_resources.rs", "SUB_RESOURCES"));
});

test("the regions of Version 2 are those for which the core signs with it", () => {
  assert.deepEqual(V2_REGIONS.split(" "), wordsOf("v2/limits.rs", "REGIONS"));
});

test("the parameters that sign() replaces are those that the core sets", () => {
  const parser = new ObjectUrlParser({ region: "us-east-1" });
  const names = wordsOf("query.rs", "OF_THE_SIGNATURE");
  assert.notEqual(names.length, 0);
  const query = [...names, "x-amz-other"].map((name) => `${name}=1`).join("&");
  const parsed = parser.parse(`https://photos.s3.us-east-1.amazonaws.com/a?${query}`);
  assert.deepEqual(parsed?.query, { "x-amz-other": "1" });
});
