import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { assertSameUrl, casesOf, ourUrl } from "./cases.ts";
import { unsupportedByBotocore } from "./differences.ts";
import { operations } from "./operations.ts";
import { sdkUrl } from "./sdk.ts";
import { check } from "./seed.ts";

/** Cases of each operation, with each of the two signers. */
const CASES = 40;

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

for (const operation of operations) {
  if (unsupportedByBotocore.includes(operation)) continue;
  test(`${operation}: botocore returns the same URL`, () =>
    check(casesOf(operation, "botocore"), CASES, async (one) => {
      assertSameUrl(ourUrl(one), await botocore.url(one, "s3v4"));
    }));
}

for (const operation of operations) {
  test(`${operation}: the SDK for JavaScript returns the same URL`, () =>
    check(casesOf(operation, "sdk"), CASES, async (one) => {
      assertSameUrl(ourUrl(one), await sdkUrl(one));
    }));
}
