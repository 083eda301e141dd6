import assert from "node:assert/strict";
import { test } from "node:test";
import { type Inspection, inspect, PresignError, Presigner } from "s3-signpost";

/**
 * Signed by botocore 1.44.5 on 2026-01-02T03:04:05Z, for 900 seconds:
 * `client("s3", region_name, config=Config(signature_version="s3v4" | "s3", s3={…})).generate_presigned_url(…)`
 * with the keys of AWS's examples.
 */
const HOST_SIGNED = "X-Amz-Expires=900&X-Amz-SignedHeaders=host";
const v4 = (region: string) =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260102%2F${region}%2Fs3%2Faws4_request&X-Amz-Date=20260102T030405Z&${HOST_SIGNED}`;
const VIRTUAL = `https://photos.s3.us-west-2.amazonaws.com/a%20b%2Bc/%C3%A9%20.txt?${v4("us-west-2")}&X-Amz-Signature=09dd93ded9ae8282950c532a4bf5102e13eee8a4cfd6de9ce34bfd8042d3e545`;
const PUT_WITH_TOKEN =
  "https://photos.s3.us-west-2.amazonaws.com/up.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260102%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-acl&X-Amz-Security-Token=FwoGZXIvYXdzEXAMPLE%2F%2Ftoken%2Bwith%2Fspecial%3D%3D&X-Amz-Signature=362cfd903a3beba42b0619c7fc8049e0040ad02f0011cf4d99bb180db1585611";
const V2_WITH_TOKEN =
  "https://s3.eu-west-1.amazonaws.com/photos/a?AWSAccessKeyId=ASIAIOSFODNN7EXAMPLE&Signature=FDIUaF0SpHW85TanF09j%2F28T1u8%3D&x-amz-security-token=FwoGZXIvYXdzEXAMPLE%2F%2Ftoken%2Bwith%2Fspecial%3D%3D&Expires=1767323945";

const SIGNED_AT = new Date("2026-01-02T03:04:05Z");

function codes({ problems }: Inspection): string[] {
  return problems.map(({ code }) => code).sort();
}

/** Returns the codes of a URL's problems at its signing date. */
function problemsOf(url: string): string[] {
  return codes(inspect(url, SIGNED_AT));
}

test("a V4 URL of botocore has key id, bucket, key, region, signing date and expiry", () => {
  assert.deepEqual(inspect(PUT_WITH_TOKEN, new Date("2026-01-02T03:05:05.400Z")), {
    signature: "v4",
    bucket: "photos",
    key: "up.png",
    region: "us-west-2",
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    temporary: true,
    signedAt: SIGNED_AT,
    expiresAt: new Date("2026-01-02T03:19:05Z"),
    remaining: 839,
    signedHeaders: ["content-type", "host", "x-amz-acl"],
    problems: [],
  });
});

test("a V2 URL of botocore has the same, except region and signing date", () => {
  assert.deepEqual(inspect(V2_WITH_TOKEN, SIGNED_AT), {
    signature: "v2",
    bucket: "photos",
    key: "a",
    region: "eu-west-1",
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    temporary: true,
    expiresAt: new Date("2026-01-02T03:19:05Z"),
    remaining: 900,
    signedHeaders: [],
    problems: [],
  });
});

