import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFile } from "../../../js/sign/form-file.ts";
import { thrownError } from "../support/thrown-error.ts";

const FIELDS: [string, string][] = [
  ["key", "user/${filename}"],
  ["acl", "private"],
];

const check =
  (fileType: string, filename?: string, key?: string, fields = FIELDS, prefix = "image/") =>
  () =>
    checkFile(fields, prefix, { fileType, filename, key });

test("a file with a name and an allowed type can be sent", () => {
  check("image/png", "a.png")();
  const { message } = thrownError(check("text/plain", "a.txt"));
  assert.equal(message, '`file` must have a type that begins with image/; got "text/plain".');
});

test("a file without a name needs a whole key", () => {
  const { code, field } = thrownError(check("image/png"));
  assert.deepEqual([code, field], ["InvalidOption", "filename"]);
  check("image/png", undefined, "user/a.png")();
});

test("a key begins as the form was signed and has no ${filename}", () => {
  for (const [key, rule] of [
    ["other/a", "must be one that the form was signed for."],
    ["user/${filename}", "must not contain ${filename}, which S3 replaces by the file's name."],
    [`user/${"é".repeat(510)}`, "must be at most 1024 bytes of UTF-8, S3's limit; got 1025."],
  ]) {
    const { code, message } = thrownError(check("image/png", "a", key));
    assert.deepEqual([code, message], ["InvalidKey", `\`key\` ${rule}`]);
  }
  const { message } = thrownError(check("", "a", "", [["key", "${filename}"]], ""));
  assert.equal(message, "`key` must not be empty.");
});

test("the key of a form for one key cannot be replaced", () => {
  const replace = (key: string) => check("", "f", key, [["key", "a"]], "");
  replace("a")();
  assert.equal(thrownError(replace("ab")).field, "key");
});
