/**
 * Every way in which AWS's own signers and this one differ where the standard leaves a choice. The reasons
 * are in docs/differences.md; differences.test.ts holds each of these to what is said of it there, and the
 * other tests set them aside by the names here.
 */

import type { Place } from "./places.ts";

/** Each by its heading in docs/differences.md. */
export const differences = {
  bucketPath: "A bucket's own path",
  host: "The host of a bucket at AWS",
  elsewhere: "Operations that botocore sends elsewhere",
  parameters: "Parameters that nobody asked for",
  hoisting: "Headers in the query",
  unsigned: "Headers that are not signed",
  dotSegments: "Keys with dot segments",
  expiries: "Expiries that S3 refuses",
  longForms: "Forms that live longer than a week",
  usEast1: "Names for us-east-1",
  bucketNames: "Bucket names that no host can have",
  xmlBodies: "Operations with an XML body",
  fieldConditions: "Conditions for a form's fields",
  oneValue: "A condition that leaves one value",
  filename: "The file's name inside a key",
  fieldNames: "Fields of the SDK's form",
  policyText: "The policy's text",
  v2Headers: "Headers of a V2 URL",
  v2BasePath: "V2 at an endpoint with a path",
  v2BareParameters: "Bare parameters of a V2 URL",
  v2Regions: "V2 in regions that never took it",
} as const;

/** What the SDK for JavaScript puts into a URL that nobody asked for. */
export const addedBySdk = {
  query: ["x-id"],
  /** Checksums of a body that is not there, and the type of an XML body. */
  headers: /^(x-amz-checksum-|x-amz-sdk-checksum-algorithm$|content-type$|content-length$)/,
  /** Put in at the very end, where only its being signed can be prevented. */
  always: ["x-amz-content-sha256"],
} as const;

/** Operations whose URL botocore cannot make: their body, which is XML, it takes for a form. */
export const beyondBotocore: readonly string[] = ["PutObjectTagging"];

/** Operations that botocore names the bucket by path for, whatever it was told. */
const byPathInBotocore: readonly string[] = ["GetBucketLocation"];

/** Whether a signer goes to the host for the operation that it goes to for all others at the place. */
export function isComparable(operation: string, place: Place, signer: "botocore" | "sdk"): boolean {
  if (signer === "sdk") return true;
  if (byPathInBotocore.includes(operation)) return place.byPath;
  // Of the service itself botocore asks the global host, unless it was told to name buckets by host.
  return (
    operation !== "ListBuckets" ||
    !place.byPath ||
    place.botocore?.config.endpoint_url !== undefined
  );
}

/** A path that an endpoint has of its own, which botocore leaves out of what V2 signs. */
export function hasBasePath(endpoint: string): boolean {
  return new URL(endpoint).pathname !== "/";
}

/**
 * A V2 URL of botocore's as this package would send it: without the headers in the query, which are signed
 * either way, and with a `=` behind a bare parameter that is not signed.
 */
export function inOurTerms(url: string, headers: Record<string, string>): string {
  const names = Object.keys(headers).filter((name) => /^(x-amz-|content-(type|md5)$)/.test(name));
  const [path = "", query = ""] = url.split("?");
  const kept = query.split("&").filter((part) => !names.includes(part.split("=")[0] ?? ""));
  return `${path}?${kept.map((part) => (unsignedInV2.includes(part) ? `${part}=` : part)).join("&")}`;
}

/** Parameters without a value that V2 does not sign. */
const unsignedInV2: readonly string[] = ["attributes", "encryption", "legal-hold", "retention"];
