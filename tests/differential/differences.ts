/*
 * The differences between AWS's own signers and this package, if the specification leaves a choice. docs/differences.md
 * has the reasons, differences.test.ts proves each of them, and the other tests leave them out by the names below.
 */

import type { BucketLocation } from "./locations.ts";

/** Each difference by its heading in docs/differences.md. */
export const differences = {
  bucketPath: "A bucket's own path",
  host: "The host of a bucket at AWS",
  elsewhere: "Operations for which botocore uses another host",
  parameters: "Added parameters",
  hoisting: "Headers in the query",
  unsigned: "Headers that are not signed",
  dotSegments: "Keys with dot segments",
  expiries: "Expiries that S3 rejects",
  longForms: "Forms that are valid for longer than a week",
  usEast1: "Names for us-east-1",
  bucketNames: "Bucket names that are not host names",
  xmlBodies: "Operations with an XML body",
  fieldConditions: "Conditions for a form's fields",
  oneValue: "A condition with one possible value",
  filename: "The file's name inside a key",
  fieldNames: "Fields of the SDK's form",
  policyText: "The policy's text",
  v2Headers: "Headers of a V2 URL",
  v2BasePath: "V2 at an endpoint with a path",
  v2BareParameters: "Bare parameters of a V2 URL",
  v2Regions: "V2 in regions that do not support it",
} as const;

/** Parameters and headers that the SDK for JavaScript adds. */
export const addedBySdk = {
  query: ["x-id"],
  /** Checksums of the empty body, and the type of an XML body. */
  headers: /^(x-amz-checksum-|x-amz-sdk-checksum-algorithm$|content-type$|content-length$)/,
  /** Added at the very end, after every middleware: it can only be left unsigned. */
  always: ["x-amz-content-sha256"],
} as const;

/** Operations that botocore cannot presign: it treats their XML body as a form. */
export const unsupportedByBotocore: readonly string[] = ["PutObjectTagging"];

/** Operations that botocore always sends path-style. */
const pathStyleInBotocore: readonly string[] = ["GetBucketLocation"];

/** Whether a signer sends the operation to the same host as other operations at the location. */
export function isComparable(
  operation: string,
  { byPath, ours }: BucketLocation,
  signer: "botocore" | "sdk",
): boolean {
  if (signer === "sdk") return true;
  if (pathStyleInBotocore.includes(operation)) return byPath;
  // botocore lists the buckets at the global host, unless virtual-hosted addressing is set.
  return operation !== "ListBuckets" || !byPath || ours.endpoint !== undefined;
}

/** Whether an endpoint has a path, which botocore leaves out of the V2 signature. */
export function hasBasePath(endpoint: string): boolean {
  return new URL(endpoint).pathname !== "/";
}

/**
 * Converts a V2 URL of botocore's to this package's notation: without headers in the query, which are signed either
 * way, and with `=` after unsigned parameters without a value.
 */
export function withoutBotocoreV2Differences(url: string, headers: Record<string, string>): string {
  const names = Object.keys(headers).filter((name) => /^(x-amz-|content-(type|md5)$)/.test(name));
  const [path = "", query = ""] = url.split("?");
  const kept = query.split("&").filter((part) => !names.includes(part.split("=")[0] ?? ""));
  return `${path}?${kept.map((part) => (unsignedInV2.includes(part) ? `${part}=` : part)).join("&")}`;
}

/** Parameters without a value that V2 does not sign. */
const unsignedInV2: readonly string[] = ["attributes", "encryption", "legal-hold", "retention"];
