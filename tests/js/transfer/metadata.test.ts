import assert from "node:assert/strict";
import { test } from "node:test";
import { metadataHeaders, readMetadata } from "../../../js/transfer/metadata.ts";

test("plain text is sent as it is", () => {
  assert.deepEqual(metadataHeaders({ Author: "Zoe B." }), { "x-amz-meta-author": "Zoe B." });
});

test("long text outside ASCII is cut into encoded words of at most 75 characters", () => {
  const value =
    metadataHeaders({ a: "日本語のとても長いメタデータ🎉".repeat(4) })["x-amz-meta-a"] ?? "";
  assert.match(value, /^[\x20-\x7e]+$/);
  assert.ok(value.split(" ").every((word) => word.length <= 75));
});

test("what is sent is what is read", () => {
  for (const text of ["ä", "日本語🎉".repeat(30), "=?UTF-8?B?x?=", " a ", "", "naïve =?"]) {
    const headers = new Headers(metadataHeaders({ a: text }));
    assert.equal(readMetadata(headers)?.["a"], text.trim() === text ? text : text.trim());
  }
});

// The example of S3's user guide, "Working with object metadata".
test("the encoded words that S3 sends are read", () => {
  const headers = new Headers({
    "x-amz-meta-nonascii": "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KTIFMz?=",
    "x-amz-meta-q": "=?UTF-8?Q?Zo=C3=AB_B?= =?utf-8?q?!?=",
  });
  assert.deepEqual(readMetadata(headers), {
    nonascii: "Ã\u0084MÃ\u0084ZÃ\u0095Ã\u0093 S3",
    q: "Zoë B!",
  });
});

test("what cannot be read stays as it came", () => {
  const headers = new Headers({ "x-amz-meta-a": "=?UTF-8?B?*?=" });
  assert.deepEqual(readMetadata(headers), { a: "=?UTF-8?B?*?=" });
});
