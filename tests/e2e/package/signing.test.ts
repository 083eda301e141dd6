import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Presigner } from "../../../js/presigner.ts";
import { sample, seed } from "../../differential/seed.ts";
import { anyKey, anyText, graphicText, isAddressable } from "../../differential/text.ts";
import { packageSession } from "../package-session.ts";

/** Number of batches. Each token is one character longer than the last, so that keys have every offset in SHA-256's blocks. */
const BATCHES = 65;

const SIGNING_DATE = Date.UTC(2026, 0, 2, 3, 4, 5);

interface Batch {
  options: ConstructorParameters<typeof Presigner>[0];
  keys: string[];
}

const session = packageSession();

/** Keys of the same length, which are signed together, and keys of any length. */
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

for (const [name, options] of [
  ["with SIMD", {}],
  ["without SIMD", { withoutSimd: true }],
] as const) {
  test(`${name}, presignMany returns the URLs of presign for random keys and tokens`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    const all = batches(name);
    await session.open(options);
    const signed = await session.tab.page.evaluate(
      ([all, time]) =>
        all.map(({ options, keys }) => {
          const signer = new signpost.Presigner(options);
          const signingDate = new Date(time);
          const many = signer.presignMany(keys, { signingDate });
          return { many, one: keys.map((key) => signer.presign({ key, signingDate }).url) };
        }),
      [all, SIGNING_DATE] as const,
    );
    const expected = all.map(oneByOne).map((urls) => ({ many: urls, one: urls }));
    assert.deepEqual(signed, expected, `SEED=${seed} repeats it.`);
  });
}
