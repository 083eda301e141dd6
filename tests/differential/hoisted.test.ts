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
  test(`${operation}: the SDK for JavaScript signs x-amz-* parameters in the same way`, async () => {
    let count = 0;
    await check(casesOf(operation, "sdk").map(hoisted), CASES, async (one) => {
      const url = ourUrl(one);
      if (/[?&]x-amz-/.test(url)) count += 1;
      assertSameUrl(url, await sdkUrl(one));
    });
    assert.ok(count > 0);
  });

  test(`${operation}: botocore signs x-amz-* parameters in the same way in V2`, () =>
    check(casesOf(operation, "botocore", signature).map(hoisted), CASES, async (one) => {
      const theirs = await botocore.url(one, "s3");
      const { headers = {} } = one.call;
      assertSameUrl(ourUrl(one, { signature }), withoutBotocoreV2Differences(theirs, headers));
    }));
}

/** Moves the `x-amz-*` headers of a case into its query, except those that the SDK never moves. */
function hoisted(one: Case): Case {
  const query = { ...one.call.query };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(one.call.headers ?? {})) {
    const moves = name.startsWith("x-amz-") && !name.startsWith("x-amz-server-side-encryption");
    (moves ? query : headers)[name] = value;
  }
  return { ...one, call: { ...one.call, query, headers } };
}
