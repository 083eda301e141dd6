import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { elementText, errorDocument, parseErrorText } from "../../../www/explain/error-text.ts";

describe("the text of an element", () => {
  test("is decoded", () => {
    const xml = errorDocument({ CanonicalRequest: "GET\n/a?b&c<d" });
    assert.equal(elementText(xml, "CanonicalRequest"), "GET\n/a?b&c<d");
  });

  test("has characters by number", () => {
    assert.equal(
      elementText("<Error><Key>&#65;&#x42;&#1114112;</Key></Error>", "Key"),
      "AB&#1114112;",
    );
  });

  test("is absent if the document has no such element", () => {
    assert.equal(elementText("<Error><KeyName>a</KeyName></Error>", "Key"), undefined);
  });
});

describe("an error is found in", () => {
  for (const [text, expected] of [
    ["HTTP/1.1 403\n\n<Error><Code>A</Code></Error>", "<Error><Code>A</Code></Error>"],
    ["NoSuchKey", { name: "NoSuchKey", message: "" }],
    ["AccessDenied: Access Denied", { name: "AccessDenied", message: "Access Denied" }],
  ] as const) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(parseErrorText(text), expected);
    });
  }
});

test("a sentence is no error", () => {
  assert.equal(parseErrorText("It does not work."), undefined);
});

test("texts of 100,000 characters are parsed in 200 ms of CPU time", () => {
  for (const piece of ["<Error", "error occurred (", "A", "\n ", "error occurred (A)a "]) {
    const start = process.cpuUsage();
    const text = piece.repeat(100_000 / piece.length);
    parseErrorText(text);
    elementText(text, "Error");
    // CPU time, which a busy machine does not change.
    const took = process.cpuUsage(start).user / 1_000;
    assert.ok(took < 200, `${piece}: ${took} ms`);
  }
});
