import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { Contender } from "../contender.ts";

let client: S3Client | undefined;

function sdk(): S3Client {
  const { region, endpoint, accessKeyId, secretAccessKey } = target;
  const credentials = { accessKeyId, secretAccessKey };
  client ??= new S3Client({ region, endpoint, credentials, forcePathStyle: true });
  return client;
}

export const awsSdk: Contender = {
  name: "AWS SDK, lib-storage and GetObject",
  from: "@aws-sdk/lib-storage",
  checks: { upload: "CRC32 and SHA-256 of each part", download: "the object's checksum" },
  upload: (file, key) =>
    new Upload({
      client: sdk(),
      params: { Bucket: target.bucket, Key: key, Body: file },
    }).done(),
  async download(key) {
    const { Body } = await sdk().send(new GetObjectCommand({ Bucket: target.bucket, Key: key }));
    return new Response(Body?.transformToWebStream()).blob();
  },
};
