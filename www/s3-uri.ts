/** `s3://bucket/key`. The key is everything after the bucket, as it stands: nothing is decoded. */
export function splitS3Uri(uri: string): { bucket: string; key: string } | undefined {
  const [, bucket, key = ""] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}

export function joinS3Uri(bucket: string, key: string): string {
  return bucket || key ? `s3://${bucket}/${key}` : "";
}
