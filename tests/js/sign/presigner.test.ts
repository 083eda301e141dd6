import assert from "node:assert/strict";
import { test } from "node:test";
import { type PostRequest, PresignError, Presigner, type PresignerOptions, S3 } from "s3-signpost";

/** AWS's example key. */
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const signingDate = new Date("2013-05-24T00:00:00Z");

function presigner(options: Partial<PresignerOptions> = {}): Presigner {
  return new Presigner({ region: "us-east-1", bucket: "examplebucket", credentials, ...options });
}

/** Returns code, field and index of the error that a call throws. */
function thrownBy(call: () => unknown): Record<string, unknown> {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof PresignError, String(error));
    const { code, field, index } = error;
    return index === undefined ? { code, field } : { code, field, index };
  }
  assert.fail("Nothing was thrown.");
}

/** Options that TypeScript would not compile. */
function untyped(value: unknown): never {
  return value as never;
}

test("the V2 URL of AWS's documentation of 2007 is signed byte for byte", () => {
  const signer = presigner({
    signature: "v2",
    globalEndpoint: true,
    credentials: {
      accessKeyId: "0PN5J17HBGZHT7JJ3X82",
      secretAccessKey: "uV3F3YluFJax1cknvbcGwgjvx4QpvB+leU8dUj2o",
    },
  });
  const expiresAt = new Date(1_175_139_620_000);
  const signed = signer.presign({
    bucket: "johnsmith",
    key: "photos/puppy.jpg",
    expiresAt,
    signingDate: new Date(1_175_139_000_000),
  });
  assert.equal(
    signed.url,
    "https://johnsmith.s3.amazonaws.com/photos/puppy.jpg?AWSAccessKeyId=0PN5J17HBGZHT7JJ3X82&Expires=1175139620&Signature=rucSbH0yNEcP9oM2XNlouVI3BH4%3D",
  );
  assert.deepEqual(signed.expiresAt, expiresAt);
});

test("a V2 URL can be valid for a year, and a V4 URL for a week", () => {
  const year = 31_536_000;
  const signed = presigner({ signature: "v2" }).presign({ key: "a", expiresIn: year, signingDate });
  assert.deepEqual(signed.expiresAt, new Date("2014-05-24T00:00:00Z"));
  assert.deepEqual(
    thrownBy(() => presigner({ signature: "v2" }).presign({ key: "a", expiresIn: year + 1 })),
    { code: "InvalidExpiry", field: "expiresIn" },
  );
  assert.deepEqual(
    thrownBy(() => presigner().presign({ key: "a", expiresIn: 604_801 })),
    { code: "InvalidExpiry", field: "expiresIn" },
  );
});

test("a V2 form has the key id, the policy and its signature", () => {
  const { fields } = presigner({ signature: "v2" }).presignPost({ key: "a" });
  assert.deepEqual(Object.keys(fields), ["key", "AWSAccessKeyId", "policy", "signature"]);
});

test("new Presigner rejects V2 in a region that does not support it", () => {
  assert.deepEqual(
    thrownBy(() => presigner({ signature: "v2", region: "eu-central-1" })),
    { code: "SignatureV4Required", field: "signature" },
  );
});

test("an unknown signature version is rejected", () => {
  for (const signature of ["v3", "V4", "", 4, true]) {
    assert.deepEqual(
      thrownBy(() => presigner({ signature: untyped(signature) })),
      { code: "InvalidOption", field: "signature" },
    );
  }
});

test("an access point is named by its ARN and signed for its region", () => {
  const bucket = "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap";
  const { url } = presigner({ bucket }).presign({ key: "a", signingDate });
  assert.match(
    url,
    /^https:\/\/my-ap-123456789012\.s3-accesspoint\.us-west-2\.amazonaws\.com\/a\?/,
  );
  assert.match(url, /%2F20130524%2Fus-west-2%2Fs3%2Faws4_request&/);
});

test("new Presigner rejects buckets that need another signature", () => {
  for (const bucket of [
    "bucket--usw2-az1--x-s3",
    "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
  ]) {
    assert.deepEqual(
      thrownBy(() => presigner({ bucket })),
      { code: "UnsupportedBucket", field: "bucket" },
    );
  }
});

test("equal requests within a cache window give equal URLs, in both versions", () => {
  for (const signature of ["v4", "v2"] as const) {
    const signer = presigner({ signature });
    const at = (time: string) =>
      signer.presign({
        key: "a",
        expiresIn: 60,
        cacheWindow: 900,
        signingDate: new Date(`2013-05-24T${time}Z`),
      });
    const first = at("00:15:00");
    assert.equal(at("00:29:59.999").url, first.url);
    assert.notEqual(at("00:30:00").url, first.url);
    assert.deepEqual(first.expiresAt, new Date("2013-05-24T00:30:59Z"));
  }
});

