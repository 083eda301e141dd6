import assert from "node:assert/strict";
import { test } from "node:test";
import { ObjectUrlParser } from "../../../js/sign/object-url.ts";
import type { SignerOptions } from "../../../js/types.ts";

const REGION = "us-west-2";

/** The parts of a URL as a location with `options` reads it: bucket, key, query and fragment; undefined if it is foreign. */
function parse(url: string, options: Partial<SignerOptions> = {}): unknown[] | undefined {
  const parsed = new ObjectUrlParser({ region: REGION, ...options }).parse(url);
  return parsed && [parsed.bucket, parsed.key, parsed.query, parsed.fragment];
}

const error = (code: string, field = "url") => ({ name: "PresignError", code, field });

test("every style of AWS's hosts in the region belongs to a location at AWS", () => {
  for (const [start, options] of [
    ["https://photos.s3.us-west-2.amazonaws.com"],
    ["http://photos.s3.us-west-2.amazonaws.com:80"],
    ["HTTPS://Photos.S3.us-west-2.AmazonAWS.com:443"],
    ["https://s3.us-west-2.amazonaws.com/photos"],
    ["https://photos.s3-us-west-2.amazonaws.com"],
    ["https://s3-us-west-2.amazonaws.com/photos"],
    ["https://photos.s3.amazonaws.com"],
    ["https://s3.amazonaws.com/photos"],
    ["https://photos.s3.dualstack.us-west-2.amazonaws.com"],
    ["https://photos.s3-fips.us-west-2.amazonaws.com"],
    ["https://photos.s3-fips.dualstack.us-west-2.amazonaws.com"],
    ["https://photos.s3-accelerate.amazonaws.com"],
    ["https://photos.s3-accelerate.dualstack.amazonaws.com"],
    ["s3://photos"],
    ["S3://photos"],
    ["https://photos.s3.cn-north-1.amazonaws.com.cn", { region: "cn-north-1" }],
    ["https://photos.s3.us-gov-west-1.amazonaws.com", { region: "us-gov-west-1" }],
    ["https://photos.s3.amazonaws.com", { region: "aws-global" }],
    ["https://photos.s3-external-1.amazonaws.com", { region: "us-east-1" }],
  ] as [string, Partial<SignerOptions>?][]) {
    for (const bucket of [{}, { bucket: "photos" }]) {
      const own = { ...options, ...bucket };
      assert.deepEqual(parse(`${start}/a/b.txt`, own), ["photos", "a/b.txt", {}, ""], start);
    }
  }
});

test("the host of an access point names its ARN", () => {
  const arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/point";
  const url = "https://point-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a";
  for (const bucket of [undefined, arn, arn.replace("accesspoint/", "accesspoint:")]) {
    const options = bucket === undefined ? {} : { bucket };
    assert.deepEqual(parse(url, options), [arn, "a", {}, ""]);
    assert.deepEqual(parse(`s3://${arn}/a`, options), [arn, "a", {}, ""]);
  }
  assert.equal(parse(url, { bucket: "point" }), undefined);
  assert.equal(parse(url, { bucket: arn.replace("/point", "/other") }), undefined);
});

test("other regions, partitions, ports and services of AWS are foreign", () => {
  for (const [url, region] of [
    ["https://photos.s3.us-east-1.amazonaws.com/a"],
    ["https://photos.s3-external-1.amazonaws.com/a"],
    ["https://photos.s3.us-west-2.amazonaws.com:8443/a"],
    ["https://photos.s3.us-west-2.amazonaws.com.evil.example/a"],
    ["https://photos.s3.us-west-2.evil-amazonaws.com/a"],
    ["https://photos.s3.amazonaws.com.cn/a"],
    ["https://photos.s3.amazonaws.com/a", "us-gov-west-1"],
    ["https://photos.s3.amazonaws.com/a", "cn-north-1"],
    ["https://user:secret@photos.s3.us-west-2.amazonaws.com/a"],
    ["https://photos.s3-website-us-west-2.amazonaws.com/a"],
    ["https://photos.s3-website.us-west-2.amazonaws.com/a"],
    ["https://sts.us-west-2.amazonaws.com/a"],
    ["https://bucket.vpce-1a2b-3c4d.s3.us-west-2.vpce.amazonaws.com/photos/a"],
    ["https://s3.us-west-2.amazonaws.com/"],
    ["https://d111111abcdef8.cloudfront.net/a?Key-Pair-Id=K&Signature=s&Expires=1"],
    ["https://storage.googleapis.com/photos/a"],
  ] as [string, string?][]) {
    assert.equal(parse(url, { region: region ?? REGION }), undefined, url);
  }
});

test("with a bucket, URLs of other buckets are foreign", () => {
  for (const url of [
    "https://other.s3.us-west-2.amazonaws.com/a",
    "https://s3.us-west-2.amazonaws.com/other/a",
    "https://s3.us-west-2.amazonaws.com/photos2/a",
    "s3://other/a",
    "s3://Photos/a",
    "https://s3.us-west-2.amazonaws.com/%ff/a",
  ]) {
    assert.equal(parse(url, { bucket: "photos" }), undefined, url);
  }
});

