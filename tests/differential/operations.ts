import type { Method, PresignRequest } from "../../js/types.ts";
import type { Random } from "./random.ts";
import { anyKey, anyText, headerValue, identifier, word } from "./text.ts";

/** What one call of an operation is, for us and for AWS's own clients. */
export interface Call {
  method: Method;
  on: "object" | "bucket" | "service";
  /** Besides `Bucket` and `Key`, by the names of AWS's API. */
  input: Record<string, unknown>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  response?: NonNullable<PresignRequest["response"]>;
}

/** A choice of parameters, each with what it is in AWS's API and in the request. */
type Choices = Record<string, [input: unknown, sent: string]>;

/** Every operation here, by its name in AWS's API. */
export const operations: Record<string, (random: Random) => Call> = {
  GetObject: (random) => reading(random, "GET"),
  HeadObject: (random) => reading(random, "HEAD"),
  PutObject: (random) => {
    const { input, sent: headers } = storedWith(random);
    return withSize(random, { method: "PUT", on: "object", input, headers });
  },
  CopyObject: (random) => {
    const stored = storedWith(random);
    const source = `${word(random, 3, 12)}/${anyKey(random)}`;
    return {
      method: "PUT",
      on: "object",
      input: { ...stored.input, CopySource: source },
      headers: { ...stored.sent, "x-amz-copy-source": encodedPath(source) },
    };
  },
  DeleteObject: (random) => withQuery("DELETE", "object", {}, version(random)),
  CreateMultipartUpload: (random) => {
    const stored = storedWith(random);
    return {
      method: "POST",
      on: "object",
      input: stored.input,
      query: { uploads: "" },
      headers: stored.sent,
    };
  },
  UploadPart: (random) =>
    withSize(random, withQuery("PUT", "object", {}, { ...upload(random), ...part(random) })),
  UploadPartCopy: (random) => {
    const source = `${word(random, 3, 12)}/${anyKey(random)}`;
    const range = `bytes=0-${random.whole(0, 1e9)}`;
    const call = withQuery("PUT", "object", {}, { ...upload(random), ...part(random) });
    return {
      ...call,
      input: { ...call.input, CopySource: source, CopySourceRange: range },
      headers: {
        "x-amz-copy-source": encodedPath(source),
        "x-amz-copy-source-range": range,
      },
    };
  },
  CompleteMultipartUpload: (random) => withQuery("POST", "object", {}, upload(random)),
  AbortMultipartUpload: (random) => withQuery("DELETE", "object", {}, upload(random)),
  ListParts: (random) =>
    withQuery(
      "GET",
      "object",
      {},
      {
        ...upload(random),
        ...random.some<Choices[string]>({ MaxParts: number("max-parts", random.whole(1, 1000)) }),
        ...random.some<Choices[string]>({
          PartNumberMarker: number("part-number-marker", random.whole(0, 9999)),
        }),
      },
    ),
  GetObjectTagging: (random) => withQuery("GET", "object", { tagging: "" }, version(random)),
  DeleteObjectTagging: (random) => withQuery("DELETE", "object", { tagging: "" }, version(random)),
  PutObjectTagging: (random) => {
    const call = withQuery("PUT", "object", { tagging: "" }, version(random));
    return { ...call, input: { ...call.input, Tagging: { TagSet: [] } } };
  },
  GetObjectAcl: (random) => withQuery("GET", "object", { acl: "" }, version(random)),
  PutObjectAcl: (random) => {
    const call = withQuery("PUT", "object", { acl: "" }, version(random));
    const acl = random.one(["private", "public-read", "bucket-owner-full-control"]);
    return { ...call, input: { ...call.input, ACL: acl }, headers: { "x-amz-acl": acl } };
  },
  GetObjectAttributes: (random) => {
    const call = withQuery("GET", "object", { attributes: "" }, version(random));
    return {
      ...call,
      input: { ...call.input, ObjectAttributes: ["ETag"] },
      headers: { "x-amz-object-attributes": "ETag" },
    };
  },
  GetObjectRetention: (random) => withQuery("GET", "object", { retention: "" }, version(random)),
  GetObjectLegalHold: (random) => withQuery("GET", "object", { "legal-hold": "" }, version(random)),
  RestoreObject: (random) => withQuery("POST", "object", { restore: "" }, version(random)),
  ListObjects: (random) => listing(random, {}, { Marker: text("marker", anyText(random, 1, 8)) }),
  ListObjectsV2: (random) =>
    listing(
      random,
      { "list-type": "2" },
      {
        StartAfter: text("start-after", anyText(random, 1, 8)),
        ContinuationToken: text("continuation-token", anyText(random, 1, 20)),
        FetchOwner: [true, "fetch-owner=true"],
      },
    ),
  ListObjectVersions: (random) =>
    listing(
      random,
      { versions: "" },
      {
        KeyMarker: text("key-marker", anyText(random, 1, 8)),
        VersionIdMarker: text("version-id-marker", anyText(random, 1, 8)),
      },
    ),
  ListMultipartUploads: (random) => {
    const call = listing(
      random,
      { uploads: "" },
      {
        UploadIdMarker: text("upload-id-marker", anyText(random, 1, 8)),
      },
    );
    const { MaxKeys, ...input } = call.input;
    const { "max-keys": _, ...query } = call.query ?? {};
    return { ...call, input, query };
  },
  HeadBucket: () => ({ method: "HEAD", on: "bucket", input: {} }),
  CreateBucket: () => ({ method: "PUT", on: "bucket", input: {} }),
  DeleteBucket: () => ({ method: "DELETE", on: "bucket", input: {} }),
  GetBucketLocation: () => bucketProperty("location"),
  GetBucketVersioning: () => bucketProperty("versioning"),
  GetBucketCors: () => bucketProperty("cors"),
  GetBucketPolicy: () => bucketProperty("policy"),
  GetBucketTagging: () => bucketProperty("tagging"),
  GetBucketEncryption: () => bucketProperty("encryption"),
  GetBucketLifecycleConfiguration: () => bucketProperty("lifecycle"),
  ListBuckets: () => ({ method: "GET", on: "service", input: {} }),
};

