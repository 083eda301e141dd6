/** ARN of an access point in the place of a bucket: `arn:…:accesspoint/name`, or with `outpost/id` before that. */
const ARN = "arn:[^/]+:(?:outpost[:/][^:/]+[:/])?accesspoint[:/][^/]+";
const S3_URI = new RegExp(`^s3://(${ARN}|[^/]*)(?:/(.*))?$`, "is");

/**
 * Splits `s3://bucket/key`. The bucket may be the ARN of an access point. The key is everything after the bucket;
 * nothing is decoded.
 */
export function splitS3Uri(uri: string): { bucket: string; key: string } | undefined {
  const [, bucket, key = ""] = S3_URI.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}

export function joinS3Uri(bucket: string, key: string): string {
  return bucket || key ? `s3://${bucket}/${key}` : "";
}
