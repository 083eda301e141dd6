import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { assertSameUrl, type Case, casesOf, ourUrl } from "./cases.ts";
import { withoutBotocoreV2Differences } from "./differences.ts";
import { sdkUrl } from "./sdk.ts";
import { check } from "./seed.ts";

const CASES = 60;
const operations = ["GetObject", "HeadObject", "PutObject", "CopyObject"];
const signature = "v2";

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

for (const operation of operations) {
  test(`${operation}: the SDK for JavaScript hoists the same x-amz-* headers`, async () => {
    let count = 0;
    await check(casesOf(operation, "sdk").map(withoutCustomerKey), CASES, async (one) => {
      const url = ourUrl(one, {}, { hoist: true });
      if (/[?&]x-amz-/.test(url)) count += 1;
      assertSameUrl(url, await sdkUrl(hoisted(one)));
    });
    assert.ok(count > 0);
  });

  test(`${operation}: botocore hoists the same x-amz-* headers in V2`, () =>
    check(casesOf(operation, "botocore", signature).map(withoutCustomerKey), CASES, async (one) => {
      const theirs = await botocore.url(one, "s3");
      const { headers = {} } = hoisted(one).call;
      const ours = ourUrl(one, { signature }, { hoist: true });
      assertSameUrl(ours, withoutBotocoreV2Differences(theirs, headers));
    }));

  test(`${operation}: a hoisted header gives the URL of the x-amz-* parameter`, () =>
    check(casesOf(operation, "sdk").map(withoutCustomerKey), CASES, async (one) => {
      assert.equal(ourUrl(one, {}, { hoist: true }), ourUrl(hoisted(one)));
    }));
}

/** Moves the `x-amz-*` headers of a case into its query. */
function hoisted(one: Case): Case {
  const query = { ...one.call.query };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(one.call.headers ?? {})) {
    (name.startsWith("x-amz-") ? query : headers)[name] = value;
  }
  return { ...one, call: { ...one.call, query, headers } };
}

/** Removes the header of SSE-C, which cannot be hoisted. */
function withoutCustomerKey(one: Case): Case {
  const { SSECustomerAlgorithm: _, ...input } = one.call.input;
  const { "x-amz-server-side-encryption-customer-algorithm": __, ...headers } =
    one.call.headers ?? {};
  return { ...one, call: { ...one.call, input, headers } };
}
