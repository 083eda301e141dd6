import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatFragment, mayHoldSecret, parseFragment } from "../../../www/fragment.ts";

describe("a fragment is parsed:", () => {
  for (const [fragment, view] of [
    ["", "link"],
    ["#", "link"],
    ["#/", "link"],
    ["#/browse", "browse"],
    ["#/browse?prefix=a", "browse"],
    ["#/unknown", "link"],
    ["#/link/more", "link"],
    ["#view", "link"],
    ["#/constructor", "link"],
  ] as const) {
    test(`${JSON.stringify(fragment)} opens ${view}`, () =>
      assert.equal(parseFragment(fragment).view, view));
  }

  test("its parameters are decoded", () => {
    const { parameters } = parseFragment(
      "#/link?bucket=photos&key=a%2Fb%20c+d%26e&region=eu-west-1",
    );
    assert.deepEqual(parameters, { bucket: "photos", key: "a/b c d&e", region: "eu-west-1" });
  });

  test("unknown parameters are left out", () => {
    const { parameters, refused } = parseFragment("#/link?secret=a&__proto__=b&key=c");
    assert.deepEqual([parameters, refused], [{ key: "c" }, false]);
  });
});

describe("a fragment is formatted", () => {
  test("so that it is parsed to the same parameters", () => {
    const parameters = { bucket: "b", key: "ä b+c%25d'(1)?&#.bin", prefix: "a/" };
    assert.deepEqual(parseFragment(formatFragment("many", parameters)), {
      view: "many",
      parameters,
      refused: false,
    });
  });

  test("without empty parameters", () => {
    assert.equal(formatFragment("link", { bucket: "", key: "a" }), "#/link?key=a");
  });

  test("and a secret is an error", () => {
    const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    assert.throws(() => formatFragment("link", { key }), RangeError);
  });
});

const SIGNED_URLS = [
  "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=aa",
  "https://b.s3.amazonaws.com/k?AWSAccessKeyId=AKIDEXAMPLE&Expires=1&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D",
  "https://ada:lovelace@s3.example.com",
];

describe("a text that may hold a secret:", () => {
  for (const text of [
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "secretAccessKey=a",
    "AWS_SESSION_TOKEN=a",
    "aws_secret_access_key = a",
    "IQoJb3JpZ2luX2VjEOr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx",
    ...SIGNED_URLS,
  ]) {
    test(JSON.stringify(text), () => assert.equal(mayHoldSecret(text), true));
    test(`${JSON.stringify(text)} is refused as a parameter`, () => {
      const { parameters, refused } = parseFragment(`#/link?key=${encodeURIComponent(text)}`);
      assert.deepEqual([parameters, refused], [{}, true]);
    });
  }
});

describe("a text that holds no secret:", () => {
  for (const text of [
    "photos/cat.jpg",
    "my-bucket.example.com",
    "Reports/2026/Quarter1/FinalVersionOfTheBigReport.pdf",
    "backups/2026-01-31T14-00-00Z/database-dump-production-full.tar.gz",
    "images/0b1f9c52-6a0e-4a6b-9a57-3f3c9c3e7f11/original.png",
    "sha256/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "https://s3.eu-west-1.amazonaws.com",
    "http://127.0.0.1:8081",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/my-point",
    "Документы/отчёт за январь.docx",
  ]) {
    test(JSON.stringify(text), () => assert.equal(mayHoldSecret(text), false));
  }
});