test("relative URLs, other schemes and text are foreign", () => {
  for (const url of [
    "",
    "a.jpg",
    "/photos/a.jpg",
    "//photos.s3.us-west-2.amazonaws.com/a",
    "data:text/plain,https://photos.s3.us-west-2.amazonaws.com/a",
    "blob:https://photos.s3.us-west-2.amazonaws.com/1-2",
    "ftp://photos.s3.us-west-2.amazonaws.com/a",
    "httpsx://photos.s3.us-west-2.amazonaws.com/a",
    "a text with spaces",
    "https//photos",
    "s3",
    "http://foreign.example/a b%zz\\\n",
    "https://bücher.example/ü",
    "https://xn--bcher-kva.example/",
    "http://127.1/a",
    `data:,${"a".repeat(1_000_000)}`,
    `https://foreign.example/${"a".repeat(1_000_000)}`,
    "https://foreign.example/\ud800",
  ]) {
    assert.equal(parse(url), undefined, url.slice(0, 80));
  }
});

test("a custom endpoint is recognized by scheme, host and port", () => {
  const options = { endpoint: "https://files.example:8443/s3" };
  for (const url of [
    "https://files.example:8443/s3/b/a",
    "https://FILES.example:8443/s3/b/a",
    "  https://files.example:8443/s3/b/a\n",
  ]) {
    assert.deepEqual(parse(url, options), ["b", "a", {}, ""], url);
  }
  for (const url of [
    "http://files.example:8443/s3/b/a",
    "https://files.example/s3/b/a",
    "https://files.example:9443/s3/b/a",
    "https://files.example:8443/b/a",
    "https://files.example:8443/s3b/a",
    "https://myfiles.example:8443/s3/b/a",
    "https://b.s3.us-west-2.amazonaws.com/a",
  ]) {
    assert.equal(parse(url, options), undefined, url);
  }
});

test("the default port of an endpoint may be written or left out", () => {
  for (const endpoint of ["http://s3.test", "http://s3.test:80/"]) {
    for (const host of ["s3.test", "s3.test:80", "s3.test:"]) {
      assert.deepEqual(parse(`http://${host}/b/a`, { endpoint })?.[1], "a");
    }
  }
});

test("a host in another script is compared as browsers send it", () => {
  const endpoint = "https://bücher.example";
  for (const host of [
    "bücher.example",
    "xn--bcher-kva.example",
    "BÜCHER.example",
    "b%C3%BCcher.example",
  ]) {
    assert.deepEqual(parse(`https://${host}/b/a%20b`, { endpoint }), ["b", "a b", {}, ""], host);
  }
});

test("a subdomain of an endpoint is a bucket if it is the signer's, or by virtual-hosted addressing", () => {
  const endpoint = "https://example.com/base";
  const url = "https://www.example.com/base/a";
  assert.equal(parse(url, { endpoint }), undefined);
  assert.equal(parse(url, { endpoint, bucket: "photos", addressing: "virtual" }), undefined);
  for (const options of [{ bucket: "www" }, { addressing: "virtual" }] as const) {
    assert.deepEqual(parse(url, { endpoint, ...options }), ["www", "a", {}, ""]);
  }
  assert.equal(
    parse("https://.example.com/base/a", { endpoint, addressing: "virtual" }),
    undefined,
  );
});

test("a base path that is not UTF-8 precedes the bucket as it is", () => {
  const parser = new ObjectUrlParser({ region: REGION, endpoint: "https://files.example/%FF" });
  for (const key of ["a", "b"]) {
    assert.equal(parser.parse(`https://files.example/%FF/photos/${key}`)?.key, key);
  }
});

test("an address by IP has no subdomains", () => {
  const endpoint = "http://127.0.0.1:9000";
  assert.deepEqual(parse("http://127.0.0.1:9000/b/a", { endpoint })?.[0], "b");
  assert.equal(parse("http://photos.127.0.0.1:9000/a", { endpoint }), undefined);
  for (const host of ["[::1]", "[0:0::1]"]) {
    assert.deepEqual(parse(`http://${host}:9000/b/a`, { endpoint: "http://[::1]:9000" })?.[0], "b");
  }
});

test("the public endpoint and the endpoint are both recognized", () => {
  const options = { endpoint: "http://minio:9000/s3", publicEndpoint: "https://cdn.example" };
  assert.deepEqual(parse("https://cdn.example/s3/b/a", options), ["b", "a", {}, ""]);
  assert.deepEqual(parse("http://minio:9000/s3/b/a", options), ["b", "a", {}, ""]);
  assert.equal(parse("http://cdn.example/s3/b/a", options), undefined);
  assert.deepEqual(
    parse("https://photos.cdn.example/a", {
      publicEndpoint: "https://cdn.example",
      bucket: "photos",
    }),
    ["photos", "a", {}, ""],
  );
});

test("the key is decoded once, and a plus in it stays a plus", () => {
  const start = "https://photos.s3.us-west-2.amazonaws.com";
  for (const [path, key] of [
    ["/a+b%20c%2Bd%2520%C3%A9//e/", "a+b c+d%20é//e/"],
    ["//a", "/a"],
    ["/a b é😀", "a b é😀"],
    ["/a%2Fb", "a/b"],
    ["/a%00b", "a\0b"],
  ]) {
    assert.equal(parse(start + path)?.[1], key, path);
  }
});