for (const [what, url, bucket, key, region] of [
  ["virtual-hosted", VIRTUAL, "photos", "a b+c/é .txt", "us-west-2"],
  [
    "path style",
    `https://s3.eu-central-1.amazonaws.com/photos/a//b?${v4("eu-central-1")}&X-Amz-Signature=1396b8232a92ad75107566ab03d96afb1f2e00d09947b43df022fdc4c55fb25d`,
    "photos",
    "a//b",
    "eu-central-1",
  ],
  [
    "the legacy global host",
    `https://photos.s3.amazonaws.com/x?${v4("us-east-1")}&X-Amz-Signature=00ea790993d4c18c82e12a7cf1a8d908992301287a234ab39a311bb6ac7885f3`,
    "photos",
    "x",
    "us-east-1",
  ],
  [
    "dualstack",
    `https://photos.s3.dualstack.us-west-2.amazonaws.com/x?${v4("us-west-2")}&X-Amz-Signature=d3ab75001b4a6709b948e5ed2ed273cd0301d143f86bed0ce8a170db5f9927e6`,
    "photos",
    "x",
    "us-west-2",
  ],
  [
    "Transfer Acceleration",
    `https://photos.s3-accelerate.amazonaws.com/x?${v4("us-west-2")}&X-Amz-Signature=8aaf8c50268c6f4f832de70358449bca1c2fd972dcadf05746c922323952e89a`,
    "photos",
    "x",
    "us-west-2",
  ],
  [
    "China",
    `https://photos.s3.cn-north-1.amazonaws.com.cn/x?${v4("cn-north-1")}&X-Amz-Signature=93ca04a6f3f9656ca1b65c212ce00e516d5fa62a31dc84104f9f47d9e8419149`,
    "photos",
    "x",
    "cn-north-1",
  ],
  [
    "an access point",
    `https://my-point-123456789012.s3-accesspoint.us-west-2.amazonaws.com/x?${v4("us-west-2")}&X-Amz-Signature=f85df16e152fdd0ec74d11b88fac1b95a322f1813131c89b2d46796355b664e5`,
    "arn:aws:s3:us-west-2:123456789012:accesspoint/my-point",
    "x",
    "us-west-2",
  ],
  [
    "a listing",
    `https://photos.s3.us-west-2.amazonaws.com/?list-type=2&prefix=a%2F&encoding-type=url&${v4("us-west-2")}&X-Amz-Signature=81bb0510e7e19cd94d1a267a36d64dfba717e6143a310c7d5b6e21fad9fdd313`,
    "photos",
    "",
    "us-west-2",
  ],
  [
    "a store on this machine",
    `http://localhost:9000/photos/x?${v4("us-east-1")}&X-Amz-Signature=47814d1d0875ac607343b82839d82c160f41003e4c26011f29539750b22e997f`,
    "photos",
    "x",
    "us-east-1",
  ],
  [
    "V2, virtual-hosted",
    "https://photos.s3.amazonaws.com/a%20b%2Bc?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=F1YpZnhmF%2FCXKcBnLLJX7vHXkIE%3D&Expires=1767323945",
    "photos",
    "a b+c",
    undefined,
  ],
] as const) {
  test(`botocore's URL for ${what} has no problems`, () => {
    const read = inspect(url, SIGNED_AT);
    assert.deepEqual([read.bucket, read.key, read.region], [bucket, key, region]);
    assert.deepEqual(read.problems, []);
  });
}

test("the example of AWS's documentation has expired", () => {
  const url =
    "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  const read = inspect(url);
  assert.deepEqual(codes(read), ["Expired"]);
  assert.ok(read.remaining < 0);
  assert.deepEqual(codes(inspect(url, new Date("2013-05-24T00:00:00Z"))), []);
});

test("a URL is valid through its last second", () => {
  const end = Date.parse("2026-01-02T03:19:05Z");
  const atEnd = inspect(VIRTUAL, new Date(end));
  assert.deepEqual([atEnd.remaining, codes(atEnd)], [0, []]);
  const after = inspect(VIRTUAL, new Date(end + 1));
  assert.deepEqual([after.remaining, codes(after)], [-1, ["Expired"]]);
});

test("a URL of Presigner has no problems", () => {
  const presigner = new Presigner({
    region: "eu-central-1",
    bucket: "photos",
    credentials: {
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      sessionToken: "FwoGZXIvYXdzEXAMPLE//token+with/special==",
    },
  });
  const key = "ü b+c & d?e#f%zz\\g//h";
  const { url, expiresAt } = presigner.presign({ key, expiresIn: 60 });
  const read = inspect(url);
  assert.deepEqual([read.key, read.expiresAt, read.problems], [key, expiresAt, []]);
});

const ID = "AKIAIOSFODNN7EXAMPLE%2F20260102%2Fus-west-2%2Fs3%2Faws4_request";
for (const [code, from, to] of [
  ["NotYetValid", "20260102T030405Z", "20260102T040405Z"],
  ["ExpiryTooLong", "Expires=900", "Expires=604801"],
  ["InvalidExpiry", "Expires=900", "Expires=0"],
  ["InvalidExpiry", "Expires=900", "Expires=1.5"],
  ["MissingParameter", "X-Amz-Expires=900&", ""],
  ["DuplicateParameter", "X-Amz-Expires=900", "X-Amz-Expires=900&x-amz-expires=900"],
  ["MalformedDate", "20260102T030405Z", "2026-01-02T03:04:05Z"],
  ["MalformedCredential", ID, "AKIAIOSFODNN7EXAMPLE"],
  ["MalformedCredential", "AKIAIOSFODNN7EXAMPLE", "AKIA+IOSFODNN7EXAMPLE".replace("+", "%3D")],
  ["DateMismatch", "20260102%2F", "20260101%2F"],
  ["RegionMismatch", "%2Fus-west-2%2F", "%2Feu-west-1%2F"],
  ["OtherService", "%2Fs3%2F", "%2Fsts%2F"],
  ["UnknownAlgorithm", "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"],
  ["TokenMissing", "AKIA", "ASIA"],
  ["HostNotSigned", "SignedHeaders=host", "SignedHeaders=range"],
  ["MalformedSignedHeaders", "SignedHeaders=host", "SignedHeaders=host%3Bcontent-type"],
  ["MalformedSignedHeaders", "SignedHeaders=host", "SignedHeaders=Host"],
  ["MalformedSignature", "09dd93de", "09dd"],
  ["MixedSignatures", "X-Amz-Expires", "AWSAccessKeyId=AKIA&X-Amz-Expires"],
  ["PlusInPath", "a%20b", "a+b"],
  ["PlusInQuery", "X-Amz-Expires", "prefix=a+b&X-Amz-Expires"],
  ["DoubleEncoding", "a%20b", "a%2520b"],
  ["DoubleEncoding", ID, ID.replaceAll("%", "%25")],
  ["MalformedEncoding", "a%20b", "a%2b%b"],
  ["HtmlEscaped", "&X-Amz-Expires", "&amp;X-Amz-Expires"],
  ["DotSegment", "a%20b", "a/../b"],
  ["DotSegment", "a%20b", "a/%2E/b"],
  ["Backslash", "a%20b", "a\\b"],
  ["Fragment", "09dd93de", "09dd93de#"],
  ["NotHttps", "https:", "http:"],
] as const) {
  test(`${code} is found if ${from} is ${to || "removed"}`, () => {
    const found = problemsOf(VIRTUAL.replaceAll(from, to));
    const also = code === "Fragment" ? ["MalformedSignature"] : [];
    assert.deepEqual(found, [code, ...also].sort());
  });
}

