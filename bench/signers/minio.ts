import { Client } from "minio";
import { bucket, credentials, expiresIn, region } from "../case.ts";
import { awaitedOneByOne, type Signer } from "../signer.ts";

export const minio: Signer = {
  name: "minio-js",
  from: "minio",
  method: "GET",
  create() {
    const client = new Client({
      endPoint: `s3.${region}.amazonaws.com`,
      region,
      pathStyle: false,
      accessKey: credentials.accessKeyId,
      secretKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
    });
    return awaitedOneByOne((key) => client.presignedGetObject(bucket, key, expiresIn));
  },
};
