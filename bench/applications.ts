import { packagesFolder } from "../scripts/machine/packages-apart.ts";

/** Purpose of a page in the chart. */
export type Job = "Sign links" | "Download and upload, with Cognito";

/** An application whose size is measured. */
export interface Application {
  name: string;
  /** Name of the npm package. */
  from: string;
  source: string;
  /** A file that the page fetches separately. */
  separateFile?: string;
  /** Its bar in the chart of the README. */
  chart?: { job: Job; label: string };
  /** The folder whose node_modules has the package. @default the checkout */
  folder?: string;
}

/** The folder of AWS Amplify, which `npm run size` installs. */
const amplify = packagesFolder("amplify");

/** The first is the reference for the ratios. */
export const applications: readonly Application[] = [
  {
    name: "Presigner alone",
    from: "s3-signpost",
    source: `export { Presigner } from "s3-signpost";`,
    chart: { job: "Sign links", label: "s3-signpost, Presigner" },
  },
  {
    name: "transfers with Cognito: S3, cognito",
    from: "s3-signpost",
    source: `export { S3, cognito } from "s3-signpost";`,
    chart: { job: "Download and upload, with Cognito", label: "s3-signpost, S3 and cognito" },
  },
  {
    name: "transfers with Cognito, slim, with core.wasm",
    from: "s3-signpost",
    source: `export { init, S3, cognito } from "s3-signpost/slim";`,
    separateFile: "dist/core.wasm",
  },
  {
    name: "inspect alone",
    from: "s3-signpost",
    source: `export { inspect } from "s3-signpost";`,
  },
  {
    name: "explain alone",
    from: "s3-signpost",
    source: `export { explain } from "s3-signpost";`,
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
    chart: { job: "Sign links", label: "aws4fetch" },
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
    chart: {
      job: "Download and upload, with Cognito",
      label: "Uppy, without Cognito or downloads",
    },
  },
  {
    name: "S3RequestPresigner, with SHA-256",
    from: "@aws-sdk/s3-request-presigner",
    source: `export { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
export { HttpRequest } from "@smithy/core/protocols";
export { Sha256 } from "@smithy/core/checksum";`,
    chart: { job: "Sign links", label: "AWS SDK, S3RequestPresigner" },
  },
  {
    name: "getSignedUrl, with its client",
    from: "@aws-sdk/s3-request-presigner",
    source: `export { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
export { getSignedUrl } from "@aws-sdk/s3-request-presigner";`,
    chart: { job: "Sign links", label: "AWS SDK, getSignedUrl" },
  },
  {
    name: "createPresignedPost, with its client",
    from: "@aws-sdk/s3-presigned-post",
    source: `export { S3Client } from "@aws-sdk/client-s3";
export { createPresignedPost } from "@aws-sdk/s3-presigned-post";`,
  },
  {
    name: "transfers with Cognito: getSignedUrl, GetObject, lib-storage",
    from: "@aws-sdk/lib-storage",
    source: `export { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
export { fromCognitoIdentityPool } from "../node_modules/@aws-sdk/credential-providers/dist-es/index.browser.js";
export { Upload } from "@aws-sdk/lib-storage";
export { getSignedUrl } from "@aws-sdk/s3-request-presigner";`,
    chart: { job: "Download and upload, with Cognito", label: "AWS SDK, with lib-storage" },
  },
  {
    name: "transfers with Cognito: Storage",
    from: "aws-amplify",
    source: `export { Amplify } from "aws-amplify";
export { downloadData, getUrl, uploadData } from "aws-amplify/storage";`,
    chart: { job: "Download and upload, with Cognito", label: "Amplify Storage" },
    folder: amplify,
  },
  { name: "Client", from: "minio", source: `export { Client } from "minio";` },
  { name: "S3Client", from: "lean-s3", source: `export { S3Client } from "lean-s3";` },
];
