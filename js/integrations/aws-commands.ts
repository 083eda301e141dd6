/**
 * The operations that `getSignedUrl` presigns: their methods, and the place of each member of their input in the request.
 * The names are those of the AWS SDK's model of S3.
 */

// A place that begins with "?" is a query parameter, any other a header. An empty one is a body, which no URL has.

const REQUESTER = {
  RequestPayer: "x-amz-request-payer",
  ExpectedBucketOwner: "x-amz-expected-bucket-owner",
} as const;
const CUSTOMER_KEY = {
  SSECustomerAlgorithm: "x-amz-server-side-encryption-customer-algorithm",
  SSECustomerKey: "x-amz-server-side-encryption-customer-key",
  SSECustomerKeyMD5: "x-amz-server-side-encryption-customer-key-md5",
} as const;
const CONDITIONS = { IfMatch: "if-match", IfNoneMatch: "if-none-match" } as const;
const VERSION = { VersionId: "?versionId" } as const;
const UPLOAD_ID = { UploadId: "?uploadId" } as const;
const PART_NUMBER = { PartNumber: "?partNumber" } as const;
const READING = {
  ...REQUESTER,
  ...CUSTOMER_KEY,
  ...CONDITIONS,
  ...VERSION,
  ...PART_NUMBER,
  IfModifiedSince: "if-modified-since",
  IfUnmodifiedSince: "if-unmodified-since",
  Range: "range",
  ResponseCacheControl: "?response-cache-control",
  ResponseContentDisposition: "?response-content-disposition",
  ResponseContentEncoding: "?response-content-encoding",
  ResponseContentLanguage: "?response-content-language",
  ResponseContentType: "?response-content-type",
  ResponseExpires: "?response-expires",
  ChecksumMode: "x-amz-checksum-mode",
} as const;
/** Members that S3 stores with a new object. */
const STORING = {
  ...REQUESTER,
  ...CUSTOMER_KEY,
  ACL: "x-amz-acl",
  CacheControl: "cache-control",
  ContentDisposition: "content-disposition",
  ContentEncoding: "content-encoding",
  ContentLanguage: "content-language",
  ContentType: "content-type",
  Expires: "expires",
  GrantFullControl: "x-amz-grant-full-control",
  GrantRead: "x-amz-grant-read",
  GrantReadACP: "x-amz-grant-read-acp",
  GrantWriteACP: "x-amz-grant-write-acp",
  Metadata: "x-amz-meta-",
  ServerSideEncryption: "x-amz-server-side-encryption",
  StorageClass: "x-amz-storage-class",
  WebsiteRedirectLocation: "x-amz-website-redirect-location",
  SSEKMSKeyId: "x-amz-server-side-encryption-aws-kms-key-id",
  SSEKMSEncryptionContext: "x-amz-server-side-encryption-context",
  BucketKeyEnabled: "x-amz-server-side-encryption-bucket-key-enabled",
  Tagging: "x-amz-tagging",
  ObjectLockMode: "x-amz-object-lock-mode",
  ObjectLockRetainUntilDate: "x-amz-object-lock-retain-until-date",
  ObjectLockLegalHoldStatus: "x-amz-object-lock-legal-hold",
  ObjectLockEventHold: "x-amz-object-lock-event-hold",
  ObjectLockEventHoldDurationDays: "x-amz-object-lock-event-hold-duration-days",
  ObjectLockEventHoldDurationYears: "x-amz-object-lock-event-hold-duration-years",
} as const;
const CHECKSUMS = {
  ChecksumCRC32: "x-amz-checksum-crc32",
  ChecksumCRC32C: "x-amz-checksum-crc32c",
  ChecksumCRC64NVME: "x-amz-checksum-crc64nvme",
  ChecksumSHA1: "x-amz-checksum-sha1",
  ChecksumSHA256: "x-amz-checksum-sha256",
  ChecksumSHA512: "x-amz-checksum-sha512",
  ChecksumMD5: "x-amz-checksum-md5",
  ChecksumXXHASH64: "x-amz-checksum-xxhash64",
  ChecksumXXHASH3: "x-amz-checksum-xxhash3",
  ChecksumXXHASH128: "x-amz-checksum-xxhash128",
} as const;
const CHECKSUM_TYPE = { ChecksumType: "x-amz-checksum-type" } as const;
/** Members of a request with the bytes of an object. */
const SENDING = {
  ...CHECKSUMS,
  Body: "",
  ContentLength: "content-length",
  ContentMD5: "content-md5",
  ChecksumAlgorithm: "x-amz-sdk-checksum-algorithm",
} as const;
const COPYING = {
  CopySource: "x-amz-copy-source",
  CopySourceIfMatch: "x-amz-copy-source-if-match",
  CopySourceIfModifiedSince: "x-amz-copy-source-if-modified-since",
  CopySourceIfNoneMatch: "x-amz-copy-source-if-none-match",
  CopySourceIfUnmodifiedSince: "x-amz-copy-source-if-unmodified-since",
  CopySourceSSECustomerAlgorithm: "x-amz-copy-source-server-side-encryption-customer-algorithm",
  CopySourceSSECustomerKey: "x-amz-copy-source-server-side-encryption-customer-key",
  CopySourceSSECustomerKeyMD5: "x-amz-copy-source-server-side-encryption-customer-key-md5",
  ExpectedSourceBucketOwner: "x-amz-source-expected-bucket-owner",
} as const;
const LISTING = {
  ...REQUESTER,
  Delimiter: "?delimiter",
  EncodingType: "?encoding-type",
  MaxKeys: "?max-keys",
  Prefix: "?prefix",
  OptionalObjectAttributes: "x-amz-optional-object-attributes",
} as const;