test("a cache window that is not a duration, or is too long, is rejected", () => {
  for (const cacheWindow of [0, -1, 1.5, Number.NaN, 604_801]) {
    assert.deepEqual(
      thrownBy(() => presigner().presign({ key: "a", cacheWindow })),
      { code: "InvalidExpiry", field: "cacheWindow" },
      String(cacheWindow),
    );
  }
  assert.deepEqual(
    thrownBy(() => presigner().presign({ key: "a", expiresIn: 604_800, cacheWindow: 2 })),
    { code: "InvalidExpiry", field: "cacheWindow" },
  );
  assert.deepEqual(
    thrownBy(() => presigner().presign({ key: "a", cacheWindow: untyped("900") })),
    { code: "InvalidOption", field: "cacheWindow" },
  );
});

test("presignMany returns the URLs that presign returns, in the order of the keys", () => {
  const keys = ["b", "a/ü", "s3://other/c", "b"];
  for (const signature of ["v4", "v2"] as const) {
    const signer = presigner({ signature });
    const shared = {
      method: "PUT",
      headers: { "Content-Type": "text/plain" },
      signingDate,
    } as const;
    assert.deepEqual(
      signer.presignMany(keys, shared),
      keys.map((key) => signer.presign({ ...shared, key }).url),
    );
  }
  assert.deepEqual(presigner().presignMany([]), []);
});

test("an error of presignMany has the index of the key", () => {
  const many = (...keys: unknown[]) => thrownBy(() => presigner().presignMany(untyped(keys)));
  assert.deepEqual(many("a", "b/../c"), { code: "KeyNotAddressable", field: "key", index: 1 });
  assert.deepEqual(many(""), { code: "InvalidKey", field: "key", index: 0 });
  assert.deepEqual(many("a", "b", "\ud800"), { code: "InvalidKey", field: "key", index: 2 });
  assert.deepEqual(many("a", 7), { code: "InvalidOption", field: "key", index: 1 });
});

test("an error of the shared options has no index", () => {
  const signer = presigner();
  assert.deepEqual(
    thrownBy(() => signer.presignMany(["a"], { expiresIn: 0 })),
    { code: "InvalidExpiry", field: "expiresIn" },
  );
  assert.deepEqual(
    thrownBy(() => signer.presignMany(["a"], untyped({ key: "b" }))),
    { code: "InvalidOption", field: "key" },
  );
  for (const keys of ["a", { 0: "a", length: 1 }, undefined]) {
    assert.deepEqual(
      thrownBy(() => signer.presignMany(untyped(keys))),
      { code: "InvalidOption", field: "keys" },
    );
  }
});

test("S3.presignMany signs with the current credentials", async () => {
  const s3 = new S3({
    region: "us-east-1",
    bucket: "examplebucket",
    credentials: async () => credentials,
  });
  assert.deepEqual(
    await s3.presignMany(["a", "b"], { signingDate }),
    presigner().presignMany(["a", "b"], { signingDate }),
  );
});

test("a form as HTML has the form's URL, and its file input last", () => {
  const post = presigner().presignPost({ key: 'a & "b"', contentType: "image/", signingDate });
  const html = post.toHtml();
  assert.ok(
    html.startsWith(`<form action="${post.url}" method="post" enctype="multipart/form-data"`),
  );
  assert.ok(html.includes('name="key" value="a &amp; &quot;b&quot;">'));
  const names = [...html.matchAll(/ name="([^"]*)"/g)].map(([, name]) => name);
  assert.deepEqual(names, [...Object.keys(post.fields), "Content-Type", "file"]);
});

test("a curl command needs a path, and a type if the form allows several", () => {
  const form = (request: Partial<PostRequest> = {}) =>
    presigner().presignPost({ key: "a", signingDate, ...request });
  for (const path of ["", "a\0b"]) {
    assert.deepEqual(
      thrownBy(() => form().toCurl(path)),
      { code: "InvalidOption", field: "path" },
    );
  }
  assert.deepEqual(
    thrownBy(() => form().toCurl(untyped(undefined))),
    { code: "InvalidOption", field: "path" },
  );
  const open = form({ contentType: "image/" });
  for (const options of [undefined, {}, { contentType: "text/plain" }]) {
    assert.deepEqual(
      thrownBy(() => open.toCurl("a", options)),
      { code: "InvalidOption", field: "contentType" },
    );
  }
  assert.ok(open.toCurl("a", { contentType: "image/png" }).includes("'Content-Type=image/png'"));
});

