import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { type Case, casesOf, ourUrl, same } from "./cases.ts";
import { inOurTerms } from "./differences.ts";
import type { Place } from "./places.ts";
import { seed } from "./random.ts";
import { sdkUrl } from "./sdk.ts";

const CASES = 60;
const operations = ["GetObject", "HeadObject", "PutObject", "CopyObject"];

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

for (const operation of operations) {
  test(`${operation}: x-amz-* parameters are signed as the SDK for JavaScript signs them`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    let count = 0;
    for (const one of casesOf(operation, CASES, "sdk").map(hoisted)) {
      const { ours } = one.place.sdk as NonNullable<Place["sdk"]>;
      const url = ourUrl(one, ours);
      if (/[?&]x-amz-/.test(url)) count += 1;
      same(url, await sdkUrl(one), one);
    }
    assert.ok(count > 0);
  });

  test(`${operation}: x-amz-* parameters are signed in V2 as botocore signs them`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    await Promise.all(
      casesOf(operation, CASES, "botocore", "v2")
        .map(hoisted)
        .map(async (one) => {
          const { ours } = one.place.botocore as NonNullable<Place["botocore"]>;
          const theirs = inOurTerms(await botocore.url(one, "s3"), one.call.headers ?? {});
          same(ourUrl(one, { ...ours, signature: "v2" }), theirs, one);
        }),
    );
  });
}

/** The case with its `x-amz-*` headers in the query, but for those that the SDK never moves. */
function hoisted(one: Case): Case {
  const query = { ...one.call.query };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(one.call.headers ?? {})) {
    const moves = name.startsWith("x-amz-") && !name.startsWith("x-amz-server-side-encryption");
    (moves ? query : headers)[name] = value;
  }
  return { ...one, call: { ...one.call, query, headers } };
}
