import assert from "node:assert/strict";
import { test } from "node:test";
import { PresignError } from "../../../js/errors.ts";
import { Presigner, type PresignerOptions } from "../../../js/presigner.ts";
import { objectOfUrl } from "../../../js/url/object-url.ts";
import { splitUrl } from "../../../js/url/split-url.ts";

/** Returns `bucket|key|region`. */
function parse(url: string): string {
  const { bucket, key, region = "" } = objectOfUrl(splitUrl(url));
  return [bucket, key, region].join("|");
}

function parseSigned(bucket: string, options: Partial<PresignerOptions>): string {
  const presigner = new Presigner({
    region: "us-east-2",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    ...options,
  });
  return parse(presigner.presign({ bucket, key: "a b/é" }).url);
}

for (const [host, region] of [
  ["photos.s3.us-west-2.amazonaws.com", "us-west-2"],
  ["s3.us-west-2.amazonaws.com/photos", "us-west-2"],
  ["photos.s3-us-west-2.amazonaws.com", "us-west-2"],
  ["s3-us-west-2.amazonaws.com/photos", "us-west-2"],
  ["photos.s3.amazonaws.com", ""],
  ["s3.amazonaws.com/photos", ""],
  ["photos.s3-external-1.amazonaws.com", "us-east-1"],
  ["photos.s3.dualstack.us-west-2.amazonaws.com", "us-west-2"],
  ["s3.dualstack.us-west-2.amazonaws.com/photos", "us-west-2"],
  ["photos.s3-fips.us-west-2.amazonaws.com", "us-west-2"],
  ["photos.s3-fips.dualstack.us-west-2.amazonaws.com", "us-west-2"],
  ["s3-fips-us-gov-west-1.amazonaws.com/photos", "us-gov-west-1"],
  ["photos.s3-accelerate.amazonaws.com", ""],
  ["photos.s3-accelerate.dualstack.amazonaws.com", ""],
  ["photos.bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "us-west-2"],
  ["bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com/photos", "us-west-2"],
  ["photos.s3.cn-north-1.amazonaws.com.cn", "cn-north-1"],
] as const) {
  test(`bucket, key and region are found at ${host}`, () => {
    const url = `https://${host}/a/b.txt?X-Amz-Expires=1`;
    assert.equal(parse(url), `photos|a/b.txt|${region}`);
  });
}

test("signed URLs of every partition, in both styles, are parsed back", () => {
  for (const region of [
    "eu-central-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-isob-east-1",
    "us-isof-south-1",
    "eu-isoe-west-1",
    "eusc-de-east-1",
  ]) {
    for (const addressing of ["virtual", "path"] as const) {
      const found = parseSigned("photos", { region, addressing });
      assert.equal(found, `photos|a b/é|${region}`);
    }
  }
});

test("signed URLs of every variant are parsed back", () => {
  for (const options of [
    { dualstack: true },
    { fips: true },
    { dualstack: true, fips: true },
    { globalEndpoint: true },
    { accelerate: true },
    { accelerate: true, dualstack: true },
  ]) {
    const hasRegion = !("accelerate" in options || "globalEndpoint" in options);
    assert.equal(
      parseSigned("photos", options),
      `photos|a b/é|${hasRegion ? "us-east-2" : ""}`,
      JSON.stringify(options),
    );
  }
});

test("signed URLs of access points are parsed back to their ARN", () => {
  for (const arn of [
    "arn:aws:s3:us-east-2:123456789012:accesspoint/my-point",
    "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/my-point",
    "arn:aws-us-gov:s3:us-gov-east-1:123456789012:accesspoint/p",
    "arn:aws:s3-object-lambda:us-east-2:123456789012:accesspoint/my-point",
    "arn:aws:s3-outposts:us-east-2:123456789012:outpost/op-0123456789abcdef0/accesspoint/my-point",
  ]) {
    const region = arn.split(":")[3] as string;
    assert.equal(parseSigned(arn, { region }), `${arn}|a b/é|${region}`);
  }
});

test("variants of access points give their ARN", () => {
  for (const host of [
    "p-123456789012.s3-accesspoint-fips.dualstack.us-gov-east-1.amazonaws.com",
    "p-123456789012.accesspoint.vpce-1a2b.s3.us-gov-east-1.vpce.amazonaws.com",
  ]) {
    assert.equal(
      parse(`https://${host}/a`),
      "arn:aws-us-gov:s3:us-gov-east-1:123456789012:accesspoint/p|a|us-gov-east-1",
    );
  }
});

test("the host of a directory bucket names it", () => {
  assert.equal(
    parse("https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/a"),
    "b--usw2-az1--x-s3|a|us-west-2",
  );
});

test("a bucket's name may contain labels of S3's hosts", () => {
  assert.equal(
    parse("https://my.example.s3.bucket.s3.us-east-1.amazonaws.com/a"),
    "my.example.s3.bucket|a|us-east-1",
  );
  assert.equal(parse("https://s3.s3.amazonaws.com/a"), "s3|a|");
});

test("the key is decoded once and keeps a plus", () => {
  assert.equal(
    parse("https://b.s3.amazonaws.com/a+b%20c%2Bd%2520%C3%A9//e/"),
    "b|a+b c+d%20é//e/|",
  );
  assert.equal(parse("https://s3.amazonaws.com/b//a"), "b|/a|");
  assert.equal(parse("https://s3.amazonaws.com/b/100%"), "b|100%|");
});

test("URLs of a bucket and of the service have no key", () => {
  assert.equal(parse("https://b.s3.amazonaws.com"), "b||");
  assert.equal(parse("https://s3.amazonaws.com/b/?list-type=2"), "b||");
  assert.equal(parse("https://s3.amazonaws.com/"), "||");
});

test("query and fragment are ignored", () => {
  assert.equal(parse("https://s3.amazonaws.com/b/a?c/d#e?f"), "b|a|");
  assert.equal(parse("https://s3.amazonaws.com/b/a#e?f"), "b|a|");
});

test("the case of a host is ignored", () => {
  assert.equal(parse("HTTPS://B.S3.AmazonAWS.com:443/A"), "b|A|");
});

for (const host of [
  "localhost:9000",
  "[::1]:9000",
  "minio.example.com",
  "bucket.s3.example.com",
  "evil-amazonaws.com",
  "amazonaws.com",
]) {
  test(`${host} is read in path style`, () => {
    assert.equal(parse(`http://${host}/b/a`), "b|a|");
  });
}

const withMessage = (message: RegExp) => (error: unknown) =>
  error instanceof PresignError && error.code === "InvalidUrl" && message.test(error.message);

for (const host of [
  "b.s3-website-us-east-1.amazonaws.com",
  "b.s3-website.eu-central-1.amazonaws.com",
]) {
  test(`${host} is rejected as a website`, () => {
    assert.throws(() => parse(`http://${host}/a`), withMessage(/website/));
  });
}

for (const host of [
  "ec2.us-east-1.amazonaws.com",
  "sts.amazonaws.com",
  "123456789012.s3-control.us-east-1.amazonaws.com",
  "alias.mrap.accesspoint.s3-global.amazonaws.com",
  "control.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com",
  "point.s3-accesspoint.us-east-1.amazonaws.com",
  "s3-fips-1.amazonaws.com",
]) {
  test(`${host} is rejected, because it serves no objects`, () => {
    assert.throws(() => parse(`https://${host}/a`), withMessage(/no objects/));
  });
}

test("a path that is not UTF-8 is rejected", () => {
  for (const path of ["b/%ff", "%ff/a"]) {
    assert.throws(() => parse(`https://s3.amazonaws.com/${path}`), withMessage(/UTF-8/));
  }
});

test("a host of 30,000 labels is parsed in linear time", () => {
  for (const label of ["s3", "bucket", "s3express-1", "a-1", "s3.a-1"]) {
    assert.throws(() => parse(`https://${`${label}.`.repeat(30_000)}x.amazonaws.com/`));
  }
});
