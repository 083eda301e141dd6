import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { createPresignedPost as sdkPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl as sdkSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AwsClient as Aws4Fetch, AwsV4Signer as Aws4FetchSigner } from "aws4fetch";
import * as ours from "../../js/integrations/aws.ts";
import { assertSameUrl } from "./cases.ts";
import { parsePolicy, policyOf } from "./forms.ts";
import { rowsOf } from "./migration-rows.ts";
import { sdkClient } from "./sdk.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const region = "eu-west-1";
const Bucket = "examplebucket";
const Key = "a";
const now = Date.UTC(2026, 0, 1);
const signingDate = new Date(now);
const invalid = (field: string) => ({ name: "PresignError", code: "InvalidOption", field });

/** Proves the rows of one table of docs/migrate, each with both implementations. */
function table(heading: string, rows: Record<string, () => Promise<void>>): void {
  describe(heading, () => {
    for (const [title, prove] of Object.entries(rows)) test(title, prove);
    test(`every row of the table of ${heading} is proven`, () => {
      assert.deepEqual(
        Object.keys(rows),
        rowsOf(heading).map(([title]) => title),
      );
    });
  });
}

const client = new ours.S3Client({ region, credentials });
const their = sdkClient({ region }, credentials);

async function ourUrl(
  command: ours.CommandLike,
  options: ours.SignedUrlOptions = {},
): Promise<URL> {
  return new URL(await ours.getSignedUrl(client, command, { signingDate, ...options }));
}

async function theirUrl(command: object, options: object = {}): Promise<URL> {
  const signed = { signingDate, ...options };
  return new URL(await sdkSignedUrl(their, command as sdk.GetObjectCommand, signed));
}

function parameter(url: URL, name: string): string | null {
  return url.searchParams.get(name);
}

function added(url: URL): string[] {
  const common = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature)$/;
  return [...url.searchParams.keys()].filter((name) => !common.test(name)).sort();
}

table("S3Client", {
  "Sending a command": async () => {
    const sent: string[] = [];
    const handler = {
      handle: async ({ path }: { path: string }) => {
        sent.push(path);
        return { response: { statusCode: 204, headers: {} } };
      },
    };
    const sender = sdkClient({ region }, credentials, { requestHandler: handler as never });
    await sender.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
    assert.deepEqual(sent, [`/${Key}`]);
    const command = new ours.DeleteObjectCommand({ Bucket, Key });
    await assert.rejects(client.send(command), invalid("command"));
  },
  "Options of the client without effect": async () => {
    for (const option of ["requestHandler", "logger"]) {
      const more = { [option]: {} };
      assert.ok(sdkClient({ region }, credentials, more));
      const config = { region, credentials, ...more };
      assert.throws(() => new ours.S3Client(config), invalid(option));
    }
  },
});

