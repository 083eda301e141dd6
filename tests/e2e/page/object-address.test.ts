import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatS3Uri, type ObjectAddress, parseAddress } from "../../../www/object-address.ts";

const point = "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap";

type Parts = Omit<ObjectAddress, "isSigned">;

const ADDRESSES: [text: string, parts: Parts][] = [
  ["s3://bucket/a b//c?d#e%20", { bucket: "bucket", key: "a b//c?d#e%20" }],
  ["  s3://bucket/a ", { bucket: "bucket", key: "a " }],
  ['"s3://bucket/a b"\n', { bucket: "bucket", key: "a b" }],
  [" 'bucket/a' ", { bucket: "bucket", key: "a" }],
  ["<s3://bucket/a>", { bucket: "bucket", key: "a" }],
  ["aws s3 cp s3://bucket/a .", { bucket: "bucket", key: "a" }],
  ["$ aws s3 cp ./a 's3://bucket/a b' --acl private", { bucket: "bucket", key: "a b" }],
  ['s5cmd --no-sign-request cp "s3://bucket/a" b', { bucket: "bucket", key: "a" }],
  ["my-point-abcdef-s3alias/a", { bucket: "my-point-abcdef-s3alias", key: "a" }],
  ["s3a://bucket/a", { bucket: "bucket", key: "a" }],
  [`s3://${point}/a/b`, { bucket: point, key: "a/b" }],
  ["bucket/a/b.txt", { bucket: "bucket", key: "a/b.txt" }],
  ["arn:aws:s3:::bucket/a/b", { bucket: "bucket", key: "a/b" }],
  ["arn:aws-cn:s3:::bucket", { bucket: "bucket", key: "" }],
  [`${point}/object/a/b`, { bucket: point, key: "a/b", region: "us-west-2" }],
  [point, { bucket: point, key: "", region: "us-west-2" }],
  [
    "https://my.bucket.s3.eu-west-1.amazonaws.com/a%20b/c+d",
    { bucket: "my.bucket", key: "a b/c+d", region: "eu-west-1", endpoint: "" },
  ],
  [
    "\n https://bucket.s3.amazonaws.com/a \t",
    { bucket: "bucket", key: "a", region: "us-east-1", endpoint: "" },
  ],
  [
    "https://s3.eu-west-1.amazonaws.com/bucket/a/b",
    { bucket: "bucket", key: "a/b", region: "eu-west-1", endpoint: "" },
  ],
  [
    "https://s3-us-west-2.amazonaws.com/bucket/a",
    { bucket: "bucket", key: "a", region: "us-west-2", endpoint: "" },
  ],
  [
    "https://bucket.s3.dualstack.ap-southeast-2.amazonaws.com/a",
    { bucket: "bucket", key: "a", region: "ap-southeast-2", endpoint: "" },
  ],
  [
    "https://bucket.s3-fips.us-gov-west-1.amazonaws.com/a",
    { bucket: "bucket", key: "a", region: "us-gov-west-1", endpoint: "" },
  ],
  [
    "https://bucket.s3.cn-north-1.amazonaws.com.cn/a",
    { bucket: "bucket", key: "a", region: "cn-north-1", endpoint: "" },
  ],
  [
    "http://bucket.s3-website-us-east-1.amazonaws.com/a",
    { bucket: "bucket", key: "a", region: "us-east-1", endpoint: "" },
  ],
  [
    "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a/b",
    { bucket: point, key: "a/b", region: "us-west-2", endpoint: "" },
  ],
  [
    "https://s3.console.aws.amazon.com/s3/object/bucket?region=eu-west-1&prefix=a%2Fb+c.txt",
    { bucket: "bucket", key: "a/b c.txt", region: "eu-west-1", endpoint: "" },
  ],
  [
    "https://eu-west-1.console.aws.amazon.com/s3/buckets/bucket?region=eu-west-1&bucketType=general&prefix=a/",
    { bucket: "bucket", key: "a/", region: "eu-west-1", endpoint: "" },
  ],
  [
    "http://127.0.0.1:9000/bucket/a/b%2Fc",
    { bucket: "bucket", key: "a/b/c", endpoint: "http://127.0.0.1:9000" },
  ],
];

describe("the address of an object is parsed:", () => {
  for (const [text, parts] of ADDRESSES) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(parseAddress(text), { ...parts, isSigned: false });
    });
  }

  for (const query of [
    "X-Amz-Date=1&X-Amz-Signature=a",
    "AWSAccessKeyId=a&Signature=b&Expires=1",
  ]) {
    test(`a URL with ${query} is a signed one`, () => {
      const address = parseAddress(`https://bucket.s3.eu-west-1.amazonaws.com/a?${query}`);
      assert.deepEqual([address?.key, address?.isSigned], ["a", true]);
    });
  }
});

describe("another text is not parsed:", () => {
  for (const text of [
    "",
    "bucket",
    "/bucket/a",
    "A bucket/a",
    "https://example.com/a",
    "https://ada:lovelace@s3.example.com/bucket/a",
    "https://ec2.eu-west-1.amazonaws.com/a/b",
    "https://console.aws.amazon.com/ec2/home",
    "ftp://example.com/bucket/a",
    "arn:aws:iam::123456789012:role/admin",
    "aws s3 ls",
    `s3://bucket/${"a".repeat(20_000)}`,
  ]) {
    test(JSON.stringify(text), () => assert.equal(parseAddress(text), undefined));
  }
});

const account = "us-west-2:123456789012";

for (const [bucket, key] of [
  ["bucket", "a b//c?d"],
  ["", "a"],
  [`arn:aws:s3:${account}:accesspoint/my-ap`, "a/b"],
  [`arn:aws:s3:${account}:accesspoint:my-ap`, "/a:b"],
  [`arn:aws:s3-outposts:${account}:outpost/op-01/accesspoint/my-ap`, "a/b"],
  [`arn:aws:s3-outposts:${account}:outpost:op-01:accesspoint:my-ap`, ""],
  ["arn:aws:s3:::bucket", "accesspoint/a"],
] as const) {
  test(`the S3 URI of ${bucket || "no bucket"} and ${key || "no key"} is parsed into the same parts`, () => {
    assert.deepEqual(parseAddress(formatS3Uri(bucket, key)), { bucket, key, isSigned: false });
  });
}
