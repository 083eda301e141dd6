/** The messages of errors about S3 URIs. */

import type { Message } from "./message.ts";

const HINT = "Write it as s3://bucket/key, or with the ARN of an access point for the bucket.";

export const NOT_S3_URI: Message = ["InvalidS3Uri", "must begin with s3://.", HINT];
export const S3_URI_WITHOUT_BUCKET: Message = [
  "InvalidS3Uri",
  "must name a bucket after s3://.",
  HINT,
];
