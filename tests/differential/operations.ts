import fc from "fast-check";
import type { Method, PresignRequest } from "../../js/types.ts";
import { anyKey, anyText, headerValue, identifier, latinText, word } from "./text.ts";

/** One call of an operation, in the options of this package and in those of AWS's own clients. */
export interface Call {
  method: Method;
  on: "object" | "bucket" | "service";
  /** Parameters besides `Bucket` and `Key`, by their names in AWS's API. */
  input: Record<string, unknown>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  response?: NonNullable<PresignRequest["response"]>;
}

type Value = string | string[] | number | boolean | Date;

/** Parameters by their names in AWS's API: the name in the request, the values, and how to format one. */
type Parameters = Record<
  string,
  [name: string, values: fc.Arbitrary<Value>, format?: (value: string) => string]
>;

interface Operation {
  method: Method;
  /** @default "object" */
  on?: Call["on"];
  /** Query parameters that select the operation. */
  query?: Record<string, string>;
  required?: Parameters;
  optional?: Parameters;
  requiredHeaders?: Parameters;
  headers?: Parameters;
  /** Options `response.…`, by the names of the parameters in AWS's API. */
  response?: Parameters;
  /** Whether the object may have metadata. */
  metadata?: boolean;
  /** Input for AWS's clients only. */
  input?: Record<string, unknown>;
}

const versionId: Parameters = { VersionId: ["versionId", anyText(1, 32)] };
const uploadId: Parameters = {
  UploadId: ["uploadId", fc.oneof(anyText(1, 32), identifier(20, 128))],
};
const partNumber: Parameters = { PartNumber: ["partNumber", fc.integer({ min: 1, max: 10_000 })] };
const size: Parameters = {
  ContentLength: ["content-length", fc.integer({ min: 0, max: 5 * 1024 ** 3 })],
};
const createOnly: Parameters = { IfNoneMatch: ["if-none-match", fc.constant("*")] };
const checksum: Parameters = {
  ChecksumCRC32: [
    "x-amz-checksum-crc32",
    fc
      .uint8Array({ minLength: 4, maxLength: 4 })
      .map((bytes) => Buffer.from(bytes).toString("base64")),
  ],
};
const copySource: Parameters = {
  CopySource: [
    "x-amz-copy-source",
    fc.tuple(word(3, 12), anyKey).map((parts) => parts.join("/")),
    encodedPath,
  ],
};
const date = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000));

/** Headers that are stored with an object. */
const stored: Parameters = {
  ACL: ["x-amz-acl", fc.constantFrom("private", "public-read")],
  StorageClass: ["x-amz-storage-class", fc.constantFrom("STANDARD_IA", "GLACIER")],
  ServerSideEncryption: ["x-amz-server-side-encryption", fc.constant("AES256")],
  Tagging: ["x-amz-tagging", fc.constant("a=b&c=d%20e")],
  ContentType: ["content-type", fc.constantFrom("text/plain; charset=utf-8", "image/png")],
  CacheControl: ["cache-control", fc.constant("max-age=60, private")],
  ContentDisposition: [
    "content-disposition",
    word(1, 8).map((name) => `attachment; filename="${name}"`),
  ],
  ContentLanguage: ["content-language", fc.constant("de-CH, en")],
  WebsiteRedirectLocation: [
    "x-amz-website-redirect-location",
    word(1, 8).map((name) => `/${name}`),
  ],
};