test("the message names the parameter that is missing or repeated", () => {
  const message = (url: string) => inspect(url, SIGNED_AT).problems[0]?.message ?? "";
  assert.match(message(VIRTUAL.replace("X-Amz-Expires=900&", "")), /^X-Amz-Expires is missing/);
  assert.match(message(`${VIRTUAL}&X-Amz-Date=1`), /^X-Amz-Date is in the query more than once/);
});

for (const [code, from, to] of [
  ["Expired", "1767323945", "1767323044"],
  ["InvalidExpiry", "1767323945", "tomorrow"],
  ["MissingParameter", "&Expires=1767323945", ""],
  ["MalformedCredential", "=ASIAIOSFODNN7EXAMPLE&", "=ASIAIOSFODNN7EXAMPLE%26"],
  ["MalformedSignature", "%3D&x", "&x"],
  ["TokenMissing", "x-amz-security-token", "x-token"],
  ["RegionRefusesV2", "eu-west-1", "eu-central-1"],
] as const) {
  test(`${code} is found in a V2 URL if ${from} is ${to || "removed"}`, () => {
    assert.ok(problemsOf(V2_WITH_TOKEN.replace(from, to)).includes(code));
  });
}

test("expiresAt is an Invalid Date if the expiry cannot be read", () => {
  const read = inspect(VIRTUAL.replace("Date=2026", "Date=x"), SIGNED_AT);
  assert.ok(Number.isNaN(read.expiresAt.getTime()));
  assert.ok(Number.isNaN(read.remaining));
  assert.ok(!("signedAt" in read));
});

test("every problem has its own message, which quotes nothing of the URL", () => {
  const broken = `${PUT_WITH_TOKEN.replace("https", "http").replace("up.png", "a/../%%2520+\\")}+&Signature=1&X-Amz-Date=1&amp;x#y`;
  const { problems } = inspect(broken, new Date(0));
  assert.ok(problems.length >= 10);
  for (const { code, message } of problems) {
    assert.match(message, /^[A-Z].*[.?]$/, code);
    assert.doesNotMatch(message, /undefined|FwoG|362cfd/);
  }
});

for (const [code, why, url] of [
  ["NotPresigned", "no signature", "https://photos.s3.us-west-2.amazonaws.com/a?versionId=1"],
  [
    "NotPresigned",
    "CloudFront",
    "https://d111111abcdef8.cloudfront.net/a?Expires=1&Signature=a&Key-Pair-Id=K1",
  ],
  ["NotPresigned", "Google", "https://storage.googleapis.com/b/o?X-Goog-Signature=00"],
  ["InvalidUrl", "https://", "s3://photos/a"],
  ["InvalidUrl", "https://", ""],
  ["InvalidUrl", "user name", "https://photos.s3.amazonaws.com@evil.example/?Signature=1"],
] as const) {
  test(`${url || "an empty text"} is rejected: ${why}`, () => {
    assert.throws(
      () => inspect(url),
      (error: unknown) => {
        assert.ok(error instanceof PresignError);
        assert.deepEqual([error.code, error.field], [code, "url"]);
        assert.match(error.message, new RegExp(why));
        return true;
      },
    );
  });
}

test("a value that is not a string is rejected with a message", () => {
  for (const url of [undefined, null, 7, {}, "\ud800"] as unknown as string[]) {
    assert.throws(() => inspect(url), PresignError);
  }
  assert.throws(
    () => inspect(VIRTUAL, new Date(Number.NaN)),
    (error: unknown) => error instanceof PresignError && error.field === "now",
  );
});

test("a URL object is inspected like its string", () => {
  assert.deepEqual(inspect(new URL(VIRTUAL), SIGNED_AT), inspect(VIRTUAL, SIGNED_AT));
});
