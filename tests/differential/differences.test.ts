import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Presigner } from "../../js/presigner.ts";
import type { PostRequest, PresignRequest } from "../../js/types.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { Botocore } from "./botocore.ts";
import { differences } from "./differences.ts";
import { type Form, parsePolicy, policyOf } from "./forms.ts";
import type { BotocoreConfig } from "./locations.ts";
import { commandOf, sdkClient } from "./sdk.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const region = "eu-west-1";
const Bucket = "examplebucket";
const now = Date.UTC(2026, 0, 1);

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

const proven = new Set<string>();

function difference(name: keyof typeof differences, prove: () => Promise<void>): void {
  proven.add(differences[name]);
  test(differences[name], prove);
}

difference("bucketPath", async () => {
  const byPath: BotocoreConfig = { s3: { addressing_style: "path" } };
  assert.equal((await theirs("ListMultipartUploads", { Bucket }, byPath)).pathname, `/${Bucket}`);
  const config = { region, forcePathStyle: true };
  const url = await sdk("ListMultipartUploads", { Bucket }, {}, config);
  assert.equal(url.pathname, `/${Bucket}/`);
  assert.equal(ours({ query: { uploads: "" } }, { addressing: "path" }).pathname, `/${Bucket}/`);
});

difference("host", async () => {
  const input = { Bucket, Key: "a" };
  assert.equal((await theirs("GetObject", input)).host, `${Bucket}.s3.amazonaws.com`);
  assert.equal((await sdk("GetObject", input)).host, `${Bucket}.s3.${region}.amazonaws.com`);
  assert.equal(ours({ key: "a" }).host, `${Bucket}.s3.${region}.amazonaws.com`);
  const global = ours({ key: "a" }, { globalEndpoint: true });
  assert.equal(global.host, `${Bucket}.s3.amazonaws.com`);
});

difference("elsewhere", async () => {
  const byHost: BotocoreConfig = { s3: { addressing_style: "virtual" } };
  const location = await theirs("GetBucketLocation", { Bucket }, byHost);
  assert.equal(location.host, `s3.${region}.amazonaws.com`);
  assert.equal((await theirs("ListBuckets", {})).host, "s3.amazonaws.com");
  const signed = ours({ query: { location: "" } });
  assert.equal(signed.host, `${Bucket}.s3.${region}.amazonaws.com`);
});

difference("parameters", async () => {
  const upload = await sdk("PutObject", { Bucket, Key: "a" });
  assert.deepEqual(own(upload), [
    "X-Amz-Content-Sha256",
    "x-amz-checksum-crc32",
    "x-amz-sdk-checksum-algorithm",
    "x-id",
  ]);
  const list = await theirs("ListObjectsV2", { Bucket });
  assert.deepEqual(own(list), ["encoding-type", "list-type"]);
  assert.deepEqual(own(ours({ key: "a", method: "PUT" })), []);
});

difference("hoisting", async () => {
  const input = { Bucket, Key: "a", ACL: "private", ServerSideEncryption: "AES256" };
  const signed = "host;x-amz-acl;x-amz-server-side-encryption";
  const url = await sdk("PutObject", input);
  assert.equal(url.searchParams.get("x-amz-acl"), "private");
  assert.equal(signedHeaders(url), "host;x-amz-server-side-encryption");
  assert.equal(signedHeaders(await theirs("PutObject", input)), signed);
  const headers = { "x-amz-acl": "private", "x-amz-server-side-encryption": "AES256" };
  assert.equal(signedHeaders(ours({ key: "a", method: "PUT", headers })), signed);
  const inQuery = ours({ key: "a", method: "PUT", query: { "x-amz-acl": "private" } });
  assert.equal(inQuery.searchParams.get("x-amz-acl"), "private");
  assert.equal(signedHeaders(inQuery), "host");
});

difference("unsigned", async () => {
  const input = { Bucket, Key: "a", ContentType: "text/plain", CacheControl: "no-store" };
  const signed = "cache-control;content-type;host";
  assert.equal(signedHeaders(await sdk("PutObject", input)), "host");
  assert.equal(signedHeaders(await theirs("PutObject", input)), signed);
  const headers = { "content-type": "text/plain", "cache-control": "no-store" };
  assert.equal(signedHeaders(ours({ key: "a", method: "PUT", headers })), signed);
});

difference("dotSegments", async () => {
  const input = { Bucket, Key: "a/../b" };
  assert.match(await theirUrl("GetObject", input), /\.com\/a\/\.\.\/b\?/);
  assert.match(await sdkUrl("GetObject", input), /\.com\/a\/\.\.\/b\?/);
  assert.throws(() => ours({ key: "a/../b" }), { code: "KeyNotAddressable" });
});