/** Members of each operation, besides `Bucket` and `Key`. */
export const MEMBERS = {
  GetObject: READING,
  HeadObject: READING,
  PutObject: {
    ...STORING,
    ...SENDING,
    ...CONDITIONS,
    WriteOffsetBytes: "x-amz-write-offset-bytes",
  },
  DeleteObject: {
    ...REQUESTER,
    ...VERSION,
    MFA: "x-amz-mfa",
    BypassGovernanceRetention: "x-amz-bypass-governance-retention",
    IfMatch: "if-match",
    IfMatchLastModifiedTime: "x-amz-if-match-last-modified-time",
    IfMatchSize: "x-amz-if-match-size",
  },
  CopyObject: {
    ...STORING,
    ...COPYING,
    ...CONDITIONS,
    ChecksumAlgorithm: "x-amz-checksum-algorithm",
    MetadataDirective: "x-amz-metadata-directive",
    TaggingDirective: "x-amz-tagging-directive",
    AnnotationDirective: "x-amz-object-annotation-directive",
  },
  HeadBucket: { ExpectedBucketOwner: "x-amz-expected-bucket-owner" },
  ListObjects: { ...LISTING, Marker: "?marker" },
  ListObjectsV2: {
    ...LISTING,
    ContinuationToken: "?continuation-token",
    FetchOwner: "?fetch-owner",
    StartAfter: "?start-after",
  },
  CreateMultipartUpload: {
    ...STORING,
    ...CHECKSUM_TYPE,
    ChecksumAlgorithm: "x-amz-checksum-algorithm",
  },
  UploadPart: { ...REQUESTER, ...CUSTOMER_KEY, ...SENDING, ...UPLOAD_ID, ...PART_NUMBER },
  UploadPartCopy: {
    ...REQUESTER,
    ...CUSTOMER_KEY,
    ...COPYING,
    ...UPLOAD_ID,
    ...PART_NUMBER,
    CopySourceRange: "x-amz-copy-source-range",
  },
  ListParts: {
    ...REQUESTER,
    ...CUSTOMER_KEY,
    ...UPLOAD_ID,
    MaxParts: "?max-parts",
    PartNumberMarker: "?part-number-marker",
  },
  CompleteMultipartUpload: {
    ...REQUESTER,
    ...CUSTOMER_KEY,
    ...CONDITIONS,
    ...CHECKSUMS,
    ...CHECKSUM_TYPE,
    ...UPLOAD_ID,
    MultipartUpload: "",
    MpuObjectSize: "x-amz-mp-object-size",
  },
  AbortMultipartUpload: {
    ...REQUESTER,
    ...UPLOAD_ID,
    IfMatchInitiatedTime: "x-amz-if-match-initiated-time",
  },
} as const;

export type Operation = keyof typeof MEMBERS;

