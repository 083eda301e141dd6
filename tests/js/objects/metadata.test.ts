import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { metadataHeaders, readMetadata } from "../../../js/objects/metadata.ts";
import { anyText } from "../support/text.ts";

test("plain ASCII is sent unchanged", () => {
  assert.deepEqual(metadataHeaders({ Author: "Zoe B." }), { "x-amz-meta-author": "Zoe B." });
});

test("long text outside ASCII is divided into encoded words of at most 75 characters", () => {
  const value =
    metadataHeaders({ a: "日本語のとても長いメタデータ🎉".repeat(4) })["x-amz-meta-a"] ?? "";
  assert.match(value, /^[\x20-\x7e]+$/);
  assert.ok(value.split(" ").every((word) => word.length <= 75));
});

/** Returns a value after HTTP, which drops whitespace around it, from a store that keeps it unchanged. */
function returned(text: string): string | undefined {
  return readMetadata(new Headers(metadataHeaders({ a: text })))?.["a"];
}

/** Returns a value from a store that decodes values, and encodes those that are not ASCII again, as S3 documents it. */
function returnedDecoded(text: string): string | undefined {
  const sent = metadataHeaders({ a: text })["x-amz-meta-a"] ?? "";
  const words = sent.split(" ").map((word) => /^=\?utf-8\?b\?(.*)\?=$/i.exec(word)?.[1]);
  const stored = words.every((word) => word !== undefined)
    ? Buffer.concat(words.map((word) => Buffer.from(word ?? "", "base64"))).toString()
    : sent;
  const isPrintable = /^[\x20-\x7e]*$/.test(stored);
  assert.ok(isPrintable || /\P{ASCII}/u.test(stored), "S3 does not return control characters");
  const value = isPrintable ? stored : `=?UTF-8?B?${Buffer.from(stored).toString("base64")}?=`;
  return readMetadata(new Headers({ "x-amz-meta-a": value }))?.["a"];
}

test("values are read as they were sent", () => {
  for (const text of [
    "ä",
    "日本語🎉".repeat(30),
    "=?UTF-8?B?x?=",
    "=?UTF-8?B?eA==?=",
    "=?utf-8?q?a_b?= =?utf-8?q?c?=",
    "=?utf-8?b?eA==?=",
    "=?utf-8?b?eA==?= é",
    ...Object.values(metadataHeaders({ a: " a ", b: "=?", c: "é" })),
    Object.values(metadataHeaders(metadataHeaders({ a: " a " })))[0] ?? "",
    "naïve =?",
    "?=",
    "",
    " ",
    " a ",
    "\ta\n",
    "a  b",
    "a\r\nb: c",
    "\u00a0a\u3000",
    "\ufeffa",
    "\0\x7f",
  ]) {
    assert.equal(returned(text), text, JSON.stringify(text));
    assert.equal(returnedDecoded(text), text, JSON.stringify(text));
  }
});

test("2,000 random texts are read as they were sent", () => {
  const isReturned = fc.property(anyText, (text) => {
    assert.equal(returned(text), text);
    assert.equal(returnedDecoded(text), text);
  });
  fc.assert(isReturned, { seed: 9, numRuns: 2_000 });
});

test("encoded words that are not UTF-8 are returned unchanged", () => {
  const headers = new Headers({ "x-amz-meta-a": "=?UTF-8?B?/w==?=" });
  assert.deepEqual(readMetadata(headers), { a: "=?UTF-8?B?/w==?=" });
});

// Example in S3's user guide, "Working with object metadata".
test("the encoded words that S3 returns are decoded", () => {
  const headers = new Headers({
    "x-amz-meta-nonascii": "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KTIFMz?=",
    "x-amz-meta-q": "=?UTF-8?Q?Zo=C3=AB_B?= =?utf-8?q?!?=",
  });
  assert.deepEqual(readMetadata(headers), {
    nonascii: "Ã\u0084MÃ\u0084ZÃ\u0095Ã\u0093 S3",
    q: "Zoë B!",
  });
});

test("values that cannot be decoded are returned unchanged", () => {
  const headers = new Headers({ "x-amz-meta-a": "=?UTF-8?B?*?=" });
  assert.deepEqual(readMetadata(headers), { a: "=?UTF-8?B?*?=" });
});