difference("expiries", async () => {
  const input = { Bucket, Key: "a" };
  for (const expiresIn of [0, -1, 604_801]) {
    const url = await theirs("GetObject", input, {}, expiresIn);
    assert.equal(url.searchParams.get("X-Amz-Expires"), String(expiresIn));
  }
  for (const expiresIn of [0, 1.5]) {
    const url = await sdk("GetObject", input, { expiresIn });
    assert.equal(url.searchParams.get("X-Amz-Expires"), String(expiresIn));
  }
  for (const expiresIn of [0, -1, 604_801, 1.5]) {
    assert.throws(() => ours({ key: "a", expiresIn }), { code: "InvalidExpiry" });
  }
});

difference("longForms", async () => {
  const expiresIn = 30 * 86_400;
  const form = { key: "a", fields: {}, conditions: [], expiresIn };
  assert.match(text(await theirForm(form)), /"2026-01-31T00:00:00Z"/);
  assert.match(text(await sdkForm(form)), /"expiration":/);
  assert.throws(() => ourForm({ key: "a", expiresIn }), { code: "InvalidExpiry" });
  const elsewhere = ourForm({ key: "a", expiresIn }, { endpoint: "https://s3.test" });
  assert.match(text(elsewhere), /"2026-01-31T00:00:00.000Z"/);
});

