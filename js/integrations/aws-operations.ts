/**
 * The operations of S3 that have a command: their methods, and the place of each member of their input in the request.
 * The names are those of the AWS SDK's model of S3.
 */

const REQUESTER = ["RequestPayer", "ExpectedBucketOwner"] as const;
const CUSTOMER_KEY = ["SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5"] as const;
const CONDITIONS = ["IfMatch", "IfNoneMatch"] as const;
const READING = [
  ...REQUESTER,
  ...CUSTOMER_KEY,
  ...CONDITIONS,
  "VersionId",
  "PartNumber",
  "IfModifiedSince",
  "IfUnmodifiedSince",
  "Range",
  "ResponseCacheControl",
  "ResponseContentDisposition",
  "ResponseContentEncoding",
  "ResponseContentLanguage",
  "ResponseContentType",
  "ResponseExpires",
  "ChecksumMode",
] as const;
const GRANTS = ["ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP"] as const;
/** Members that S3 stores with a new object. */
const STORING = [
  ...REQUESTER,
  ...CUSTOMER_KEY,
  ...GRANTS,
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Expires",
  "Metadata",
  "ServerSideEncryption",
  "StorageClass",
  "WebsiteRedirectLocation",
  "SSEKMSKeyId",
  "SSEKMSEncryptionContext",
  "BucketKeyEnabled",
  "Tagging",
  "ObjectLockMode",
  "ObjectLockRetainUntilDate",
  "ObjectLockLegalHoldStatus",
  "ObjectLockEventHold",
  "ObjectLockEventHoldDurationDays",
  "ObjectLockEventHoldDurationYears",
  "ChecksumAlgorithm",
] as const;
const CHECKSUMS = [
  "ChecksumCRC32",
  "ChecksumCRC32C",
  "ChecksumCRC64NVME",
  "ChecksumSHA1",
  "ChecksumSHA256",
  "ChecksumSHA512",
  "ChecksumMD5",
  "ChecksumXXHASH64",
  "ChecksumXXHASH3",
  "ChecksumXXHASH128",
] as const;
/** Members of a request with the bytes of an object. */
const SENDING = [...CHECKSUMS, "Body", "ContentLength", "ContentMD5", "ChecksumAlgorithm"] as const;
const COPYING = [
  "CopySource",
  "CopySourceIfMatch",
  "CopySourceIfModifiedSince",
  "CopySourceIfNoneMatch",
  "CopySourceIfUnmodifiedSince",
  "CopySourceSSECustomerAlgorithm",
  "CopySourceSSECustomerKey",
  "CopySourceSSECustomerKeyMD5",
  "ExpectedSourceBucketOwner",
] as const;
const LISTING = [
  ...REQUESTER,
  "Delimiter",
  "EncodingType",
  "MaxKeys",
  "Prefix",
  "OptionalObjectAttributes",
] as const;

/** Members of each operation, besides `Bucket` and `Key`. */
export const MEMBERS = {
  GetObject: READING,
  HeadObject: READING,
  PutObject: [...STORING, ...SENDING, ...CONDITIONS, "WriteOffsetBytes"],
  DeleteObject: [
    ...REQUESTER,
    "VersionId",
    "MFA",
    "BypassGovernanceRetention",
    "IfMatch",
    "IfMatchLastModifiedTime",
    "IfMatchSize",
  ],
  DeleteObjects: [...REQUESTER, "Delete", "MFA", "BypassGovernanceRetention", "ChecksumAlgorithm"],
  CopyObject: [
    ...STORING,
    ...COPYING,
    ...CONDITIONS,
    "MetadataDirective",
    "TaggingDirective",
    "AnnotationDirective",
  ],
  HeadBucket: ["ExpectedBucketOwner"],
  ListObjects: [...LISTING, "Marker"],
  ListObjectsV2: [...LISTING, "ContinuationToken", "FetchOwner", "StartAfter"],
  CreateMultipartUpload: [...STORING, "ChecksumType"],
  UploadPart: [...REQUESTER, ...CUSTOMER_KEY, ...SENDING, "UploadId", "PartNumber"],
  UploadPartCopy: [
    ...REQUESTER,
    ...CUSTOMER_KEY,
    ...COPYING,
    "UploadId",
    "PartNumber",
    "CopySourceRange",
  ],
  ListParts: [...REQUESTER, ...CUSTOMER_KEY, "UploadId", "MaxParts", "PartNumberMarker"],
  CompleteMultipartUpload: [
    ...REQUESTER,
    ...CUSTOMER_KEY,
    ...CONDITIONS,
    ...CHECKSUMS,
    "ChecksumType",
    "UploadId",
    "MultipartUpload",
    "MpuObjectSize",
  ],
  AbortMultipartUpload: [...REQUESTER, "UploadId", "IfMatchInitiatedTime"],
  GetObjectTagging: [...REQUESTER, "VersionId"],
  PutObjectTagging: [...REQUESTER, "VersionId", "Tagging", "ContentMD5", "ChecksumAlgorithm"],
  DeleteObjectTagging: ["ExpectedBucketOwner", "VersionId"],
  GetObjectAcl: [...REQUESTER, "VersionId"],
  PutObjectAcl: [
    ...REQUESTER,
    ...GRANTS,
    "GrantWrite",
    "VersionId",
    "AccessControlPolicy",
    "ContentMD5",
    "ChecksumAlgorithm",
  ],
} as const;

