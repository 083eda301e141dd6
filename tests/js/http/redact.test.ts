import assert from "node:assert/strict";
import { test } from "node:test";
import { Redactor, secretsOf } from "../../../js/http/redact.ts";

const TOKEN = "FwoGZXIvYXdzEXAMPLE//token+with/special==";
const redactor = new Redactor([TOKEN, "5ecre75ecre7", "token"]);

for (const [text, redacted] of [
  ["Access Denied", "Access Denied"],
  ["a 5ecre75ecre7 b", "a [hidden] b"],
  ["a 5ECRE75ECRE7 b", "a [hidden] b"],
  ["5ecre75ecre75ecre75ecre7", "[hidden]"],
  [`x ${encodeURIComponent(TOKEN)} y`, "x [hidden] y"],
  [`x ${encodeURIComponent(encodeURIComponent(TOKEN))} y`, "x [hidden] y"],
  ["YXdzEXAM&#x50;LE&#47;&#47;tok", "[hidden]"],
  ["Fwo\\u0047ZXIvYXdz", "[hidden]"],
  ["only 5ecre75ecr of it", "only [hidden] of it"],
  ["only 5ecre75ec of it", "only 5ecre75ec of it"],
  ["The provided token has expired.", "The provided token has expired."],
  ["one\r\ntwo\u001b[31m\u202e", "one two [31m"],
  ["Cannot GET https://b.example/a?x=1&y=2 today", "Cannot GET https://b.example/a today"],
  ["eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "[hidden]"],
  [`digest ${"0f".repeat(32)}`, "digest [hidden]"],
  ["", ""],
] as const) {
  test(`${JSON.stringify(text)} is redacted to ${JSON.stringify(redacted)}`, () => {
    assert.equal(redactor.text(text), redacted);
  });
}

test("a long text is redacted before it is cut", () => {
  const text = redactor.text(`${"x".repeat(495)} ${TOKEN}`);
  assert.equal(text, `${"x".repeat(495)} [hid…`);
});

test("codes of services are kept, and other texts are not", () => {
  for (const code of ["ExpiredToken", "KMS.DisabledException", "x:y-z_1"]) {
    assert.equal(redactor.code(code), code);
  }
  for (const code of ["", "1a", "a b", "5ecre75ecre7", "A".repeat(101), "a\n", undefined]) {
    assert.equal(redactor.code(code), code === "a\n" ? "a" : undefined);
  }
});

test("the secrets of a request are found in its URL, headers and fields", () => {
  const secrets = secretsOf({
    url: "https://b.example/a?X-Amz-Signature=aa%20bb&X-Amz-Date=d&x-amz-security-token=t=1",
    headers: { "x-amz-server-side-encryption-customer-key": "k", host: "h", authorization: "z" },
    fields: { policy: "p", key: "a", signature: "s", "x-amz-credential": "c" },
  });
  assert.deepEqual(secrets, ["aa%20bb", "t=1", "k", "z", "p", "s"]);
});

test("a cause keeps its name, code and message, and nothing else", () => {
  const error = Object.assign(new TypeError("fetch of 5ecre75ecre7 failed"), {
    request: { url: "5ecre75ecre7" },
    cause: Object.assign(new Error("connection rejected"), { code: "ECONNREFUSED", data: TOKEN }),
  });
  const copy = redactor.cause(error) as Error & { cause: Error & { code: string } };
  assert.deepEqual([copy.name, copy.message], ["TypeError", "fetch of [hidden] failed"]);
  assert.deepEqual(Object.keys(copy.cause).sort(), ["code", "name"]);
  assert.equal(copy.cause.code, "ECONNREFUSED");
});
