/** A signer whose cold start is measured: an export of a file in bench/signers. */
export interface ColdCase {
  /** Name in the table. */
  name: string;
  file: string;
  export: string;
  /** Numbers of keys to sign. */
  counts: readonly (1 | 400)[];
  /** Whether it runs in Node only. */
  node?: boolean;
}

export const coldCases: readonly ColdCase[] = [
  { name: "s3-signpost, presign", file: "signpost", export: "presign", counts: [1, 400] },
  { name: "s3-signpost, presignMany", file: "signpost", export: "presignMany", counts: [400] },
  { name: "WebCrypto floor", file: "webcrypto", export: "webCrypto", counts: [1, 400] },
  { name: "aws4fetch", file: "aws4fetch", export: "aws4fetch", counts: [1, 400] },
  { name: "aws4fetch, all at once", file: "aws4fetch", export: "aws4fetchAtOnce", counts: [400] },
  { name: "Uppy, signer reused", file: "uppy", export: "uppyReused", counts: [1, 400] },
  {
    name: "AWS SDK, S3RequestPresigner",
    file: "sdk",
    export: "sdkRequestPresigner",
    counts: [1, 400],
  },
  { name: "AWS SDK, getSignedUrl", file: "sdk", export: "sdkSignedUrl", counts: [1, 400] },
  { name: "lean-s3", file: "lean-s3", export: "leanS3", counts: [1, 400], node: true },
  { name: "minio-js", file: "minio", export: "minio", counts: [1, 400], node: true },
];
