import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { type Case, casesOf, inputOf, ourUrl, parts } from "./cases.ts";
import { beyondBotocore } from "./differences.ts";
import { operations } from "./operations.ts";
import type { Place } from "./places.ts";
import { seed } from "./random.ts";
import { sdkUrl } from "./sdk.ts";

/** Of each operation, with each of the two signers. */
const CASES = 40;

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

for (const operation of Object.keys(operations)) {
  if (beyondBotocore.includes(operation)) continue;
  test(`${operation}: botocore gives the same URL, byte for byte`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    await Promise.all(
      casesOf(operation, CASES, "botocore").map(async (one) => {
        const { ours, region, config } = one.place.botocore as NonNullable<Place["botocore"]>;
        const { url } = await botocore.ask<{ url: string }>({
          what: "url",
          signatureVersion: "s3v4",
          operation,
          region,
          config,
          credentials: one.credentials,
          signedAt: one.signingDate.getTime() / 1000,
          expiresIn: one.expiresIn,
          input: inputOf(one),
          pathEndsInSlash: one.call.on !== "object",
        });
        same(ourUrl(one, ours), url, one);
      }),
    );
  });
}

for (const operation of Object.keys(operations)) {
  test(`${operation}: the SDK for JavaScript gives the same URL, byte for byte`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    for (const one of casesOf(operation, CASES, "sdk")) {
      const { ours } = one.place.sdk as NonNullable<Place["sdk"]>;
      same(ourUrl(one, ours), await sdkUrl(one), one);
    }
  });
}

function same(ours: string, theirs: string, { call, place, key }: Case): void {
  assert.deepEqual(
    parts(ours),
    parts(theirs),
    `SEED=${seed} repeats it.\n${JSON.stringify({ key, call, place })}\nours:   ${ours}\ntheirs: ${theirs}`,
  );
}
