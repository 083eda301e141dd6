import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { assertSameUrl, casesOf, ourUrl } from "./cases.ts";
import { unsupportedByBotocore, withoutBotocoreV2Differences } from "./differences.ts";
import { assertSameForm, formCases, ourForm, policyOf } from "./forms.ts";
import { operations } from "./operations.ts";
import { check } from "./seed.ts";

/** Cases of each operation. */
const URLS = 30;
const FORMS = 300;

const signature = "v2";

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

for (const operation of operations) {
  if (unsupportedByBotocore.includes(operation)) continue;
  test(`${operation}: botocore returns the same V2 URL`, () =>
    check(casesOf(operation, "botocore", signature), URLS, async (one) => {
      const theirs = await botocore.url(one, "s3");
      const { headers = {} } = one.call;
      assertSameUrl(ourUrl(one, { signature }), withoutBotocoreV2Differences(theirs, headers));
    }));
}

test("botocore returns the same V2 form, and the same signature for the same policy", () =>
  check(formCases("botocore", signature), FORMS, async (one) => {
    const ours = ourForm(one, { signature });
    assertSameForm(ours, await botocore.form(one, "s3", policyOf(ours)));
  }));
