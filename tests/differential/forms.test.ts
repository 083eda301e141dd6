import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Botocore } from "./botocore.ts";
import {
  demands,
  type Form,
  type FormAnswer,
  type FormCase,
  formCases,
  ourForm,
  plainFields,
} from "./forms.ts";
import type { Place } from "./places.ts";
import { seed } from "./random.ts";
import { sdkForm } from "./sdk.ts";

/** With each of the two signers. */
const CASES = 400;

interface Pair {
  one: FormCase;
  ours: Form;
  theirs: FormAnswer;
}

let botocore: Botocore;
const pairs: Record<"botocore" | "sdk", Pair[]> = { botocore: [], sdk: [] };

before(async () => {
  botocore = new Botocore();
  pairs.botocore = await Promise.all(
    formCases(CASES, "botocore").map(async (one) => {
      const { ours: options } = one.place.botocore as NonNullable<Place["botocore"]>;
      const ours = ourForm(one, options);
      const theirs = await botocore.form(one, "s3v4", ours.fields["policy"] as string);
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