table("getSignedUrl", {
  "Added parameters": async () => {
    const put = { Bucket, Key };
    assert.deepEqual(added(await theirUrl(new sdk.GetObjectCommand(put))), [
      "X-Amz-Content-Sha256",
      "x-amz-checksum-mode",
      "x-id",
    ]);
    const theirPut = await theirUrl(new sdk.PutObjectCommand(put));
    assert.equal(parameter(theirPut, "x-amz-checksum-crc32"), "AAAAAA==");
    for (const command of [new ours.GetObjectCommand(put), new ours.PutObjectCommand(put)]) {
      assert.deepEqual(added(await ourUrl(command)), []);
    }
  },
  "A body in the command": async () => {
    const input = { Bucket, Key, Body: "text" };
    const signed = parameter(
      await theirUrl(new sdk.PutObjectCommand(input)),
      "X-Amz-SignedHeaders",
    );
    assert.equal(signed, "content-length;host");
    await assert.rejects(ourUrl(new sdk.PutObjectCommand(input)), invalid("input.Body"));
  },
  "A checksum algorithm without a checksum": async () => {
    const input = { Bucket, Key, ChecksumAlgorithm: "SHA256" as const };
    const url = await theirUrl(new sdk.PutObjectCommand(input));
    assert.equal(
      parameter(url, "x-amz-checksum-sha256"),
      "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    );
    const rejected = invalid("input.ChecksumAlgorithm");
    await assert.rejects(ourUrl(new ours.PutObjectCommand(input)), rejected);
    const ChecksumSHA256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const whole = await ourUrl(new ours.PutObjectCommand({ ...input, ChecksumSHA256 }));
    assert.equal(parameter(whole, "x-amz-checksum-sha256"), ChecksumSHA256);
  },
  "Unknown members of the input": async () => {
    const input = { Bucket, Key, Owner: "me" } as { Bucket: string; Key: string };
    assert.ok(!(await theirUrl(new sdk.GetObjectCommand(input))).search.includes("me&"));
    await assert.rejects(ourUrl(new ours.GetObjectCommand(input)), invalid("input.Owner"));
  },
  "Expiries that S3 rejects": async () => {
    for (const expiresIn of [0, 1.5]) {
      const url = await theirUrl(new sdk.GetObjectCommand({ Bucket, Key }), { expiresIn });
      assert.equal(parameter(url, "X-Amz-Expires"), String(expiresIn));
      await assert.rejects(ourUrl(new ours.GetObjectCommand({ Bucket, Key }), { expiresIn }), {
        code: "InvalidExpiry",
        field: "expiresIn",
      });
    }
  },
  "Keys with dot segments": async () => {
    const input = { Bucket, Key: "a/../b" };
    const url = await sdkSignedUrl(their, new sdk.GetObjectCommand(input));
    assert.match(url, /\/a\/\.\.\/b\?/);
    await assert.rejects(ourUrl(new ours.GetObjectCommand(input)), { code: "KeyNotAddressable" });
  },
  "Another signing region or service": async () => {
    const command = new sdk.GetObjectCommand({ Bucket, Key });
    for (const [field, value] of Object.entries({
      signingRegion: "us-west-2",
      signingService: "ec2",
    })) {
      const url = await theirUrl(command, { [field]: value });
      assert.ok(parameter(url, "X-Amz-Credential")?.includes(`/${value}/`));
      await assert.rejects(ourUrl(command, { [field]: value }), invalid(field));
    }
    assert.ok(await ourUrl(command, { signingRegion: region, signingService: "s3" }));
  },
  "A customer's encryption key in the query": async () => {
    const input = { Bucket, Key, SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) };
    const name = "x-amz-server-side-encryption-customer-key";
    const options = { hoistableHeaders: new Set([name]) };
    const url = await theirUrl(new sdk.GetObjectCommand(input), options);
    assert.equal(parameter(url, name), btoa("k".repeat(32)));
    const rejected = { code: "ForbiddenHeader", field: "hoistableHeaders" };
    await assert.rejects(ourUrl(new ours.GetObjectCommand(input), options), rejected);
  },
  "Other operations": async () => {
    const command = new sdk.GetBucketCorsCommand({ Bucket });
    assert.equal(parameter(await theirUrl(command), "cors"), "");
    await assert.rejects(ourUrl(command), invalid("command"));
  },
});

type Conditions = NonNullable<Parameters<typeof sdkPost>[1]["Conditions"]>;

async function forms(options: Partial<ours.PresignedPostOptions>) {
  mock.timers.enable({ apis: ["Date"], now });
  try {
    const all = { Bucket, Key, ...options };
    return {
      own: await ours.createPresignedPost(client, all),
      theirs: await sdkPost(their, {
        ...all,
        Conditions: (all.Conditions ?? []) as Conditions,
      } as never),
    };
  } finally {
    mock.timers.reset();
  }
}

const conditionsOf = (form: { url: string; fields: Record<string, string> }) =>
  parsePolicy(policyOf(form)).conditions;

