import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { canInsert, parsePasted } from "../../../www/account/pasted/parse.ts";
import { FORMATS } from "./pasted-blocks.ts";

describe("a pasted block is parsed:", () => {
  for (const [name, text, settings] of FORMATS) {
    test(name, () => assert.deepEqual(parsePasted(text), settings));
  }
});

describe("a pasted block with CRLF line ends is parsed:", () => {
  for (const [name, text, settings] of FORMATS) {
    test(`${name}, with CRLF`, () => {
      assert.deepEqual(parsePasted(text.replace(/\r?\n/g, "\r\n")), settings);
    });
  }
});

describe("other pasted texts are not parsed:", () => {
  for (const text of [
    "AKIDEXAMPLE",
    "wJalr/XUtn+FEMI=",
    "region=eu-west-1/date=2026-01-01/part.parquet",
    "https://s3.example.com",
    "https://b.s3.amazonaws.com/k?X-Amz-Credential=A%2F2&X-Amz-Security-Token=IQo&X-Amz-Expires=9",
    "x-amz-security-token: IQoJb3JpZ2lu",
    "the access key ID and the secret access key of a user",
    "{ not JSON",
    "",
    "aws_access_key_id = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "one two three four",
    "aws-access-key-id: ${{ secrets.ID }}\naws-secret-access-key: ${{ secrets.KEY }}",
    "AWS_ACCESS_KEY_ID=%ID%\nAWS_SECRET_ACCESS_KEY=$SECRET",
    "hello world",
  ]) {
    test(JSON.stringify(text), () => assert.equal(parsePasted(text), undefined));
  }

  test("an object key of two words", () => {
    assert.equal(parsePasted("reports annual-summary-of-2026.pdf", false), undefined);
  });

  test("an endpoint with a password is left out of a parsed block", () => {
    const text = "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_ENDPOINT_URL=https://ada:secret@host";
    assert.deepEqual(parsePasted(text), { accessKeyId: "AKIDEXAMPLE" });
  });

  for (const [name, text] of [
    ["names", "access_key_id ".repeat(7_000)],
    ["blanks", `aws_access_key_id${" ".repeat(90_000)}`],
    ["quotation marks", `secret_key="${'\\"'.repeat(40_000)}`],
    ["brackets", "{[".repeat(50_000)],
    ["letters", "a".repeat(99_000)],
  ] as const) {
    test(`100 kB of ${name}, in linear time`, { timeout: 5_000 }, () => {
      assert.equal(parsePasted(text), undefined);
    });
  }
});

describe("a pasted text can be inserted", () => {
  for (const [target, text] of [
    ["id", "AKIAIOSFODNN7EXAMPLE"],
    ["id", " AKIAIOSFODNN7EXAMPLE\n"],
    ["id", "minioadmin"],
    ["id", "4f3c2b1a0f9e8d7c6b5a4f3c2b1a0f9e"],
    ["expiration", "2030-01-31T14:00:00Z"],
    ["expiration", "Thu, 31 Jan 2030 14:00:00 GMT"],
    ["secret", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"],
    ["line", "a key with blanks"],
    ["lines", "a: 1\nb: 2"],
  ] as const) {
    test(`as ${target}: ${JSON.stringify(text)}`, () => assert(canInsert(text, target)));
  }
});

describe("a pasted text cannot be inserted", () => {
  for (const [target, text] of [
    ["id", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["id", "wJalrXUtnFEMIsK7MDENGsbPxRfiCYEXAMPLEKEY"],
    ["id", "AKIAIOSFODNN7EXAMPLE secret"],
    ["id", "AKIAIOSFODNN7EXAMPLE\nsecret"],
    ["id", "key=secret"],
    ["id", "a".repeat(129)],
    ["expiration", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["expiration", "2030-01-31\nsecret"],
    ["secret", "one\ntwo"],
    ["line", "one\rtwo"],
  ] as const) {
    test(`not as ${target}: ${JSON.stringify(text)}`, () => assert(!canInsert(text, target)));
  }
});