const reading = {
  optional: { ...versionId, ...partNumber },
  headers: {
    Range: ["range", fc.integer({ min: 0, max: 99 }).map((first) => `bytes=${first}-`)],
    IfMatch: ["if-match", identifier(8, 32).map((tag) => `"${tag}"`)],
    IfNoneMatch: ["if-none-match", fc.constant("*")],
    IfModifiedSince: ["if-modified-since", date],
    RequestPayer: ["x-amz-request-payer", fc.constant("requester")],
    ExpectedBucketOwner: ["x-amz-expected-bucket-owner", fc.constant("123456789012")],
    SSECustomerAlgorithm: [
      "x-amz-server-side-encryption-customer-algorithm",
      fc.constant("AES256"),
    ],
    ChecksumMode: ["x-amz-checksum-mode", fc.constant("ENABLED")],
  },
  response: {
    ResponseContentType: ["contentType", latinText],
    ResponseContentLanguage: ["contentLanguage", latinText],
    ResponseCacheControl: ["cacheControl", latinText],
    ResponseContentDisposition: ["contentDisposition", latinText],
    ResponseContentEncoding: ["contentEncoding", latinText],
    ResponseExpires: ["expires", date],
  },
} satisfies Omit<Operation, "method">;

/** A listing of a bucket. botocore always requests URL encoding, so all signers do here. */
function listing(query: Record<string, string>, optional: Parameters): Operation {
  return {
    method: "GET",
    on: "bucket",
    query,
    required: { EncodingType: ["encoding-type", fc.constant("url")] },
    optional: {
      Prefix: ["prefix", anyText(1, 16)],
      Delimiter: ["delimiter", fc.constantFrom("/", "é", " ", "%2F")],
      ...optional,
    },
  };
}

const maxKeys: Parameters = { MaxKeys: ["max-keys", fc.integer({ min: 1, max: 1000 })] };

function bucketProperty(name: string): Operation {
  return { method: "GET", on: "bucket", query: { [name]: "" } };
}

function objectProperty(name: string, method: Method = "GET"): Operation {
  return { method, query: { [name]: "" }, optional: versionId };
}

/** The compared operations, by their names in AWS's API. */
const definitions: Record<string, Operation> = {
  GetObject: { method: "GET", ...reading },
  HeadObject: { method: "HEAD", ...reading },
  PutObject: {
    method: "PUT",
    headers: { ...stored, ...size, ...checksum, ...createOnly },
    metadata: true,
  },
  CopyObject: {
    method: "PUT",
    headers: stored,
    requiredHeaders: copySource,
    metadata: true,
  },
  DeleteObject: { method: "DELETE", optional: versionId },
  CreateMultipartUpload: {
    method: "POST",
    query: { uploads: "" },
    headers: stored,
    metadata: true,
  },
  UploadPart: { method: "PUT", required: { ...uploadId, ...partNumber }, headers: size },
  UploadPartCopy: {
    method: "PUT",
    required: { ...uploadId, ...partNumber },
    requiredHeaders: {
      ...copySource,
      CopySourceRange: [
        "x-amz-copy-source-range",
        fc.integer({ min: 0, max: 1e9 }).map((last) => `bytes=0-${last}`),
      ],
    },
  },
  CompleteMultipartUpload: { method: "POST", required: uploadId, headers: createOnly },
  AbortMultipartUpload: { method: "DELETE", required: uploadId },
  ListParts: {
    method: "GET",
    required: uploadId,
    optional: {
      MaxParts: ["max-parts", fc.integer({ min: 1, max: 1000 })],
      PartNumberMarker: ["part-number-marker", fc.integer({ min: 0, max: 9999 })],
    },
  },
  GetObjectTagging: objectProperty("tagging"),
  DeleteObjectTagging: objectProperty("tagging", "DELETE"),
  PutObjectTagging: {
    ...objectProperty("tagging", "PUT"),
    input: { Tagging: { TagSet: [] } },
  },
  GetObjectAcl: objectProperty("acl"),
  PutObjectAcl: {
    ...objectProperty("acl", "PUT"),
    requiredHeaders: {
      ACL: ["x-amz-acl", fc.constantFrom("private", "public-read", "bucket-owner-full-control")],
    },
  },
  GetObjectAttributes: {
    ...objectProperty("attributes"),
    requiredHeaders: { ObjectAttributes: ["x-amz-object-attributes", fc.constant(["ETag"])] },
  },
  GetObjectRetention: objectProperty("retention"),
  GetObjectLegalHold: objectProperty("legal-hold"),
  RestoreObject: objectProperty("restore", "POST"),
  ListObjects: listing({}, { ...maxKeys, Marker: ["marker", anyText(1, 8)] }),
  ListObjectsV2: listing(
    { "list-type": "2" },
    {
      ...maxKeys,
      StartAfter: ["start-after", anyText(1, 8)],
      ContinuationToken: ["continuation-token", anyText(1, 20)],
      FetchOwner: ["fetch-owner", fc.constant(true)],
    },
  ),
  ListObjectVersions: listing(
    { versions: "" },
    {
      ...maxKeys,
      KeyMarker: ["key-marker", anyText(1, 8)],
      VersionIdMarker: ["version-id-marker", anyText(1, 8)],
    },
  ),
  ListMultipartUploads: listing(
    { uploads: "" },
    { UploadIdMarker: ["upload-id-marker", anyText(1, 8)] },
  ),
  HeadBucket: { method: "HEAD", on: "bucket" },
  CreateBucket: { method: "PUT", on: "bucket" },
  DeleteBucket: { method: "DELETE", on: "bucket" },
  GetBucketLocation: bucketProperty("location"),
  GetBucketVersioning: bucketProperty("versioning"),
  GetBucketCors: bucketProperty("cors"),
  GetBucketPolicy: bucketProperty("policy"),
  GetBucketTagging: bucketProperty("tagging"),
  GetBucketEncryption: bucketProperty("encryption"),
  GetBucketLifecycleConfiguration: bucketProperty("lifecycle"),
  ListBuckets: { method: "GET", on: "service" },
};