/** AWS's own encoding of a path, by another encoder than ours. */
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

function text(name: string, value: string): [unknown, string] {
  return [value, `${name}=${value}`];
}

function number(name: string, value: number): [unknown, string] {
  return [value, `${name}=${value}`];
}

function version(random: Random): Choices {
  return random.some<Choices[string]>({ VersionId: text("versionId", anyText(random, 1, 32)) });
}

function upload(random: Random): Choices {
  const id = random.chance(0.5) ? anyText(random, 1, 32) : identifier(random, 20, 128);
  return { UploadId: text("uploadId", id) };
}

function part(random: Random): Choices {
  return { PartNumber: number("partNumber", random.whole(1, 10_000)) };
}

function withQuery(
  method: Method,
  on: Call["on"],
  fixed: Record<string, string>,
  choices: Choices,
): Call {
  return { method, on, input: inputs(choices), query: { ...fixed, ...sent(choices) } };
}

function bucketProperty(name: string): Call {
  return { method: "GET", on: "bucket", input: {}, query: { [name]: "" } };
}

function listing(random: Random, fixed: Record<string, string>, own: Choices): Call {
  const choices = {
    ...random.some<Choices[string]>({
      Prefix: text("prefix", anyText(random, 1, 16)),
      Delimiter: text("delimiter", random.one(["/", "é", " ", "%2F"])),
      MaxKeys: number("max-keys", random.whole(1, 1000)),
      ...own,
    }),
    // botocore asks for it by itself, so it is asked for by all.
    EncodingType: text("encoding-type", "url"),
  };
  return withQuery("GET", "bucket", fixed, choices);
}

