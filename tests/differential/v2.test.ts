import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { casesOf, ourUrl, same } from "./cases.ts";
import { beyondBotocore, inOurTerms } from "./differences.ts";
import { demands, formCases, ourForm, plainFields } from "./forms.ts";
import { operations } from "./operations.ts";
import type { Place } from "./places.ts";
import { seed } from "./random.ts";

const URLS_OF_EACH = 30;
const FORMS = 300;

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

for (const operation of Object.keys(operations)) {
  if (beyondBotocore.includes(operation)) continue;
  test(`${operation}: botocore gives the same V2 URL, byte for byte`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    await Promise.all(
      casesOf(operation, URLS_OF_EACH, "botocore", "v2").map(async (one) => {
        const { ours } = one.place.botocore as NonNullable<Place["botocore"]>;
        const theirs = inOurTerms(await botocore.url(one, "s3"), one.call.headers ?? {});
        same(ourUrl(one, { ...ours, signature: "v2" }), theirs, one);
      }),
    );
  });
}

test("botocore gives a form the same V2 URL, fields, demands, and signature for the same policy", async (context) => {
  context.diagnostic(`SEED=${seed}`);
  await Promise.all(
    formCases(FORMS, "botocore", "v2").map(async (one) => {
      const { ours: options } = one.place.botocore as NonNullable<Place["botocore"]>;
      const ours = ourForm(one, { ...options, signature: "v2" });
      const policy = ours.fields["policy"] as string;
      const theirs = await botocore.form(one, "s3", policy);
      assert.deepEqual(
        {
          url: ours.url,
          fields: plainFields(ours),
          ...demands(policy),
          signature: ours.fields["signature"],
        },
        {
          url: theirs.url,
          fields: plainFields(theirs),
          ...demands(theirs.fields["policy"] as string),
          signature: theirs.signatureOfOurs,
        },
        `SEED=${seed} repeats it.\n${JSON.stringify(one)}`,
      );
    }),
  );
});