test("new Presigner rejects missing options, and a clockOffset that is not a number", () => {
  for (const options of [undefined, null, {}]) {
    assert.throws(() => new Presigner(untyped(options)), { code: "CredentialsMissing" });
  }
  for (const clockOffset of [Number.NaN, Number.POSITIVE_INFINITY, "5"]) {
    assert.deepEqual(
      thrownBy(() => new Presigner(untyped({ region: "us-east-1", credentials, clockOffset }))),
      { code: "InvalidOption", field: "clockOffset" },
    );
  }
});

test("S3 rejects an invalid request with the same error as Presigner", async () => {
  const s3 = new S3({ region: "us-east-1", bucket: "examplebucket", credentials });
  for (const request of [undefined, null, 5]) {
    const rejected = { name: "PresignError", code: "InvalidOption", field: "options" };
    await assert.rejects(s3.presign(untyped(request)), rejected);
    await assert.rejects(s3.presignPost(untyped(request)), rejected);
  }
});

test("a getter that signs another request does not change its own request", () => {
  const signer = presigner();
  const request = { bucket: "examplebucket", signingDate };
  const another = () => signer.presign({ bucket: "another-bucket", key: "b" });
  const inAGetter = {
    ...request,
    get key() {
      another();
      return "a";
    },
  };
  const keys = Object.defineProperty(["a"], 0, {
    get() {
      another();
      return "a";
    },
  });
  const { url } = signer.presign({ ...request, key: "a" });
  assert.equal(signer.presign(inAGetter).url, url);
  assert.deepEqual(signer.presignMany(keys, request), [url]);
  let calls = 0;
  const eachTimeAnother = {
    ...request,
    key: "a",
    get expiresIn() {
      calls += 1;
      if (calls < 100) signer.presign({ ...request, key: "b", expiresIn: calls });
      return 3600;
    },
  };
  assert.equal(signer.presign(eachTimeAnother).url, url);
});

test("keys in several chunks, some with a NUL, get the URLs that presign returns", () => {
  const signer = presigner();
  const keys = Array.from({ length: 5_000 }, (_, at) =>
    at % 1_700 === 3 ? `a\0${at}` : `b/${at}`,
  );
  const alone = keys.map((key) => signer.presign({ key, signingDate }).url);
  assert.deepEqual(signer.presignMany(keys, { signingDate }), alone);
});

test("an error has the index of the first invalid key, also after thousands of keys", () => {
  const good = Array.from({ length: 4_500 }, (_, at) => `a/${at}`);
  for (const [key, code] of [
    ["a/../b", "KeyNotAddressable"],
    ["", "InvalidKey"],
    ["\ud83d", "InvalidKey"],
    [5, "InvalidOption"],
  ]) {
    assert.deepEqual(
      thrownBy(() => presigner().presignMany([...good, untyped(key), "", ...good])),
      { code, field: "key", index: 4_500 },
    );
  }
});

test("requests that differ in more than their key are signed separately", () => {
  const signer = presigner();
  const headers = { "x-amz-meta-a": "1" };
  const requests = [
    { key: "a", expiresIn: 60 },
    { key: "a", expiresIn: 61 },
    { key: "a" },
    { key: "a", method: "HEAD" },
    { key: "a", bucket: "another" },
    { key: "a", headers },
  ] as const;
  const urls = requests.map((request) => signer.presign(request).url);
  headers["x-amz-meta-a"] = "2";
  urls.push(signer.presign({ key: "a", headers }).url);
  assert.equal(new Set(urls).size, requests.length + 1);
});

test("a PresignedUrl can be cloned for a worker, and converts to its URL", () => {
  const signed = presigner().presign({ key: "a", signingDate });
  assert.equal(structuredClone(signed).url, signed.url);
  assert.equal(`${signed}`, signed.url);
});

for (const [title, more, limitedBy] of [
  ["the access key of a user", {}, "request"],
  ["a session token without an expiration", { sessionToken: "token" }, "unknown"],
  [
    "a session token that outlives the request",
    { sessionToken: "token", expiration: new Date(signingDate.getTime() + 7_200_000) },
    "request",
  ],
  [
    "a session token that ends before the request",
    { sessionToken: "token", expiration: new Date(signingDate.getTime() + 60_000) },
    "credentials",
  ],
] as const) {
  test(`limitedBy is "${limitedBy}" for ${title}`, (context) => {
    context.mock.timers.enable({ apis: ["Date"], now: signingDate });
    const signer = presigner({ credentials: { ...credentials, ...more } });
    assert.deepEqual(
      [
        signer.presign("key").limitedBy,
        signer.presign({ key: "key", cacheWindow: 60 }).limitedBy,
        signer.presignPost({ key: "key" }).limitedBy,
      ],
      [limitedBy, limitedBy, limitedBy],
    );
  });
}