/** Name of an operation that has a command. */
export type Operation = keyof typeof MEMBERS;

/** Methods of operations, by the name or its first word. All others are GET. */
const METHODS: Record<string, "HEAD" | "PUT" | "POST" | "DELETE"> = {
  Head: "HEAD",
  Put: "PUT",
  Copy: "PUT",
  Upload: "PUT",
  Create: "POST",
  Complete: "POST",
  DeleteObjects: "POST",
  Delete: "DELETE",
  Abort: "DELETE",
};

/** Returns the method of an operation. */
export function methodOf(operation: Operation): "GET" | "HEAD" | "PUT" | "POST" | "DELETE" {
  const [word = ""] = /^[A-Z][a-z]+/.exec(operation) ?? [];
  return METHODS[operation] ?? METHODS[word] ?? "GET";
}

/** The query parameter that selects an operation. */
export const SELECTORS: { [Name in Operation]?: Record<string, string> } = {
  ListObjectsV2: { "list-type": "2" },
  CreateMultipartUpload: { uploads: "" },
  DeleteObjects: { delete: "" },
  GetObjectTagging: { tagging: "" },
  PutObjectTagging: { tagging: "" },
  DeleteObjectTagging: { tagging: "" },
  GetObjectAcl: { acl: "" },
  PutObjectAcl: { acl: "" },
};

const ENCRYPTION = "x-amz-server-side-encryption";

/** Places that do not follow from the name of the member, for one operation or for all. */
const PLACES: Record<string, string> = {
  "PutObjectTagging.Tagging": "",
  "CopyObject.ChecksumAlgorithm": "x-amz-checksum-algorithm",
  "CreateMultipartUpload.ChecksumAlgorithm": "x-amz-checksum-algorithm",
  ChecksumAlgorithm: "x-amz-sdk-checksum-algorithm",
  Body: "",
  Delete: "",
  MultipartUpload: "",
  AccessControlPolicy: "",
  VersionId: "?versionId",
  UploadId: "?uploadId",
  PartNumber: "?partNumber",
  Metadata: "x-amz-meta-",
  SSEKMSKeyId: `${ENCRYPTION}-aws-kms-key-id`,
  SSEKMSEncryptionContext: `${ENCRYPTION}-context`,
  BucketKeyEnabled: `${ENCRYPTION}-bucket-key-enabled`,
  ExpectedSourceBucketOwner: "x-amz-source-expected-bucket-owner",
  ObjectLockLegalHoldStatus: "x-amz-object-lock-legal-hold",
  AnnotationDirective: "x-amz-object-annotation-directive",
  MpuObjectSize: "x-amz-mp-object-size",
};
const IN_QUERY =
  /^(Response.+|Delimiter|EncodingType|Max.+|Prefix|.*Marker|ContinuationToken|FetchOwner|StartAfter)$/;
const OWN_HEADER = /^(If(None)?Match|If(Un|M).+Since|Range|CacheControl|Content.+|Expires)$/;

/**
 * Returns the place of a member of an operation's input: `?name` is a query parameter, `name` a header, and an empty text
 * the body, which no URL has.
 */
export function placeOf(operation: Operation, member: string): string {
  return PLACES[`${operation}.${member}`] ?? PLACES[member] ?? placeByName(member);
}

function placeByName(member: string): string {
  const name = member
    .replace("SSE", "ServerSideEncryption")
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase();
  if (IN_QUERY.test(member)) return `?${name}`;
  return OWN_HEADER.test(member) ? name : `x-amz-${name}`;
}
