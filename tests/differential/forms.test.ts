import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { assertSameForm, formCases, ourForm, policyOf } from "./forms.ts";
import { sdkForm } from "./sdk.ts";
import { check } from "./seed.ts";

/** Cases with each of the two signers. */
const CASES = 400;

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

test("botocore returns the same form, and the same signature for the same policy", () =>
  check(formCases("botocore"), CASES, async (one) => {
    const ours = ourForm(one);
    assertSameForm(ours, await botocore.form(one, "s3v4", policyOf(ours)));
  }));

test("the SDK for JavaScript returns the same form, and the same signature for the same policy", () =>
  check(formCases("sdk"), CASES, async (one) => {
    const ours = ourForm(one);
    assertSameForm(ours, await sdkForm(one, policyOf(ours)));
  }));
