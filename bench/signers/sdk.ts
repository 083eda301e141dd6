import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl, S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { bucket, credentials, expiresIn, form, host, region } from "../case.ts";
import { allAtOnce, awaitedOneByOne, type Signer } from "../signer.ts";

const client = () => new S3Client({ region, credentials });

const signedUrl = () => {
  const s3 = client();
  return (Key: string) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn });
};

export const sdkSignedUrl: Signer = {
  name: "AWS SDK, getSignedUrl",
  from: "@aws-sdk/s3-request-presigner",
  method: "GET",
  create: () => awaitedOneByOne(signedUrl()),
};

export const sdkSignedUrlAtOnce: Signer = {
  name: "AWS SDK, getSignedUrl, all at once",
  from: "@aws-sdk/s3-request-presigner",
  method: "GET",
  batch: 100,
  create: () => allAtOnce(signedUrl()),
};

/** The signer below `getSignedUrl`, without the command and its middleware. */
export const sdkRequestPresigner: Signer = {
  name: "AWS SDK, S3RequestPresigner",
  from: "@aws-sdk/s3-request-presigner",
  method: "GET",
  create() {
    const signer = new S3RequestPresigner({ region, credentials, sha256: Sha256 });
    return awaitedOneByOne(async (key) => {
      const request = new HttpRequest({
        method: "GET",
        protocol: "https:",
        hostname: host,
        path: `/${key}`,
        headers: { host },
      });
      const { path, query = {} } = await signer.presign(request, { expiresIn });
      const text = Object.entries(query).map(
        ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
      );
      return `https://${host}${path}?${text.join("&")}`;
    });
  },
};

export const sdkPresignedPost: Signer = {
  name: "AWS SDK, createPresignedPost",
  from: "@aws-sdk/s3-presigned-post",
  method: "POST",
  create() {
    const s3 = client();
    return awaitedOneByOne((Key) =>
      createPresignedPost(s3, {
        Bucket: bucket,
        Key,
        Expires: expiresIn,
        Fields: { "Content-Type": form.contentType },
        Conditions: [["content-length-range", 0, form.maxSize]],
      }),
    );
  },
};