table("createPresignedPost", {
  "Names of the fields": async () => {
    const { own, theirs } = await forms({ Fields: { acl: "private" } });
    const { bucket, ...rest } = theirs.fields;
    assert.equal(bucket, Bucket);
    assert.equal(own.url, theirs.url);
    assert.deepEqual(
      Object.keys(own.fields).sort(),
      Object.keys(rest)
        .map((name) => name.toLowerCase())
        .sort(),
    );
    assert.deepEqual(
      parsePolicy(policyOf(own)).expiration,
      parsePolicy(policyOf(theirs)).expiration,
    );
    assert.deepEqual(conditionsOf(own), conditionsOf(theirs));
  },
  "A field that a condition mentions": async () => {
    const { own, theirs } = await forms({
      Fields: { "Content-Type": "image/png" },
      Conditions: [["starts-with", "$Content-Type", "image/"]],
    });
    const exact = '["eq","$content-type","image/png"]';
    assert.ok(conditionsOf(theirs).includes(exact));
    assert.ok(!conditionsOf(own).includes(exact));
  },
  "The name of the file inside the key": async () => {
    const { own, theirs } = await forms({ Key: "a/${filename}.png" });
    assert.ok(conditionsOf(theirs).includes('["eq","$key","a/${filename}.png"]'));
    assert.ok(conditionsOf(own).includes('["starts-with","$key","a/"]'));
  },
  "A condition with one value": async () => {
    const { own, theirs } = await forms({ Conditions: [{ acl: "private" }] });
    assert.deepEqual([own.fields["acl"], theirs.fields["acl"]], ["private", undefined]);
  },
  "Forms for more than a week": async () => {
    const Expires = 30 * 86_400;
    assert.ok(await sdkPost(their, { Bucket, Key, Expires }));
    const options = { Bucket, Key, Expires };
    await assert.rejects(ours.createPresignedPost(client, options), { code: "InvalidExpiry" });
  },
});

const URL_OF_KEY = `https://${Bucket}.s3.${region}.amazonaws.com/a/b`;
const aws = new ours.AwsClient({ ...credentials, region });
const aws4fetch = new Aws4Fetch({ ...credentials, region, service: "s3" });

/** Both requests for one call, at the same instant. */
async function requests(url: string, init: ours.AwsRequestInit = {}) {
  mock.timers.enable({ apis: ["Date"], now });
  try {
    return { own: await aws.sign(url, init), theirs: await aws4fetch.sign(url, init) };
  } finally {
    mock.timers.reset();
  }
}

