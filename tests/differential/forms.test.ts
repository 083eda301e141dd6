import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import { demands, type Form, type FormCase, formCases, ourForm, plainFields } from "./forms.ts";
import type { Place } from "./places.ts";
import { seed } from "./random.ts";
import { sdkForm } from "./sdk.ts";

/** With each of the two signers. */
const CASES = 400;

/** A signer's own form, and its signature of the policy that is in ours. */
export interface Answer extends Form {
  signatureOfOurs: string;
}

interface Pair {
  one: FormCase;
  ours: Form;
  theirs: Answer;
}

let botocore: Botocore;
const pairs: Record<"botocore" | "sdk", Pair[]> = { botocore: [], sdk: [] };

before(async () => {
  botocore = new Botocore();
  pairs.botocore = await Promise.all(
    formCases(CASES, "botocore").map(async (one) => {
      const place = one.place.botocore as NonNullable<Place["botocore"]>;
      const ours = ourForm(one, place.ours);
      const theirs = await botocore.ask<Answer>({
        what: "post",
        signatureVersion: "s3v4",
        region: place.region,
        config: place.config,
        bucket: one.place.bucket,
        key: one.key,
        fields: one.fields,
        // botocore makes no condition of a field: whoever calls it must.
        conditions: [
          ...one.conditions,
          ...Object.entries(one.fields).map(([name, value]) => ({ [name]: value })),
        ],
        credentials: one.credentials,
        signedAt: one.signingDate.getTime() / 1000,
        expiresIn: one.expiresIn,
        policyOfOurs: ours.fields["policy"],
      });
      return { one, ours, theirs };
    }),
  );
  for (const one of formCases(CASES, "sdk")) {
    const { ours: options } = one.place.sdk as NonNullable<Place["sdk"]>;
    const ours = ourForm(one, options);
    pairs.sdk.push({ one, ours, theirs: await sdkForm(one, ours.fields["policy"] as string) });
  }
});
after(() => botocore.stop());

for (const [signer, title] of [
  ["botocore", "botocore"],
  ["sdk", "the SDK for JavaScript"],
] as const) {
  function compare(what: string, read: (form: Form, pair: Pair) => [unknown, unknown]): void {
    test(`${title} gives a form the same ${what}`, (context) => {
      context.diagnostic(`SEED=${seed}`);
      assert.equal(pairs[signer].length, CASES);
      for (const pair of pairs[signer]) {
        const [ours, theirs] = read(pair.ours, pair);
        assert.deepEqual(ours, theirs, `SEED=${seed} repeats it.\n${JSON.stringify(pair.one)}`);
      }
    });
  }

  compare("URL", (ours, { theirs }) => [ours.url, theirs.url]);
  compare("fields", (ours, { theirs }) => [plainFields(ours), plainFields(theirs)]);
  compare("end and conditions", (ours, { theirs }) => [
    demands(ours.fields["policy"] as string),
    demands((theirs.fields["policy"] ?? theirs.fields["Policy"]) as string),
  ]);
  compare("signature for the same policy", (ours, { theirs }) => [
    ours.fields["x-amz-signature"],
    theirs.signatureOfOurs,
  ]);
}