test("an S3 URI is not decoded, and has neither query nor fragment", () => {
  assert.deepEqual(parse("s3://photos/a%20b?c=d#e"), ["photos", "a%20b?c=d#e", {}, ""]);
});

test("a URL of a bucket has no key", () => {
  for (const url of [
    "https://photos.s3.us-west-2.amazonaws.com",
    "https://photos.s3.us-west-2.amazonaws.com/",
    "https://s3.us-west-2.amazonaws.com/photos",
    "https://s3.us-west-2.amazonaws.com/photos/",
    "s3://photos",
    "s3://photos/",
  ]) {
    const parsed = new ObjectUrlParser({ region: REGION }).parse(url);
    assert.deepEqual(parsed, { bucket: "photos", query: {}, fragment: "" }, url);
  }
  const url = "https://photos.s3.us-west-2.amazonaws.com/?list-type=2&prefix=a%2F";
  assert.deepEqual(parse(url), ["photos", undefined, { "list-type": "2", prefix: "a/" }, ""]);
});

test("signature parameters are removed, and all others kept and decoded once", () => {
  const start = "https://photos.s3.us-west-2.amazonaws.com/a?";
  for (const [query, kept] of [
    [
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=A%2F1&X-Amz-Date=1&X-Amz-Expires=1&X-Amz-Security-Token=t&X-Amz-Signature=s&X-Amz-SignedHeaders=host&x-id=GetObject",
      { "x-id": "GetObject" },
    ],
    ["AWSAccessKeyId=A&Expires=1&Signature=s%3D&versionId=3%2F4", { versionId: "3/4" }],
    ["x-amz-request-payer=requester&X-Amz-Date=1", { "x-amz-request-payer": "requester" }],
    ["x-amz-signature=1&SIGNATURE=2", {}],
    ["X-Amz-Expires=1&X-Amz-Expires=2&a=1", { a: "1" }],
    [
      "response-content-disposition=attachment%3B%20filename%3D%22a%2Bb%22",
      {
        "response-content-disposition": 'attachment; filename="a+b"',
      },
    ],
    ["a=b+c&d+e=%2B", { a: "b c", "d e": "+" }],
    ["acl&uploads=&&b==c", { acl: "", uploads: "", b: "=c" }],
    ["__proto__=a", { ["__proto__"]: "a" }],
    ["", {}],
  ] as [string, Record<string, string>][]) {
    assert.deepEqual(parse(start + query)?.[2], kept, query);
  }
});

test("a fragment is kept as it is", () => {
  const start = "https://photos.s3.us-west-2.amazonaws.com/a";
  for (const fragment of ["", "#", "#page=2", "#t=1,2?a#b%zz c"]) {
    assert.equal(parse(start + fragment)?.[3], fragment);
    assert.equal(parse(`${start}?b=c${fragment}`)?.[3], fragment);
  }
});

test("a URL of the location that cannot be decoded is an error", () => {
  const start = "https://photos.s3.us-west-2.amazonaws.com";
  for (const [rest, code] of [
    ["/100%", "InvalidUrl"],
    ["/a%zz", "InvalidUrl"],
    ["/%ff", "InvalidUrl"],
    ["/a\\b", "InvalidUrl"],
    ["/a\tb", "InvalidUrl"],
    ["/a?b=%ff", "InvalidUrl"],
    ["/a?b=%", "InvalidUrl"],
    ["/a?=b", "InvalidQuery"],
    ["/a?b=1&b=2", "InvalidQuery"],
    ["/a?b=1&%62=1", "InvalidQuery"],
    ["/\ud800", "InvalidOption"],
    [`/${"a".repeat(1_000_000)}`, "InvalidOption"],
  ] as const) {
    assert.throws(() => parse(start + rest), error(code), rest.slice(0, 20));
  }
});

test("http(s) text without a host is an error", () => {
  for (const url of [
    "https://",
    "http:///",
    "https://:80/a",
    "https://a b/c",
    "https://[::1",
    "http:",
    "https://a:70000/",
  ]) {
    assert.throws(() => parse(url), error("InvalidUrl"), url);
  }
});

test("an S3 URI without a bucket is an error", () => {
  for (const uri of ["s3:", "s3:photos/a", "s3:/photos/a", "s3://", "S3:///a"]) {
    assert.throws(() => parse(uri), error("InvalidS3Uri"), uri);
  }
});

test("a location with a wrong option is an error that names it", () => {
  for (const [options, code, field] of [
    [{ region: "" }, "InvalidRegion", "region"],
    [{ bucket: "A/B" }, "InvalidBucketName", "bucket"],
    [{ publicEndpoint: "cdn.example" }, "InvalidEndpoint", "publicEndpoint"],
    [{ credentials: {} } as object, "InvalidOption", "credentials"],
  ] as const) {
    assert.throws(() => parse("s3://b/k", options), error(code, field));
  }
});
