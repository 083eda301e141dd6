/** A page that uploads a small file as soon as it has loaded. */
export interface ColdPage {
  name: string;
  /** Name of the npm package. */
  from: string;
  imports: string;
  /** Statements that upload `file` under `key`. */
  upload: string;
}

const CREDENTIALS = "const { region, bucket, endpoint, ...credentials } = target;";
const SDK_CLIENT = `${CREDENTIALS}
const client = new S3Client({ region, endpoint, credentials, forcePathStyle: true });
const params = { Bucket: bucket, Key: key, Body: file };`;
const STORE_CHECKED = `if (!response.ok) throw new Error(await response.text());`;

export const coldPages: readonly ColdPage[] = [
  {
    name: "aws4fetch, PUT",
    from: "aws4fetch",
    imports: `import { AwsClient } from "aws4fetch";`,
    upload: `const { endpoint, bucket, ...credentials } = target;
const response = await new AwsClient({ service: "s3", ...credentials }).fetch(
  endpoint + "/" + bucket + "/" + key, { method: "PUT", body: file, aws: { signQuery: true } });
${STORE_CHECKED}`,
  },
  {
    name: "Uppy, PUT",
    from: "@uppy/aws-s3",
    imports: `import { uppy } from "./contenders/uppy.ts";`,
    upload: "await uppy.upload(file, key);",
  },
  {
    name: "s3-signpost, Presigner and fetch, PUT",
    from: "s3-signpost",
    imports: `import { Presigner } from "s3-signpost";`,
    upload: `${CREDENTIALS}
const signer = new Presigner({ region, bucket, endpoint, credentials });
const { url } = signer.presign({ key, method: "PUT" });
const response = await fetch(url, { method: "PUT", body: file });
${STORE_CHECKED}`,
  },
  {
    name: "s3-signpost, S3.upload, form",
    from: "s3-signpost",
    imports: `import { S3 } from "s3-signpost";`,
    upload: `${CREDENTIALS}
await new S3({ region, bucket, endpoint, credentials }).upload(file, { key, via: "post" });`,
  },
  {
    name: "s3-signpost, S3.upload, PUT",
    from: "s3-signpost",
    imports: `import { S3 } from "s3-signpost";`,
    upload: `${CREDENTIALS}
await new S3({ region, bucket, endpoint, credentials }).upload(file, { key, via: "put" });`,
  },
  {
    name: "AWS SDK, PutObject",
    from: "@aws-sdk/client-s3",
    imports: `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";`,
    upload: `${SDK_CLIENT}
// The client computes no checksum of a File.
params.Body = new Uint8Array(await file.arrayBuffer());
await client.send(new PutObjectCommand(params));`,
  },
  {
    name: "AWS SDK, lib-storage",
    from: "@aws-sdk/lib-storage",
    imports: `import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";`,
    upload: `${SDK_CLIENT}
await new Upload({ client, params }).done();`,
  },
];

/** Returns a module whose global `stored` is a promise of the milliseconds from the navigation to the stored file. */
export function coldModule({ imports, upload }: ColdPage): string {
  return `${imports}
globalThis.stored = (async () => {
  const key = "bench/cold.bin";
  const file = new File([new Uint8Array(10_000).fill(47)], "cold.bin", { type: "image/jpeg" });
  ${upload}
  return performance.now();
})();`;
}
