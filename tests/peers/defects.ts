/** A known difference of a server from S3. */
interface Defect {
  /** Matches the names of the features that fail because of it. */
  pattern: RegExp;
  reason: string;
}

/**
 * Known defects by server name. A feature that fails without an entry fails the run; so does a feature that passes in
 * spite of one, so that the list stays current.
 */
export const defects: Record<string, Defect[]> = {
  SeaweedFS: [
    {
      pattern: /key with a trailing slash$/,
      reason: "treats a key with a trailing slash as a folder and drops its bytes",
    },
    {
      pattern: /^v2 URL: GET with (response-content-type|a download name)/,
      reason: "verifies encoded response-* values; V2 signs the decoded values",
    },
    {
      pattern: /^v2 URL: object tags$/,
      reason: "leaves `tagging` out of the signed parameters of V2; the AWS SDKs include it",
    },
    {
      pattern: /^v2 URL: PUT and GET with virtual-hosted addressing$/,
      reason: "leaves the bucket of a virtual-hosted URL out of the string to sign of V2",
    },
    {
      pattern: /^cors: a bucket without a rule allows nothing$/,
      reason:
        "allows every origin to a bucket without CORS rules, by the default of -s3.allowedOrigins",
    },
  ],
  MiniStack: [
    {
      pattern: /^v[24] form: key (that ends with|with) the file name/,
      reason: "decodes the file name of a form as Latin-1; browsers send UTF-8",
    },
    {
      pattern: /^checksums: .* of a form upload$/,
      reason: "does not store the checksum of a form upload",
    },
    {
      pattern: /^checksums: .* multipart upload$/,
      reason:
        "computes composite checksums for all multipart uploads, and does not return part sizes",
    },
    {
      pattern: /^v4 URL rejected: added x-amz header$/,
      reason: "accepts unsigned x-amz-* headers",
    },
    {
      pattern: /^headers: Object Lock in a multipart upload$/,
      reason: "drops the Object Lock headers of a multipart upload",
    },
    {
      pattern: /^headers: tags in a multipart upload$/,
      reason: "drops the tags of a multipart upload",
    },
  ],
  rclone: [
    {
      pattern: /key with (an empty segment|a leading slash)$/,
      reason: "rejects keys that are not valid file paths",
    },
    {
      pattern: /URL: GET of a byte range$/,
      reason: "responds to a range request with status 200, though with the correct Content-Range",
    },
    {
      pattern: /range request with another ETag/,
      reason: "ignores If-Match",
    },
    {
      pattern: /^checksums: .* multipart upload$/,
      reason: "does not store the checksum of a multipart upload",
    },
    {
      pattern: /transfer: multipart upload$/,
      reason: "returns a different ETag for a multipart upload after its completion",
    },
    {
      pattern: /^headers: overwrite: false in a PUT upload$/,
      reason: "ignores If-None-Match",
    },
    {
      pattern: /^headers: tags /,
      reason: "has no tags",
    },
  ],
  moto: [
    {
      pattern: / form: status 201|^checksums: .* of a form upload$|transfer: form upload$/,
      reason:
        "responds to a form upload with status 201 but without the document of Location and ETag",
    },
    {
      pattern: /^checksums: .* of a PUT upload$|x-amz-checksum-mode in the query$/,
      reason: "stores the checksum of a PUT only if x-amz-sdk-checksum-algorithm names it",
    },
    {
      pattern: /multipart upload resumed by another page$/,
      reason: "names the root element of ListParts ListPartsResponse instead of ListPartsResult",
    },
    {
      pattern: /^headers: Object Lock in a PUT upload$/,
      reason:
        "requires Content-MD5 or x-amz-sdk-checksum-algorithm for Object Lock; S3 accepts x-amz-checksum-*",
    },
    {
      pattern: /^headers: Object Lock in a multipart upload$/,
      reason: "drops the Object Lock headers of a multipart upload",
    },
  ],
  s3rver: [
    {
      pattern:
        /URL: (ListObjects|HeadBucket|GetBucketLocation)|list and delete|URL: .* virtual-hosted addressing$/,
      reason: "removes the trailing slash of a bucket's URL before it verifies the signature",
    },
    {
      pattern: /^v4 URL: PUT with signed headers$/,
      reason: "does not collapse spaces inside header values, which V4 requires",
    },
    {
      pattern: /^v2 URL: PUT with signed headers$/,
      reason: "collapses spaces inside header values, which V2 does not",
    },
    {
      pattern: /^v4 URL: GET with a download name/,
      reason: "does not percent-encode !'()* in the canonical query",
    },
    {
      pattern: /(URL: |aborted )multipart upload$|multipart upload resumed by another page$/,
      reason: "does not support ListParts and AbortMultipartUpload",
    },
    {
      pattern: /^checksums: |x-amz-checksum-mode in the query$/,
      reason: "does not store checksums",
    },
    {
      pattern: /form: key (that ends with|with) the file name/,
      reason: "does not replace ${filename} in the key",
    },
    {
      pattern: /form: status 201/,
      reason: "names the ETag element Etag in the response to a form upload",
    },
    {
      pattern: /^v4 URL rejected: added x-amz header$/,
      reason: "accepts unsigned x-amz-* headers",
    },
    {
      pattern: /range request with another ETag/,
      reason: "ignores If-Match",
    },
    {
      pattern: /^headers: overwrite: false in a PUT upload$/,
      reason: "ignores If-None-Match",
    },
    {
      pattern: /^headers: tags /,
      reason: "does not store tags",
    },
  ],
};
