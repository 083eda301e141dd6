import { S3Client } from "lean-s3";
import { bucket, credentials, expiresIn, region } from "../case.ts";
import { oneByOne, type Signer } from "../signer.ts";

export const leanS3: Signer = {
  name: "lean-s3",
  from: "lean-s3",
  method: "GET",
  create() {
    const endpoint = "https://{bucket}.s3.{region}.amazonaws.com";
    const client = new S3Client({ ...credentials, region, bucket, endpoint });
    return oneByOne((key) => client.presign(key, { expiresIn }));
  },
};
