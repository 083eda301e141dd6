import { S3 } from "s3-signpost";
import type { Contender } from "../contender.ts";

let client: S3 | undefined;

function s3(): S3 {
  const { region, bucket, endpoint, ...credentials } = target;
  client ??= new S3({ region, bucket, endpoint, credentials });
  return client;
}

export const signpost: Contender = {
  name: "s3-signpost",
  from: "s3-signpost",
  checks: { upload: "CRC64NVME of each part, above 64 MiB", download: "the object's CRC64NVME" },
  upload: (file, key) => s3().upload(file, { key }),
  download: async (key) => (await s3().download(key, { verify: true })).blob,
};

export const signpostUnchecked: Contender = {
  name: "s3-signpost, without checksums",
  from: "s3-signpost",
  checks: {},
  upload: (file, key) => s3().upload(file, { key, checksum: false }),
  download: async (key) => (await s3().download(key, { verify: false })).blob,
};