function reading(random: Random, method: "GET" | "HEAD"): Call {
  const seconds = random.whole(0, 4_000_000_000);
  const date = new Date(seconds * 1000);
  const overrides = random.some<[string, string | Date]>({
    ResponseContentType: ["contentType", anyLatin(random)],
    ResponseContentLanguage: ["contentLanguage", anyLatin(random)],
    ResponseCacheControl: ["cacheControl", anyLatin(random)],
    ResponseContentDisposition: ["contentDisposition", anyLatin(random)],
    ResponseContentEncoding: ["contentEncoding", anyLatin(random)],
    ResponseExpires: ["expires", date],
  });
  const response: Record<string, string> = {};
  const input: Record<string, unknown> = {};
  for (const [name, [option, value]] of Object.entries(overrides)) {
    input[name] = value;
    response[option] = value instanceof Date ? value.toUTCString() : value;
  }
  const parameters = { ...version(random), ...random.some(part(random)) };
  const conditional = choose(random, {
    Range: [`bytes=${random.whole(0, 99)}-`, "range"],
    IfMatch: [`"${identifier(random, 8, 32)}"`, "if-match"],
    IfNoneMatch: ["*", "if-none-match"],
    IfModifiedSince: [date, "if-modified-since"],
    RequestPayer: ["requester", "x-amz-request-payer"],
    ExpectedBucketOwner: ["123456789012", "x-amz-expected-bucket-owner"],
    SSECustomerAlgorithm: ["AES256", "x-amz-server-side-encryption-customer-algorithm"],
    ChecksumMode: ["ENABLED", "x-amz-checksum-mode"],
  });
  return {
    method,
    on: "object",
    input: { ...input, ...inputs(parameters), ...conditional.input },
    query: sent(parameters),
    headers: conditional.sent,
    response,
  };
}

/** What S3 answers can only hold ISO-8859-1. */
function anyLatin(random: Random): string {
  return random.many(1, 16, () =>
    String.fromCharCode(random.chance(0.8) ? random.whole(32, 126) : random.whole(160, 255)),
  );
}

/** The headers that an object is stored with. */
function storedWith(random: Random) {
  const { input, sent: headers } = choose(random, {
    ACL: [random.one(["private", "public-read"]), "x-amz-acl"],
    StorageClass: [random.one(["STANDARD_IA", "GLACIER"]), "x-amz-storage-class"],
    ServerSideEncryption: ["AES256", "x-amz-server-side-encryption"],
    Tagging: ["a=b&c=d%20e", "x-amz-tagging"],
    ContentType: [random.one(["text/plain; charset=utf-8", "image/png"]), "content-type"],
    CacheControl: ["max-age=60, private", "cache-control"],
    ContentDisposition: [`attachment; filename="${word(random, 1, 8)}"`, "content-disposition"],
    ContentLanguage: ["de-CH, en", "content-language"],
    WebsiteRedirectLocation: [`/${word(random, 1, 8)}`, "x-amz-website-redirect-location"],
  });
  const metadata: Record<string, string> = {};
  for (let count = random.whole(0, 3); count > 0; count -= 1) {
    metadata[word(random, 1, 10)] = headerValue(random);
  }
  for (const [name, value] of Object.entries(metadata)) headers[`x-amz-meta-${name}`] = value;
  return { input: { ...input, Metadata: metadata }, sent: headers };
}

/** Signs the size of the body, half of the time. */
function withSize(random: Random, call: Call): Call {
  if (random.chance(0.5)) return call;
  const ContentLength = random.whole(0, 5 * 1024 ** 3);
  return {
    ...call,
    input: { ...call.input, ContentLength },
    headers: { ...call.headers, "content-length": String(ContentLength) },
  };
}

/** Some of these, as AWS's API names them and as headers. */
function choose(random: Random, headers: Record<string, [string | Date, string]>) {
  const chosen = Object.entries(random.some(headers));
  return {
    input: Object.fromEntries(chosen.map(([name, [value]]) => [name, value])) as Record<
      string,
      unknown
    >,
    sent: Object.fromEntries(
      chosen.map(([, [value, name]]) => [
        name,
        value instanceof Date ? value.toUTCString() : value,
      ]),
    ) as Record<string, string>,
  };
}

function inputs(choices: Choices): Record<string, unknown> {
  return Object.fromEntries(Object.entries(choices).map(([name, [input]]) => [name, input]));
}

function sent(choices: Choices): Record<string, string> {
  return Object.fromEntries(
    Object.values(choices).map(([, parameter]) => {
      const equals = parameter.indexOf("=");
      return [parameter.slice(0, equals), parameter.slice(equals + 1)];
    }),
  );
}
