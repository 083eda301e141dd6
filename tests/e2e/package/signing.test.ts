import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Browser } from "playwright-core";
import { Presigner } from "../../../js/presigner.ts";
import { sample, seed } from "../../differential/seed.ts";
import { anyKey, anyText, graphicText, isAddressable } from "../../differential/text.ts";
import { BarePage, BareSite } from "../bare-page.ts";
import { startBrowser } from "../browser.ts";

/** Each has a token one character longer than the last, so that keys lie in SHA-256's blocks in every way. */
const BATCHES = 65;

const SIGNING_DATE = Date.UTC(2026, 0, 2, 3, 4, 5);

interface Batch {
  options: ConstructorParameters<typeof Presigner>[0];
  keys: string[];
}

let browser: Browser;
let site: BareSite;

before(async () => {
  [browser, site] = await Promise.all([startBrowser(), BareSite.start()]);
});
after(async () => {
  await browser.close();
  site.stop();
});

/** Keys of one length, which are signed together, and keys of any length. */
const someKeys = fc
  .tuple(anyText(0, 40), fc.nat(9), fc.array(anyKey, { maxLength: 9, size: "max" }))
  .map(([prefix, count, others]) => {
    const alike = Array.from({ length: count }, (_, index) => `${prefix}/${index}`);
    return [...alike, ...others].filter(isAddressable);
  });

function batches(name: string): Batch[] {
  const [shortest = 0] = sample(fc.integer({ min: 1, max: 1_001 }), 1, name);
  const secrets = sample(graphicText(1, 80), BATCHES, name);
  return sample(someKeys, BATCHES, name).map((keys, index) => ({
    options: {
      region: "eu-west-1",
      bucket: "photos",
      credentials: {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: secrets[index] as string,
        sessionToken: sample(graphicText(shortest + index, shortest + index), 1, name).join(),
      },
    },
    keys,
  }));
}

function oneByOne({ options, keys }: Batch): string[] {
  const signer = new Presigner(options);
  const signingDate = new Date(SIGNING_DATE);
  return keys.map((key) => signer.presign({ key, signingDate }).url);
}

for (const [what, options] of [
  ["by vectors", {}],
  ["where there are no vectors", { withoutSimd: true }],
] as const) {
  test(`${what} many keys are signed as one by one, whatever the keys and the token`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    const all = batches(what);
    const bare = await BarePage.open(browser, site, options);
    const signed = await bare.page.evaluate(
      ([all, time]) =>
        all.map(({ options, keys }) => {
          const signer = new signpost.Presigner(options);
          const signingDate = new Date(time);
          const many = signer.presignMany(keys, { signingDate });
          return { many, one: keys.map((key) => signer.presign({ key, signingDate }).url) };
        }),
      [all, SIGNING_DATE] as const,
    );
    await bare.close();
    const expected = all.map(oneByOne).map((urls) => ({ many: urls, one: urls }));
    assert.deepEqual(signed, expected, `SEED=${seed} repeats it.`);
  });
}
