import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, PresignError } from "s3-signpost";

const SIGNATURE_V4 = "362cfd903a3beba42b0619c7fc8049e0040ad02f0011cf4d99bb180db1585611";
const SIGNATURE_V2 = "FDIUaF0SpHW85TanF09j";
const TOKEN = "FwoGZXIvYXdzEXAMPLE";
const V4 = `https://photos.s3.us-west-2.amazonaws.com/a%20b/%C3%A9.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260102%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Security-Token=${TOKEN}%2F%2B%3D&X-Amz-Signature=${SIGNATURE_V4}`;
const V2 = `https://s3.eu-west-1.amazonaws.com/photos/a?AWSAccessKeyId=ASIAIOSFODNN7EXAMPLE&Signature=${SIGNATURE_V2}%2F28T1u8%3D&x-amz-security-token=${TOKEN}%2F%2B%3D&Expires=1767323945`;

/** Returns the number of problems; undefined if the URL is rejected. Neither result may show a secret. */
function countProblems(url: string): number | undefined {
  try {
    const inspection = inspect(url, new Date("2026-01-02T03:04:05Z"));
    assertNoSecret(JSON.stringify(inspection), url);
    return inspection.problems.length;
  } catch (error) {
    assert.ok(error instanceof PresignError, url);
    assert.ok(["InvalidUrl", "NotPresigned"].includes(error.code), url);
    assertNoSecret(`${error.message} ${error.hint}`, url);
    return undefined;
  }
}

function assertNoSecret(shown: string, url: string): void {
  for (const secret of [SIGNATURE_V4, SIGNATURE_V2, TOKEN]) {
    assert.ok(!shown.includes(secret), `${url}: ${shown}`);
  }
}

for (const [version, url] of Object.entries({ V4, V2 })) {
  test(`a complete ${version} URL has no problems`, () => {
    assert.equal(countProblems(url), 0);
  });

  test(`a truncated ${version} URL is rejected or has a problem`, () => {
    for (let end = 0; end < url.length; end += 1) {
      assert.notEqual(countProblems(url.slice(0, end)), 0, url.slice(0, end));
    }
  });

  test(`a ${version} URL with replaced or inserted characters shows no secret`, () => {
    for (let at = 0; at < url.length; at += 1) {
      for (const piece of "% %2 & = + / ? # \0 é \u{10ffff} ; 9".split(" ")) {
        countProblems(url.slice(0, at) + piece + url.slice(at));
        countProblems(url.slice(0, at) + piece + url.slice(at + 1));
      }
    }
  });
}

test("a URL of the longest length with the same parameter all over is inspected", () => {
  assert.equal(countProblems(V4 + "&a=%41".repeat((65_536 - V4.length) / 6)), 0);
  const duplicates = "&X-Amz-Date=1".repeat((65_536 - V4.length) / 13);
  assert.equal(countProblems(V4 + duplicates), 1);
});

for (const [what, from, to] of [
  ["an expiry of 18 digits", "X-Amz-Expires=900", "X-Amz-Expires=999999999999999999"],
  ["an expiry of 26 digits", "X-Amz-Expires=900", "X-Amz-Expires=99999999999999999999999999"],
  ["an expiry after 9999", "X-Amz-Date=20260102T030405Z", "X-Amz-Date=99991231T235959Z"],
  ["a date before 1970", "X-Amz-Date=20260102T030405Z", "X-Amz-Date=19691231T235959Z"],
  ["February 30", "X-Amz-Date=20260102T030405Z", "X-Amz-Date=20260230T030405Z"],
  ["24 o'clock", "X-Amz-Date=20260102T030405Z", "X-Amz-Date=20260102T240000Z"],
] as const) {
  test(`${what} is a problem of a V4 URL`, () => {
    assert.ok(Number(countProblems(V4.replace(from, to))) > 0);
  });
}

test("an expiry after 9999 is a problem of a V2 URL", () => {
  assert.ok(Number(countProblems(V2.replace("1767323945", "999999999999999999"))) > 0);
});