/** The methods of operations other than GET, and the parameters that select an operation. */
export const METHODS: { [Name in Operation]?: "HEAD" | "PUT" | "POST" | "DELETE" } = {
  HeadObject: "HEAD",
  HeadBucket: "HEAD",
  PutObject: "PUT",
  CopyObject: "PUT",
  UploadPart: "PUT",
  UploadPartCopy: "PUT",
  CreateMultipartUpload: "POST",
  CompleteMultipartUpload: "POST",
  DeleteObject: "DELETE",
  AbortMultipartUpload: "DELETE",
};
export const SELECTORS: { [Name in Operation]?: Record<string, string> } = {
  ListObjectsV2: { "list-type": "2" },
  CreateMultipartUpload: { uploads: "" },
};

/** The type of a member's value. */
type ValueOf<Name> = Name extends "Metadata"
  ? Record<string, string>
  : Name extends "OptionalObjectAttributes"
    ? string[]
    : Name extends "SSECustomerKey" | "CopySourceSSECustomerKey"
      ? string | ArrayBuffer | ArrayBufferView
      : Name extends "BucketKeyEnabled" | "BypassGovernanceRetention" | "FetchOwner"
        ? boolean
        : Name extends
              | "PartNumber"
              | "ContentLength"
              | "WriteOffsetBytes"
              | "MaxKeys"
              | "MaxParts"
              | "MpuObjectSize"
              | "IfMatchSize"
              | "ObjectLockEventHoldDurationDays"
              | "ObjectLockEventHoldDurationYears"
          ? number
          : Name extends
                | "Expires"
                | "ResponseExpires"
                | "ObjectLockRetainUntilDate"
                | `${string}ModifiedSince`
                | `IfMatch${string}Time`
            ? Date
            : string;

/** The members of an operation's input that a URL can contain. */
export type CommandInput<Name extends Operation> = {
  Bucket: string;
} & (Name extends "HeadBucket" | "ListObjects" | "ListObjectsV2" ? object : { Key: string }) & {
    [Member in keyof (typeof MEMBERS)[Name] as (typeof MEMBERS)[Name][Member] extends ""
      ? never
      : Member]?: ValueOf<Member> | undefined;
  };

/** A command, in the shape of the SDK's. It is a request to presign, and cannot be sent. */
abstract class Command<Name extends Operation> {
  readonly input: CommandInput<Name>;

  constructor(input: CommandInput<Name>) {
    this.input = input;
  }
}

// A minifier renames classes. Their `name` is therefore a property.

export class GetObjectCommand extends Command<"GetObject"> {
  static override readonly name: string = "GetObjectCommand";
}
export class HeadObjectCommand extends Command<"HeadObject"> {
  static override readonly name: string = "HeadObjectCommand";
}
export class PutObjectCommand extends Command<"PutObject"> {
  static override readonly name: string = "PutObjectCommand";
}
export class DeleteObjectCommand extends Command<"DeleteObject"> {
  static override readonly name: string = "DeleteObjectCommand";
}
export class CopyObjectCommand extends Command<"CopyObject"> {
  static override readonly name: string = "CopyObjectCommand";
}
export class HeadBucketCommand extends Command<"HeadBucket"> {
  static override readonly name: string = "HeadBucketCommand";
}
export class ListObjectsCommand extends Command<"ListObjects"> {
  static override readonly name: string = "ListObjectsCommand";
}
export class ListObjectsV2Command extends Command<"ListObjectsV2"> {
  static override readonly name: string = "ListObjectsV2Command";
}
export class CreateMultipartUploadCommand extends Command<"CreateMultipartUpload"> {
  static override readonly name: string = "CreateMultipartUploadCommand";
}
export class UploadPartCommand extends Command<"UploadPart"> {
  static override readonly name: string = "UploadPartCommand";
}
export class UploadPartCopyCommand extends Command<"UploadPartCopy"> {
  static override readonly name: string = "UploadPartCopyCommand";
}
export class ListPartsCommand extends Command<"ListParts"> {
  static override readonly name: string = "ListPartsCommand";
}
export class CompleteMultipartUploadCommand extends Command<"CompleteMultipartUpload"> {
  static override readonly name: string = "CompleteMultipartUploadCommand";
}
export class AbortMultipartUploadCommand extends Command<"AbortMultipartUpload"> {
  static override readonly name: string = "AbortMultipartUploadCommand";
}
