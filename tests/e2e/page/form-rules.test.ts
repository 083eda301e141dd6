import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allowanceOf, formWarnings } from "../../../www/form/allowance.ts";
import { predict } from "../../../www/form/refusals.ts";
import type { Typed } from "../../../www/form/request.ts";
import { readTyped } from "./form-typed.ts";

const URL = "https://bucket.s3.us-east-1.amazonaws.com/";

describe("the sentence", () => {
  for (const [change, sentence] of [
    [{}, "Whoever has this form can store files of up to 10 MB below uploads/ until noon."],
    [{ maxSize: "" }, "Whoever has this form can store files below uploads/ until noon."],
    [
      { prefix: "", minSize: "1 kB", contentType: "image/" },
      "Whoever has this form can store files of 1 kB to 10 MB with a type that begins with image/, anywhere in the bucket until noon.",
    ],
    [
      { place: "key", key: "a.png", contentType: "image/png", maxSize: "", minSize: "5" },
      "Whoever has this form can store a file of at least 5 bytes with the type image/png as a.png until noon.",
    ],
    [
      { place: "key", key: "u/${filename}" },
      "Whoever has this form can store files of up to 10 MB as u/${filename} until noon.",
    ],
    [
      { via: "put", key: "a", exactSize: "12345" },
      "Whoever has this link can store a file of exactly 12,345 bytes as a until noon.",
    ],
  ] as [Partial<Typed>, string][]) {
    test(`is: ${sentence}`, () => {
      const { before, key, after } = allowanceOf(readTyped(change).entered, "noon");
      assert.equal(`${before}${key}${after}`, sentence);
    });
  }
});

describe("warnings", () => {
  for (const [name, change, pattern] of [
    ["no maximum size", { maxSize: "" }, /up to 5 GiB/],
    ["a maximum that no form has", { maxSize: "6 GiB" }, /at most 5 GiB/],
    ["one key", { place: "key", key: "a" }, /replaces the last/],
    ["an empty prefix", { prefix: "" }, /any object of the bucket/],
    ["a prefix without a slash", { prefix: "up" }, /up-other\/file/],
    ["HTML", { contentType: "Text/HTML; charset=utf-8" }, /text\/html can contain scripts/],
    ["types that include SVG", { contentType: "image/" }, /image\/svg\+xml/],
    [
      "HTML by a link",
      { via: "put", key: "a", exactSize: "1", contentType: "text/html" },
      /script/,
    ],
  ] as [string, Partial<Typed>, RegExp][]) {
    test(`name ${name}`, () => {
      const warnings = formWarnings(readTyped(change).entered, URL);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", pattern);
    });
  }

  test("name an address without encryption, except on this machine", () => {
    const { entered } = readTyped({});
    const urls = ["http://s3.example.com/bucket", "http://127.0.0.1:9000/bucket"];
    assert.deepEqual(
      urls.map((url) => formWarnings(entered, url).length),
      [1, 0],
    );
  });

  test("are none for a prefix with a maximum", () => {
    assert.deepEqual(formWarnings(readTyped({ contentType: "image/png" }).entered, URL), []);
  });
});

describe("a prediction", () => {
  test("has each reason of a refusal", () => {
    const { entered } = readTyped({ maxSize: "2", minSize: "1", contentType: "image/" });
    const predicted = [0, 1, 3].map((size) => predict(entered, { size, type: "text/plain" }));
    const counts = predicted.map(({ refusals }) => refusals.length);
    assert.deepEqual(counts, [2, 1, 2]);
  });

  test("refuses no other type if the form sets the type itself", () => {
    const { entered } = readTyped({ contentType: "image/png" });
    const { refusals, remarks } = predict(entered, { size: 1, type: "text/plain" });
    assert.deepEqual([refusals.length, remarks.length], [0, 1]);
  });

  test("refuses a file of another size than that of a link", () => {
    const { entered } = readTyped({ via: "put", key: "a", exactSize: "2" });
    assert.equal(predict(entered, { size: 3, type: "" }).refusals.length, 1);
  });
});
