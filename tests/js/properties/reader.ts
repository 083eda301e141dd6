import assert from "node:assert/strict";
import fc from "fast-check";
import { PresignError } from "../../../js/errors.ts";
import { explain } from "../../../js/explain.ts";
import { inspect } from "../../../js/inspect.ts";
import { Presigner } from "../../../js/presigner.ts";
import { anyText } from "../support/text.ts";

const TOKEN = "a-session-token/+=";

/** A signed URL, with its key. */
const signedUrl = fc
  .record({
    key: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    signature: fc.constantFrom("v4" as const, "v2" as const),
    addressing: fc.constantFrom("virtual" as const, "path" as const),
  })
  // A key with such a segment cannot be in a URL.
  .filter(({ key }) => !/(^|\/)\.{1,2}(\/|$)/.test(key))
  .map(({ key, signature, addressing }) => {
    const presigner = new Presigner({
      region: "us-east-1",
      bucket: "bucket",
      signature,
      addressing,
      credentials: {
        accessKeyId: "ASIAIOSFODNN7EXAMPLE",
        secretAccessKey: "secret",
        sessionToken: TOKEN,
      },
    });
    const { url } = presigner.presign({ key });
    return { key, url, secret: /Signature=([^&]*)/.exec(url)?.[1] as string };
  });

/** A text, and pieces of URLs, canonical requests and error documents. */
const piece = fc.oneof(
  anyText,
  fc.constantFrom("%", "%2", "%25", "&", "&amp;", "=", "+", "/", "?", "#", ";", ":", "\n", "\r"),
  fc.constantFrom(
    "X-Amz-Date=1",
    "x-amz-expires",
    "Signature",
    "host",
    "..",
    "%2e",
    "aws4_request",
  ),
);

/** Replaces some characters of a text. */
const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(9), piece), {
  maxLength: 4,
});

function damaged(text: string, changes: readonly [number, number, string][]): string {
  return changes.reduce((changed, [part, length, inserted]) => {
    const at = Math.floor(part * changed.length);
    return changed.slice(0, at) + inserted + changed.slice(at + length);
  }, text);
}

function inspectOrReject(url: string): void {
  try {
    inspect(url);
  } catch (error) {
    assert.ok(error instanceof PresignError);
  }
}

/** Properties of `inspect` and `explain` by their titles. */
export const readerProperties = {
  "any text is inspected or rejected": fc.property(
    fc.array(piece, { maxLength: 30 }),
    fc.constantFrom("", "https://b.s3.us-east-1.amazonaws.com/?AWSAccessKeyId=a&"),
    (pieces, start) => inspectOrReject(start + pieces.join("")),
  ),
  "a damaged URL is inspected or rejected": fc.property(signedUrl, damage, ({ url }, changes) =>
    inspectOrReject(damaged(url, changes)),
  ),
  "a signed URL has its key and no problems": fc.property(signedUrl, ({ url, key }) => {
    const inspection = inspect(url);
    assert.deepEqual([inspection.bucket, inspection.key], ["bucket", key]);
    // A key can look as if it were encoded.
    const problems = inspection.problems.filter(({ code }) => code !== "DoubleEncoding");
    assert.deepEqual(problems, []);
  }),
  "an explanation of any document shows no secret of the request": fc.property(
    signedUrl,
    damage,
    fc.constantFrom("CanonicalRequest", "StringToSign"),
    fc.dictionary(anyText, anyText, { maxKeys: 3 }),
    ({ url, secret }, changes, element, headers) => {
      const query = url.split("?")[1];
      const lines = `GET\n/\n${query}\nhost:h\nx-amz-meta-a:${secret}\n\nhost\nUNSIGNED-PAYLOAD`;
      const text = damaged(lines, changes).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      const document = `<Error><Code>SignatureDoesNotMatch</Code><${element}>${text}</${element}></Error>`;
      const shown = JSON.stringify(explain(document, { method: "GET", url, headers }));
      for (const hidden of [secret, decodeURIComponent(secret), TOKEN]) {
        assert.ok(!shown.includes(hidden), shown);
      }
    },
  ),
};
