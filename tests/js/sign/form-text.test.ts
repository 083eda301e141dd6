import assert from "node:assert/strict";
import { test } from "node:test";
import { curlCommand, formHtml } from "../../../js/sign/form-text.ts";
import { thrownError } from "../support/thrown-error.ts";

const form = (contentTypePrefix?: string) => ({
  url: "https://bucket.s3.test/",
  fields: [
    ["key", "a & \"b\" <c> 'd'"],
    ["acl", "private"],
  ] as [string, string][],
  contentTypePrefix,
});

test("an HTML form has hidden fields and then the file", () => {
  assert.equal(
    formHtml(form()),
    `<form action="https://bucket.s3.test/" method="post" enctype="multipart/form-data" accept-charset="utf-8">
  <input type="hidden" name="key" value="a &amp; &quot;b&quot; &lt;c&gt; 'd'">
  <input type="hidden" name="acl" value="private">
  <input type="file" name="file" required>
  <button>Upload</button>
</form>
`,
  );
});

test("an HTML form without a content type has an input for it", () => {
  const images = formHtml(form("image/"));
  assert(images.includes('<input name="Content-Type" value="image/" required>'));
  assert(images.includes('<input type="file" name="file" accept="image/*" required>'));
  const all = formHtml(form(""));
  assert(all.includes('<input name="Content-Type" value="" required>'));
  assert(all.includes('<input type="file" name="file" required>'));
});

test("words are quoted for the shell, and the path for curl", () => {
  assert.equal(
    curlCommand(form(), 'it\'s "a";b,c\\d', undefined),
    `curl \\
  --form-string 'key=a & "b" <c> '\\''d'\\''' \\
  --form-string 'acl=private' \\
  --form 'file=@"it'\\''s \\"a\\";b,c\\\\d"' \\
  'https://bucket.s3.test/'`,
  );
});

test("a curl command needs a content type that the form allows, if it has none", () => {
  const command = curlCommand(form("image/"), "a", "image/png");
  assert(command.includes("--form-string 'Content-Type=image/png' \\\n  --form "));
  for (const [prefix, contentType] of [
    ["image/", undefined],
    ["image/", "text/plain"],
    [undefined, "image/png"],
  ]) {
    const { code, field } = thrownError(() => curlCommand(form(prefix), "a", contentType));
    assert.deepEqual([code, field], ["InvalidOption", "contentType"]);
  }
});

test("an empty path or a path with a NUL is an error", () => {
  for (const path of ["", "a\0b"]) {
    const { code, field } = thrownError(() => curlCommand(form(), path, undefined));
    assert.deepEqual([code, field], ["InvalidOption", "path"]);
  }
});
