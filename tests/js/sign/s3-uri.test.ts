import assert from "node:assert/strict";
import { test } from "node:test";
import { type PresignError, Presigner } from "s3-signpost";
import { parseS3Uri } from "../../../js/sign/s3-uri.ts";

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
const signer = new Presigner({ region: "us-west-2", credentials });

/** Returns the URL without its query. */
function addressOf(uri: string): string | undefined {
  return signer.presign(uri).url.split("?")[0];
}

const account = "us-west-2:123456789012";
const point = "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com";
const outpost = "https://my-ap-123456789012.op-01.s3-outposts.us-west-2.amazonaws.com";

for (const [uri, address] of [
  ["s3://bucket/a b//c?d#e%20", `https://bucket.s3.us-west-2.amazonaws.com/a%20b//c%3Fd%23e%2520`],
  ["s3://My_Old.Bucket/a", "https://s3.us-west-2.amazonaws.com/My_Old.Bucket/a"],
  [`s3://arn:aws:s3:${account}:accesspoint/my-ap/a/b c`, `${point}/a/b%20c`],
  [`s3://arn:aws:s3:${account}:accesspoint:my-ap/a/b`, `${point}/a/b`],
  [`S3://arn:aws:s3:${account}:accesspoint/my-ap//a:b`, `${point}//a%3Ab`],
  [`s3://arn:aws:s3:${account}:accesspoint/my-ap`, `${point}/`],
  [`s3://arn:aws:s3:${account}:accesspoint/my-ap/`, `${point}/`],
  [`s3://arn:aws:s3-outposts:${account}:outpost/op-01/accesspoint/my-ap/a/b`, `${outpost}/a/b`],
  [`s3://arn:aws:s3-outposts:${account}:outpost:op-01:accesspoint:my-ap/a`, `${outpost}/a`],
] as const) {
  test(`${uri} is presigned for ${address}`, () => assert.equal(addressOf(uri), address));
}

for (const [uri, code, field] of [
  ["s3://", "InvalidS3Uri", "key"],
  ["s3:///a", "InvalidS3Uri", "key"],
  ["s3://../a", "InvalidBucketName", "bucket"],
  ["s3://arn:aws:s3:::bucket/a", "InvalidBucketName", "bucket"],
  [`s3://arn:aws:s3:${account}:accesspoint`, "InvalidBucketName", "bucket"],
  [`s3://arn:aws:s3:${account}:accesspoint//a`, "InvalidBucketName", "bucket"],
  ["s3://arn:aws:s3::123456789012:accesspoint/a.mrap/b", "UnsupportedBucket", "bucket"],
  [`s3://arn:aws:s3:${account}:accesspoint/my-ap/../a`, "KeyNotAddressable", "key"],
] as const) {
  test(`${uri} is rejected with ${code}`, () => {
    assert.throws(
      () => signer.presign(uri),
      (error: PresignError) => {
        assert.deepEqual([error.code, error.field], [code, field]);
        return true;
      },
    );
  });
}

/**
 * Expected: the results of `awscli.customizations.s3.utils`. It parses ARNs of Object Lambda too, although `aws s3` rejects
 * them later.
 */
test("ARNs of access points are split from keys as by the AWS CLI", () => {
  const lambda = `arn:aws:s3-object-lambda:${account}:accesspoint`;
  const bucketPoint = `arn:aws:s3:${account}:accesspoint`;
  const outpostPoint = `arn:aws:s3-outposts:${account}:outpost`;
  for (const [arn, rest, key] of [
    [`${bucketPoint}/my-ap`, "/a/b.txt", "a/b.txt"],
    [`${bucketPoint}:my-ap`, "/a/b.txt", "a/b.txt"],
    [`${bucketPoint}/my-ap`, "//a:b", "/a:b"],
    [`${bucketPoint}/my-ap`, "/object/a", "object/a"],
    [`${bucketPoint}/my-ap`, "/", undefined],
    [`${bucketPoint}/my-ap`, "", undefined],
    [`${bucketPoint}/my-ap:a`, "/b", "b"],
    [`${outpostPoint}/op-1/accesspoint/my-ap`, "/a/b", "a/b"],
    [`${outpostPoint}:op-1:accesspoint:my-ap`, ":a/b", "a/b"],
    [`${lambda}/my-ap`, "/a:b", "a:b"],
    [`${lambda}:my-ap`, ":a", "a"],
    ["arn:aws:s3:::bucket", "/a", "a"],
  ] as const) {
    assert.deepEqual(parseS3Uri(`s3://${arn}${rest}`), { bucket: arn, key }, arn + rest);
  }
});

test("the text before a key is not decoded, and a leading slash belongs to the key", () => {
  for (const [uri, bucket, key] of [
    ["s3://bucket/k?versionId=1#x%20y", "bucket", "k?versionId=1#x%20y"],
    ["s3://bucket//a", "bucket", "/a"],
    ["s3://bucket", "bucket", undefined],
    ["S3://bucket/", "bucket", undefined],
  ] as const) {
    assert.deepEqual(parseS3Uri(uri), { bucket, key }, uri);
  }
});

test("other text is no S3 URI", () => {
  for (const text of ["", "s3:", "https://bucket/key", "bucket/key", "\u00e93://b"]) {
    assert.throws(() => parseS3Uri(text), { code: "InvalidS3Uri" }, text);
  }
});
