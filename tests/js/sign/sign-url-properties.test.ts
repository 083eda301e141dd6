import assert from "node:assert/strict";
import { mock, test } from "node:test";
import fc from "fast-check";
import { Presigner } from "s3-signpost";
import { ObjectUrlParser } from "../../../js/sign/object-url.ts";
import { anyText } from "../support/text.ts";

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
const options = { region: "us-west-2", bucket: "photos" };
const START = Date.UTC(2026, 0, 2);
mock.timers.enable({ apis: ["Date"], now: START });

/** Starts of URLs of the bucket, and of almost the same. */
const OWN = [
  "https://photos.s3.us-west-2.amazonaws.com/",
  "https://s3.us-west-2.amazonaws.com/photos/",
  "http://Photos.s3.amazonaws.com:80/",
];
const FOREIGN = [
  "",
  " ",
  "/",
  "//photos.s3.us-west-2.amazonaws.com/",
  "https://foreign.example/photos/",
  "https://photos.s3.eu-west-1.amazonaws.com/",
  "https://other.s3.us-west-2.amazonaws.com/",
  "https://s3.us-west-2.amazonaws.com/photos2/",
  "https://photos.s3.us-west-2.amazonaws.com:8443/",
  "https://photos@s3.us-west-2.amazonaws.com/photos/",
  "data:",
  "blob:https://photos.s3.us-west-2.amazonaws.com/",
  "s3://other/",
];

/** The characters that paths of URLs have by any encoder, and some that few have. */
const anyPath = fc
  .array(
    fc.oneof(
      fc.constantFrom("/", ".", "a", "%20", "%2F", "%C3%A9", "%", "?", "#", "&", "=", "\\"),
      anyText,
    ),
    {
      maxLength: 8,
    },
  )
  .map((pieces) => pieces.join(""));

/** The result of a call, or the code of its error. */
function outcome(call: () => string): string {
  try {
    return call();
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

test("a foreign URL is returned as it is, after any other URL", () => {
  const signer = new Presigner({ ...options, credentials });
  fc.assert(
    fc.property(
      fc.constantFrom(...OWN),
      fc.constantFrom(...FOREIGN),
      anyPath,
      (own, start, path) => {
        outcome(() => signer.sign(own + path));
        assert.equal(signer.sign(start + path), start + path);
      },
    ),
    { seed: 13, numRuns: 2_000 },
  );
});

test("a URL is signed alike by a new signer and by one that has signed others", () => {
  const signer = new Presigner({ ...options, credentials });
  fc.assert(
    fc.property(fc.constantFrom(...OWN, ...FOREIGN), anyPath, (start, path) => {
      const fresh = new Presigner({ ...options, credentials });
      const expected = outcome(() => fresh.sign(start + path));
      assert.equal(
        outcome(() => signer.sign(start + path)),
        expected,
      );
      assert.equal(
        outcome(() => signer.sign(start + path)),
        expected,
      );
      fresh.free();
    }),
    { seed: 13, numRuns: 2_000 },
  );
});

test("an encoded key is parsed back, whatever the encoder leaves as it is", () => {
  const parser = new ObjectUrlParser(options);
  // A URL cannot hold a key with a dot segment.
  const isKey = (text: string) => /^(?!(?:.*\/)?\.{1,2}(?:\/|$))./s.test(text);
  const key = anyText.filter((text) => isKey(text) && text.length < 300);
  const encoders = [
    (text: string) => text.split("/").map(encodeURIComponent).join("/"),
    (text: string) => encodeURIComponent(text),
    (text: string) => encodeURI(text).replace(/[?#]/g, encodeURIComponent),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...OWN),
      key,
      fc.constantFrom(...encoders),
      (start, key, encode) => {
        assert.deepEqual(parser.parse(start + encode(key)), {
          bucket: "photos",
          key,
          query: {},
          fragment: "",
        });
      },
    ),
    { seed: 13, numRuns: 2_000 },
  );
});

test("other parameters are parsed back, beside those of a signature", () => {
  const parser = new ObjectUrlParser(options);
  const signer = new Presigner({
    ...options,
    credentials: { ...credentials, sessionToken: "a+/=" },
  });
  const name = fc.string({ unit: fc.constantFrom(..."aA-x+ é=&%/?#"), minLength: 1, maxLength: 8 });
  const value = anyText;
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }), (query) => {
      const { url } = signer.presign({ key: "a", query });
      assert.deepEqual(parser.parse(url)?.query, query);
    }),
    { seed: 13, numRuns: 1_000 },
  );
});
