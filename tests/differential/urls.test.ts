import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { casesOf, ourUrl, same } from "./cases.ts";
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
        const { ours } = one.place.botocore as NonNullable<Place["botocore"]>;
        same(ourUrl(one, ours), await botocore.url(one, "s3v4"), one);
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
