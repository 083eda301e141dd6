/** An application whose size is measured. */
export interface Application {
  name: string;
  /** Name of the npm package. */
  from: string;
  source: string;
  /** A file that the page fetches separately. */
  separateFile?: string;
}

/** The first is the reference for the ratios. */
export const applications: readonly Application[] = [
  {
    name: "Presigner alone",
    from: "s3-signpost",
    source: `export { Presigner } from "s3-signpost";`,
  },
  {
    name: "transfers with Cognito: S3, cognito",
    from: "s3-signpost",
    source: `export { S3, cognito } from "s3-signpost";`,
  },
  {
    name: "all of it: signing, Cognito, transfers",
    from: "s3-signpost",
    source: `export * from "s3-signpost";`,
  },
  {
    name: "all of it, slim, with core.wasm",
    from: "s3-signpost",
    source: `export * from "s3-signpost/slim";`,
    separateFile: "dist/core.wasm",
  },
  {
    name: "AwsClient",
    from: "aws4fetch",
    source: `export { AwsClient } from "aws4fetch";`,
  },
  {
    name: "its signer alone",
    from: "@uppy/aws-s3",
    source: `export { createSigV4Presigner } from "../node_modules/@uppy/aws-s3/lib/s3-client/signer.js";`,
  },
  {
    name: "the plugin, with @uppy/core",
    from: "@uppy/aws-s3",
    source: `export { default as Uppy } from "@uppy/core"; export { default as AwsS3 } from "@uppy/aws-s3";`,
  },
  {
    name: "S3RequestPresigner, with SHA-256",
    from: "@aws-sdk/s3-request-presigner",
    source: `export { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
export { HttpRequest } from "@smithy/core/protocols";
export { Sha256 } from "@smithy/core/checksum";`,
  },
  {
    name: "getSignedUrl, with its client",
    from: "@aws-sdk/s3-request-presigner",
    source: `export { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
export { getSignedUrl } from "@aws-sdk/s3-request-presigner";`,
  },
  {
    name: "createPresignedPost, with its client",
    from: "@aws-sdk/s3-presigned-post",
    source: `export { S3Client } from "@aws-sdk/client-s3";
export { createPresignedPost } from "@aws-sdk/s3-presigned-post";`,
  },
  { name: "Client", from: "minio", source: `export { Client } from "minio";` },
  { name: "S3Client", from: "lean-s3", source: `export { S3Client } from "lean-s3";` },
];
