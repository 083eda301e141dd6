import assert from "node:assert/strict";
import fc from "fast-check";
import type { Credentials } from "../../js/credentials/provider.ts";
import { Presigner } from "../../js/presigner.ts";
import type { PresignRequest, SignerOptions } from "../../js/types.ts";
import { hasBasePath, isComparable } from "./differences.ts";
import { type BucketLocation, locations } from "./locations.ts";
import { type Call, callsOf } from "./operations.ts";
import { seed } from "./seed.ts";
import { anyKey, graphicText, identifier, isAddressable } from "./text.ts";

/** One URL to sign. */
export interface Case {
  operation: string;
  call: Call;
  location: BucketLocation;
  key: string;
  credentials: Credentials;
  signingDate: Date;
  expiresIn: number;
}

export type Signer = "botocore" | "sdk";
export type Signature = "v4" | "v2";

/** AWS's regions from before 2014, which accept V2. */
const V2_REGIONS: unknown[] = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
];

/** Long-lived and temporary credentials, with all characters that they can have. */
export const anyCredentials: fc.Arbitrary<Credentials> = fc
  .record({
    accessKeyId: identifier(16, 20),
    secretAccessKey: graphicText(8, 40),
    sessionToken: fc.option(graphicText(20, 1200), { nil: undefined, freq: 1 }),
  })
  .map(({ sessionToken, ...keys }) => (sessionToken ? { ...keys, sessionToken } : keys));

/** Whole seconds from 1980 to 2100, often around midnight. */
export const anyInstant = fc
  .tuple(
    fc.integer({ min: 3_652, max: 47_481 }),
    fc.oneof(fc.constantFrom(0, 86_399), fc.integer({ min: 0, max: 86_399 })),
  )
  .map(([day, second]) => new Date((day * 86_400 + second) * 1000));

/** Cases of an operation, at locations that the other signer has options for. */
export function casesOf(
  operation: string,
  signer: Signer,
  signature: Signature = "v4",
): fc.Arbitrary<Case> {
  const longest = signature === "v4" ? 604_800 : 31_536_000;
  return fc.record({
    operation: fc.constant(operation),
    call: signature === "v4" ? callsOf(operation) : callsOf(operation).map(withoutLength),
    location: fc.constantFrom(
      ...locationsFor(signer, signature).filter((location) =>
        isComparable(operation, location, signer),
      ),
    ),
    key: anyKey.filter(isAddressable),
    credentials: anyCredentials,
    signingDate: anyInstant,
    expiresIn: fc.oneof(fc.constantFrom(1, longest), fc.integer({ min: 1, max: longest })),
  });
}

/** V2 does not sign Content-Length. */
function withoutLength({ input, headers = {}, ...call }: Call): Call {
  const { ContentLength: _, ...otherInput } = input;
  const { "content-length": __, ...otherHeaders } = headers;
  return { ...call, input: otherInput, headers: otherHeaders };
}

/** Returns the locations that a signer can sign for. */
export function locationsFor(signer: Signer, signature: Signature): BucketLocation[] {
  return locations.filter(({ ours, [signer]: config }) => {
    if (config === undefined) return false;
    if (signature === "v4") return true;
    return ours.endpoint === undefined
      ? V2_REGIONS.includes(ours.region)
      : !hasBasePath(ours.endpoint);
  });
}

/** Returns the URL of this package. `more` are further options of the request. */
export function ourUrl(
  { call, location, key, credentials, signingDate, expiresIn }: Case,
  options: Partial<SignerOptions> = {},
  more: Partial<PresignRequest> = {},
): string {
  const presigner = new Presigner({ ...location.ours, ...options, credentials });
  const { method, on, query, headers, response } = call;
  const request: PresignRequest = {
    method,
    expiresIn,
    signingDate,
    ...(on !== "service" && { bucket: location.bucket }),
    ...(on === "object" && { key }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(response && { response }),
    ...more,
  };
  try {
    return presigner.presign(request).url;
  } finally {
    presigner.free();
  }
}

/** Returns the input of AWS's clients. */
export function inputOf({ call, location, key }: Case): Record<string, unknown> {
  return {
    ...call.input,
    ...(call.on !== "service" && { Bucket: location.bucket }),
    ...(call.on === "object" && { Key: key }),
  };
}

/** Splits a URL into its parameters, whose order is free. It decodes nothing, because the encoding is compared. */
function parts(url: string): string[] {
  const question = url.indexOf("?");
  return [
    url.slice(0, question),
    ...url
      .slice(question + 1)
      .split("&")
      .sort(),
  ];
}

/** Asserts that two URLs are equal, except for the order of their parameters. */
export function assertSameUrl(ours: string, theirs: string): void {
  const message = `SEED=${seed} repeats it.\nours:   ${ours}\ntheirs: ${theirs}`;
  assert.deepEqual(parts(ours), parts(theirs), message);
}
