import AwsS3 from "@uppy/aws-s3";
import Uppy from "@uppy/core";
import type { Contender } from "../contender.ts";

/** Uploads by one new Uppy, as a page does that has one for each batch of files. */
async function uploadFiles(files: File[], key: (index: number) => string): Promise<void> {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = target;
  const uppy = new Uppy().use(AwsS3, {
    s3Endpoint: `${endpoint}/${bucket}`,
    region,
    getCredentials: async () => ({
      credentials: {
        accessKeyId,
        secretAccessKey,
        sessionToken: "",
        expiration: new Date(Date.now() + 3_600_000).toISOString(),
      },
      region,
    }),
    generateObjectKey: ({ meta }) => String(meta["key"]),
  });
  for (const [index, file] of files.entries()) {
    uppy.addFile({ name: `${index}-${file.name}`, data: file, meta: { key: key(index) } });
  }
  const result = await uppy.upload();
  uppy.destroy();
  if (result?.successful?.length !== files.length) throw new Error(JSON.stringify(result?.failed));
}

export const uppy: Contender = {
  name: "Uppy",
  from: "@uppy/aws-s3",
  checks: {},
  upload: (file, key) => uploadFiles([file], () => key),
  uploadAll: uploadFiles,
};
