import assert from "node:assert/strict";
import fc from "fast-check";
import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { PostCondition, SignerOptions } from "../../js/types.ts";
import { anyCredentials, anyInstant, locationsFor, type Signature, type Signer } from "./cases.ts";
import type { BucketLocation } from "./locations.ts";
import { seed } from "./seed.ts";
import { anyKey, anyText, identifier, word } from "./text.ts";

/** One form to sign. */
export interface FormCase {
  location: BucketLocation;
  key: string;
  fields: Record<string, string>;
  conditions: PostCondition[];
  credentials: Credentials;
  signingDate: Date;
  expiresIn: number;
}

/** A form of any signer. */
export interface Form {
  url: string;
  fields: Record<string, string>;
}

/** Another signer's form, and its signature of our policy. */
export interface TheirForm extends Form {
  signatureOfOurPolicy: string;
}

const FILENAME = "${filename}";

/** Texts that a form can carry, without the variable that S3 replaces. */
function formText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return anyText(minLength, maxLength).map(withoutVariable);
}

function withoutVariable(text: string): string {
  return text.replaceAll(FILENAME, "").replace(/[\r\n\0]/g, "") || "x";
}

const metadataName = word(1, 9).map((name) => `x-amz-meta-${name}`);

const anyFields: fc.Arbitrary<Record<string, string>> = fc
  .record({
    known: fc.record(
      {
        acl: fc.constantFrom("private", "public-read"),
        success_action_status: fc.constantFrom("200", "201", "204"),
        success_action_redirect: word(1, 9).map((path) => `https://example.test/${path}?a=b&c="d"`),
        "Cache-Control": fc.constant("max-age=60"),
        "Content-Type": fc.constantFrom("image/png", "text/plain; charset=utf-8"),
        "Content-Disposition": formText(1, 20),
        tagging: fc.constant(
          '<Tagging><TagSet><Tag><Key>a</Key><Value>"b" & c</Value></Tag></TagSet></Tagging>',
        ),
        "x-amz-storage-class": fc.constant("STANDARD_IA"),
        "x-amz-server-side-encryption": fc.constant("AES256"),
        "x-amz-meta-title": formText(0, 40),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    metadata: fc.dictionary(metadataName, formText(0, 40), { maxKeys: 1, noNullPrototype: true }),
  })
  .map(({ known, metadata }) => ({ ...known, ...metadata }));

const lengthRange = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 4_000_000_000 }))
  .map(([min, more]): PostCondition => ["content-length-range", min, min + more]);
const metadataPrefix = fc
  .tuple(identifier(10, 12), formText(0, 9))
  .map(
    ([name, prefix]): PostCondition => ["starts-with", `$x-amz-meta-${name.toLowerCase()}`, prefix],
  );
const typePrefix = fc
  .constantFrom("image/", "", "text/pl")
  .map((prefix): PostCondition => ["starts-with", "$Content-Type", prefix]);

/** Some of the conditions. The type has none if a field has the type. */
function conditionsFor(fields: Record<string, string>): fc.Arbitrary<PostCondition[]> {
  const conditions = [lengthRange, metadataPrefix];
  if (!("Content-Type" in fields)) conditions.push(typePrefix);
  return fc
    .tuple(...conditions.map((condition) => fc.option(condition, { freq: 1 })))
    .map((chosen) => chosen.filter((condition) => condition !== null));
}

/** Forms at locations that the other signer has options for. */
export function formCases(signer: Signer, signature: Signature = "v4"): fc.Arbitrary<FormCase> {
  // The SDK signs forms for the region "aws-global", which S3 does not accept.
  const here = locationsFor(signer, signature).filter(({ ours }) => ours.region !== "aws-global");
  return anyFields.chain((fields) =>
    fc.record({
      location: fc.constantFrom(...here),
      key: fc
        .tuple(anyKey.map(withoutVariable), fc.constantFrom("", "", FILENAME))
        .map((parts) => parts.join("")),
      fields: fc.constant(fields),
      conditions: conditionsFor(fields),
      credentials: anyCredentials,
      signingDate: anyInstant,
      expiresIn: fc.integer({ min: 1, max: 604_800 }),
    }),
  );
}

/** Returns the form of this package. */
export function ourForm(
  { location, key, fields, conditions, credentials, signingDate, expiresIn }: FormCase,
  options: Partial<SignerOptions> = {},
): Form {
  const presigner = new Presigner({ ...location.ours, ...options, credentials });
  const { bucket } = location;
  try {
    const request = { bucket, key, fields, conditions, signingDate, expiresIn };
    const post = presigner.presignPost(request);
    return { url: post.url, fields: post.fields };
  } finally {
    presigner.free();
  }
}

/** Asserts that two forms have the same URL and fields, equivalent policies, and the same signature for our policy. */
export function assertSameForm(ours: Form, theirs: TheirForm): void {
  const signature = ours.fields["x-amz-signature"] ?? ours.fields["signature"];
  assert.deepEqual(
    { ...comparable(ours), signature },
    { ...comparable(theirs), signature: theirs.signatureOfOurPolicy },
    `SEED=${seed} repeats it.`,
  );
}

function comparable(form: Form) {
  const fields = Object.entries(form.fields)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !["policy", "signature", "x-amz-signature"].includes(name));
  return { url: form.url, fields: Object.fromEntries(fields), ...parsePolicy(policyOf(form)) };
}

/** Returns the policy of a form, in base64. The SDK's field begins with a capital letter. */
export function policyOf({ fields }: Form): string {
  return (fields["policy"] ?? fields["Policy"]) as string;
}

/** Parses a policy. Its conditions are in one notation and one order. */
export function parsePolicy(base64: string): { expiration: number; conditions: string[] } {
  const policy = JSON.parse(Buffer.from(base64, "base64").toString("utf8")) as {
    expiration: string;
    conditions: PostCondition[];
  };
  return {
    expiration: Date.parse(policy.expiration),
    conditions: policy.conditions.map((condition) => JSON.stringify(triple(condition))).sort(),
  };
}

function triple(condition: PostCondition): unknown[] {
  if (Array.isArray(condition)) return condition;
  const [[name, value] = ["", ""]] = Object.entries(condition);
  return ["eq", `$${name.toLowerCase()}`, value];
}