describe("AwsClient", () => {
  const link = { aws: { signQuery: true } };
  for (const [name, url, init] of [
    ["an object", URL_OF_KEY, link],
    ["an object with a lifetime", `${URL_OF_KEY}?X-Amz-Expires=60`, link],
    ["a version", `${URL_OF_KEY}?versionId=a%2Fb`, link],
    ["a PUT", URL_OF_KEY, { ...link, method: "PUT", headers: { "content-type": "text/plain" } }],
    ["an object of a compatible service", "https://s3.example.test:9000/photos/a%20b", link],
    ["an object of R2", "https://0123456789abcdef.r2.cloudflarestorage.com/photos/a", link],
  ] as const) {
    test(`presigns the link of ${name} as aws4fetch does`, async () => {
      const { own, theirs } = await requests(url, init);
      assertSameUrl(own.url, theirs.url);
      assert.equal(own.method, theirs.method);
    });
  }

  test("signs a request with a body and no method as a POST, as aws4fetch does", async () => {
    const { own, theirs } = await requests(URL_OF_KEY, { body: "text" });
    assert.deepEqual([own.method, theirs.method], ["POST", "POST"]);
    assert.equal(await own.text(), "text");
  });

  for (const signQuery of [true, false]) {
    test(`AwsV4Signer returns the parts of aws4fetch's, with signQuery ${signQuery}`, async () => {
      const options = { ...credentials, region, service: "s3", url: URL_OF_KEY, signQuery };
      const init = { method: "PUT", headers: { "content-type": "text/plain" }, body: "text" };
      mock.timers.enable({ apis: ["Date"], now });
      try {
        const own = await new ours.AwsV4Signer({ ...options, ...init }).sign();
        const theirs = await new Aws4FetchSigner({ ...options, ...init }).sign();
        assert.deepEqual(
          [own.method, own.body, own.headers.get("content-type"), own.url.pathname],
          [theirs.method, theirs.body, theirs.headers.get("content-type"), theirs.url.pathname],
        );
        assert.match(own.url.search, /X-Amz-Signature=/);
        if (signQuery) assertSameUrl(own.url.href, theirs.url.href);
      } finally {
        mock.timers.reset();
      }
    });
  }

  for (const [host, expected] of [
    ["photos.s3.eu-west-1.amazonaws.com", "eu-west-1"],
    ["photos.s3.amazonaws.com", "us-east-1"],
    ["photos.s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"],
    ["s3.us-west-2.amazonaws.com", "us-west-2"],
    ["photos.s3.cn-north-1.amazonaws.com.cn", "cn-north-1"],
    ["s3.us-west-004.backblazeb2.com", "us-west-004"],
    ["0123456789abcdef.r2.cloudflarestorage.com", "auto"],
  ] as const) {
    test(`finds the region of ${host} as aws4fetch does`, async () => {
      const url = `https://${host}/photos/a`;
      const regionOf = (request: Request) =>
        new URL(request.url).searchParams.get("X-Amz-Credential")?.split("/")[2];
      const own = await new ours.AwsClient(credentials).sign(url, link);
      assert.equal(regionOf(own), expected);
      assert.equal(regionOf(await new Aws4Fetch(credentials).sign(url, link)), expected);
    });
  }
});

table("Differences of AwsClient", {
  "The place of the signature": async () => {
    const { own, theirs } = await requests(URL_OF_KEY, { headers: { range: "bytes=0-1" } });
    assert.match(theirs.headers.get("authorization") ?? "", /^AWS4-HMAC-SHA256 /);
    assert.equal(own.headers.get("authorization"), null);
    assert.match(own.url, /X-Amz-Signature=/);
    assert.equal(own.headers.get("range"), theirs.headers.get("range"));
  },
  "Other services of AWS": async () => {
    const url = "https://ec2.eu-west-1.amazonaws.com/?Action=DescribeRegions";
    const theirs = await new Aws4Fetch(credentials).sign(url);
    assert.match(theirs.headers.get("authorization") ?? "", /\/ec2\//);
    const rejected = { code: "InvalidUrl", field: "input" };
    await assert.rejects(new ours.AwsClient(credentials).sign(url), rejected);
    assert.throws(() => new ours.AwsClient({ ...credentials, service: "ec2" }), invalid("service"));
  },
  "Path-style URLs of AWS": async () => {
    const url = `https://s3.${region}.amazonaws.com/${Bucket}/a/b`;
    const { own, theirs } = await requests(url, { aws: { signQuery: true } });
    assert.equal(theirs.url.split("?")[0], url);
    assert.equal(own.url.split("?")[0], URL_OF_KEY);
  },
  "Headers of a link with signQuery": async () => {
    const init = { headers: { "x-amz-acl": "private" }, aws: { signQuery: true } };
    const theirs = await aws4fetch.sign(URL_OF_KEY, init);
    assert.equal(new URL(theirs.url).searchParams.get("X-Amz-SignedHeaders"), "host;x-amz-acl");
    await assert.rejects(aws.sign(URL_OF_KEY, init), invalid("init.headers.x-amz-acl"));
  },
  "Options of one request": async () => {
    const init = { aws: { datetime: "20260101T000000Z" } };
    const theirs = await aws4fetch.sign(URL_OF_KEY, init);
    assert.equal(theirs.headers.get("x-amz-date"), "20260101T000000Z");
    await assert.rejects(aws.sign(URL_OF_KEY, init as object), invalid("init.aws.datetime"));
  },
});