export const operations = Object.keys(definitions);

/** Random calls of an operation. */
export function callsOf(name: string): fc.Arbitrary<Call> {
  const operation = definitions[name] as Operation;
  const { method, on = "object", metadata } = operation;
  return fc
    .record({
      required: fc.record(valuesOf(operation.required)),
      optional: fc.record(valuesOf(operation.optional), { requiredKeys: [] }),
      requiredHeaders: fc.record(valuesOf(operation.requiredHeaders)),
      headers: fc.record(valuesOf(operation.headers), { requiredKeys: [] }),
      response: fc.record(valuesOf(operation.response), { requiredKeys: [] }),
      metadata: metadata
        ? fc.dictionary(word(1, 10), headerValue, { maxKeys: 3, noNullPrototype: true })
        : fc.constant(undefined),
    })
    .map(({ required, optional, requiredHeaders, headers, response, metadata }) => ({
      method,
      on,
      input: {
        ...operation.input,
        ...required,
        ...optional,
        ...requiredHeaders,
        ...headers,
        ...response,
        ...(metadata && { Metadata: metadata }),
      },
      query: {
        ...operation.query,
        ...sent(operation.required, required),
        ...sent(operation.optional, optional),
      },
      headers: {
        ...sent(operation.requiredHeaders, requiredHeaders),
        ...sent(operation.headers, headers),
        ...withPrefix("x-amz-meta-", metadata),
      },
      ...(operation.response && { response: sent(operation.response, response) }),
    }));
}

function valuesOf(parameters: Parameters = {}): Record<string, fc.Arbitrary<Value>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, [, values]]) => [name, values]));
}

/** Returns the parameters as they are in the request. */
function sent(parameters: Parameters = {}, values: Record<string, Value | undefined>) {
  const present = Object.entries(parameters).flatMap(([input, [name, , format]]) => {
    const value = values[input];
    if (value === undefined) return [];
    const text = value instanceof Date ? value.toUTCString() : String(value);
    return [[name, format ? format(text) : text]];
  });
  return Object.fromEntries(present) as Record<string, string>;
}

function withPrefix(prefix: string, record: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

/** Encodes a path as AWS does, with another encoder than the package's. */
function encodedPath(path: string): string {
  return path
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");
}