difference("usEast1", async () => {
  const input = { Bucket, Key: "a" };
  const hostAndRegion = (url: URL) => {
    const credential = url.searchParams.get("X-Amz-Credential") as string;
    return [url.host, credential.split("/")[2]];
  };
  const host = `${Bucket}.s3.amazonaws.com`;
  for (const region of ["aws-global", "s3-external-1"]) {
    const url = await botocore.request<{ url: string }>({
      ...requestOf("GetObject", input),
      region,
    });
    assert.deepEqual(hostAndRegion(new URL(url.url)), [host, "us-east-1"]);
    assert.deepEqual(hostAndRegion(ours({ key: "a" }, { region })), [host, "us-east-1"]);
  }
  const global = await sdk("GetObject", input, {}, { region: "aws-global" });
  assert.deepEqual(hostAndRegion(global), [host, "us-east-1"]);
  const external = await sdk("GetObject", input, {}, { region: "s3-external-1" });
  assert.equal(external.host, `${Bucket}.s3.s3-external-1.amazonaws.com`);
  const client = sdkClient({ region: "aws-global" }, credentials);
  const form = await createPresignedPost(client, { Bucket, Key: "a" });
  assert.match(form.fields["X-Amz-Credential"] as string, /\/aws-global\/s3\//);
  const { fields } = ourForm({ key: "a" }, { region: "aws-global" });
  assert.match(fields["x-amz-credential"] as string, /\/us-east-1\/s3\//);
});

difference("bucketNames", async () => {
  const path = (url: string) => url.split("?")[0];
  const host = `https://s3.${region}.amazonaws.com`;
  for (const name of ["My_Bucket", "192.168.5.4"]) {
    const input = { Bucket: name, Key: "a" };
    assert.equal(path(await theirUrl("GetObject", input)), `${host}/${name}/a`);
    assert.equal(path(await sdkUrl("GetObject", input)), `${host}/${name}/a`);
    assert.equal(ours({ bucket: name, key: "a" }).href.split("?")[0], `${host}/${name}/a`);
  }
  assert.match(await theirUrl("GetObject", { Bucket: "..", Key: "a" }), /\.com\/\.\.\/a\?/);
  assert.match(await sdkUrl("GetObject", { Bucket: "a b", Key: "a" }), /\.com\/a%20b\/a\?/);
  const byHost: BotocoreConfig = { s3: { addressing_style: "virtual" } };
  const old = { Bucket: "My_Bucket", Key: "a" };
  assert.match(await theirUrl("GetObject", old, byHost), /\.com\/My_Bucket\/a\?/);
  for (const [bucket, addressing] of [
    ["..", "path"],
    ["a b", "path"],
    ["My_Bucket", "virtual"],
  ]) {
    assert.throws(() => ours({ bucket, key: "a" } as PresignRequest, { addressing }), {
      code: "InvalidBucketName",
    });
  }
});

difference("xmlBodies", async () => {
  const input = { Bucket, Key: "a", Tagging: { TagSet: [] } };
  await assert.rejects(theirUrl("PutObjectTagging", input), /JSONDecodeError/);
  assert.equal((await sdk("PutObjectTagging", input)).searchParams.get("tagging"), "");
  const url = ours({ key: "a", method: "PUT", query: { tagging: "" } });
  assert.equal(url.searchParams.get("tagging"), "");
});

difference("fieldConditions", async () => {
  const prefix = ["starts-with", "$Content-Type", "image/"] as ["starts-with", string, string];
  const exact = '["eq","$content-type","image/png"]';
  const form = { key: "a", fields: { "Content-Type": "image/png" }, conditions: [prefix] };
  assert.ok(!conditions(await theirForm(form)).includes(exact));
  assert.ok(conditions(await sdkForm(form)).includes(exact));
  assert.ok(conditions(ourForm({ ...form, conditions: [] })).includes(exact));
  assert.ok(!conditions(ourForm(form)).includes(exact));
});

difference("oneValue", async () => {
  const form = { key: "a", fields: {}, conditions: [{ acl: "private" }] };
  assert.ok(!("acl" in (await theirForm(form)).fields));
  assert.ok(!("acl" in (await sdkForm(form)).fields));
  assert.equal(ourForm(form).fields["acl"], "private");
});

difference("filename", async () => {
  const form = { key: "a/${filename}.png", fields: {}, conditions: [] };
  const exact = '["eq","$key","a/${filename}.png"]';
  assert.ok(conditions(await theirForm(form)).includes(exact));
  assert.ok(conditions(await sdkForm(form)).includes(exact));
  assert.ok(conditions(ourForm(form)).includes('["starts-with","$key","a/"]'));
});

difference("fieldNames", async () => {
  const form = { key: "a", fields: {}, conditions: [] };
  const names = ["key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date"];
  assert.deepEqual(Object.keys((await sdkForm(form)).fields).sort(), [
    "Policy",
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Signature",
    "bucket",
    "key",
  ]);
  assert.deepEqual(Object.keys((await theirForm(form)).fields).sort(), [
    ...names,
    "x-amz-signature",
  ]);
  assert.deepEqual(Object.keys(ourForm(form).fields).sort(), [...names, "x-amz-signature"]);
});

difference("policyText", async () => {
  const form = { key: "é", fields: {}, conditions: [] };
  assert.match(text(await theirForm(form)), /^\{"expiration": "2026-01-01T01:00:00Z", /);
  assert.match(text(await sdkForm(form)), /^\{"expiration":"[0-9T:-]{19}Z",.*\{"key":"é"\}/);
  assert.match(text(ourForm(form)), /\{"key":"é"\}.*,"expiration":"2026-01-01T01:00:00\.000Z"\}$/);
});

difference("v2Headers", async () => {
  const input = { Bucket, Key: "a", ACL: "private", ContentType: "text/plain" };
  const url = await theirsInV2("PutObject", input);
  assert.deepEqual(own(url), ["content-type", "x-amz-acl"]);
  const headers = { "x-amz-acl": "private", "content-type": "text/plain" };
  const signed = ours({ key: "a", method: "PUT", headers }, { signature: "v2" });
  assert.deepEqual(own(signed), []);
  assert.equal(signature(signed), signature(url));
  const type = { "content-type": "text/plain" };
  const inQuery = { key: "a", method: "PUT", headers: type, query: { "x-amz-acl": "private" } };
  const hoisted = ours(inQuery as PresignRequest, { signature: "v2" });
  assert.deepEqual(own(hoisted), ["x-amz-acl"]);
  assert.equal(signature(hoisted), signature(url));
});

difference("v2BasePath", async () => {
  const s3: BotocoreConfig["s3"] = { addressing_style: "path" };
  const input = { Bucket, Key: "a" };
  const below = await theirsInV2("GetObject", input, { endpoint_url: "https://a.test/s3", s3 });
  const atTop = await theirsInV2("GetObject", input, { endpoint_url: "https://a.test", s3 });
  assert.equal(below.pathname, `/s3/${Bucket}/a`);
  assert.equal(signature(below), signature(atTop));
  const signed = (endpoint: string) => signature(ours({ key: "a" }, { endpoint, signature: "v2" }));
  assert.equal(signed("https://a.test"), signature(atTop));
  assert.notEqual(signed("https://a.test/s3"), signature(atTop));
});

difference("v2BareParameters", async () => {
  const input = { Bucket, Key: "a" };
  assert.match((await theirsInV2("GetObjectRetention", input)).search, /[?&]retention&/);
  const inV2 = { signature: "v2" };
  assert.match(ours({ key: "a", query: { retention: "" } }, inV2).search, /[?&]retention=&/);
  assert.match((await theirsInV2("CreateMultipartUpload", input)).search, /[?&]uploads&/);
  assert.match(ours({ key: "a", query: { uploads: "" } }, inV2).search, /[?&]uploads&/);
});

difference("v2Regions", async () => {
  const signedAt = now / 1000;
  const client = { signatureVersion: "s3", region: "eu-central-1", config: {} };
  const operation = { kind: "url", operation: "GetObject", input: { Bucket, Key: "a" } };
  const request = { ...operation, ...client, credentials, signedAt, expiresIn: 3600 };
  assert.match((await botocore.request<{ url: string }>(request)).url, /&Signature=/);
  assert.throws(() => ours({ key: "a" }, { region: "eu-central-1", signature: "v2" }), {
    code: "SignatureV4Required",
  });
});

test("docs/differences.md explains each of these, and no other", () => {
  const page = readFileSync(inRoot("docs", "differences.md"), "utf8");
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  assert.deepEqual(headings.sort(), [...proven].sort());
  assert.deepEqual(Object.values(differences).sort(), [...proven].sort());
});

function ours(request: PresignRequest, options: object = {}): URL {
  const presigner = new Presigner({ region, bucket: Bucket, credentials, ...options });
  return new URL(presigner.presign({ signingDate: new Date(now), ...request }).url);
}

function ourForm(request: PostRequest, options: object = {}): Form {
  const presigner = new Presigner({ region, bucket: Bucket, credentials, ...options });
  return presigner.presignPost({ signingDate: new Date(now), ...request });
}

async function theirUrl(
  operation: string,
  input: object,
  config: BotocoreConfig = {},
  expiresIn = 3600,
  signatureVersion = "s3v4",
): Promise<string> {
  const options = { config, expiresIn, signatureVersion };
  const request = { ...requestOf(operation, input), ...options };
  return (await botocore.request<{ url: string }>(request)).url;
}

/** Arguments of a presigned URL for botocore. */
function requestOf(operation: string, input: object): object {
  const client = { signatureVersion: "s3v4", region, config: {} };
  const time = { signedAt: now / 1000, expiresIn: 3600 };
  return { kind: "url", ...client, ...time, operation, input, credentials };
}

async function theirs(...args: Parameters<typeof theirUrl>): Promise<URL> {
  return new URL(await theirUrl(...args));
}

async function theirsInV2(operation: string, input: object, config?: BotocoreConfig): Promise<URL> {
  return theirs(operation, input, config, 3600, "s3");
}

function theirForm(form: {
  key: string;
  fields: object;
  conditions: unknown[];
  expiresIn?: number;
}): Promise<Form> {
  const client = { signatureVersion: "s3v4", region, config: {}, bucket: Bucket };
  const time = { signedAt: now / 1000, expiresIn: 3600 };
  return botocore.request<Form>({
    kind: "post",
    ...client,
    ...time,
    ...form,
    credentials,
    ourPolicy: "",
  });
}

function sdkUrl(
  operation: string,
  input: Record<string, unknown>,
  options: { expiresIn?: number } = {},
  config: object = {},
): Promise<string> {
  const client = sdkClient({ region, ...config }, credentials);
  return getSignedUrl(client, commandOf(operation, input), options);
}

async function sdk(...args: Parameters<typeof sdkUrl>): Promise<URL> {
  return new URL(await sdkUrl(...args));
}

async function sdkForm(form: {
  key: string;
  fields: Record<string, string>;
  conditions: unknown[];
  expiresIn?: number;
}): Promise<Form> {
  return createPresignedPost(sdkClient({ region }, credentials), {
    Bucket,
    Key: form.key,
    Fields: form.fields,
    ...(form.expiresIn === undefined ? {} : { Expires: form.expiresIn }),
    Conditions: form.conditions as NonNullable<
      Parameters<typeof createPresignedPost>[1]["Conditions"]
    >,
  });
}

/** Returns the names of the parameters that are not part of every signature. */
function own(url: URL): string[] {
  const common =
    /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature)|AWSAccessKeyId|Expires|Signature)$/;
  return [...url.searchParams.keys()].filter((name) => !common.test(name)).sort();
}

function signedHeaders(url: URL): string | null {
  return url.searchParams.get("X-Amz-SignedHeaders");
}

function signature(url: URL): string | null {
  return url.searchParams.get("Signature");
}

function conditions(form: Form): string[] {
  return parsePolicy(policyOf(form)).conditions;
}

function text(form: Form): string {
  return Buffer.from(policyOf(form), "base64").toString("utf8");
}
