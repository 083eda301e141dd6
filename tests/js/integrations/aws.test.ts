import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  AwsClient,
  createPresignedPost,
  fromCognitoIdentityPool,
  GetObjectCommand,
  getSignedUrl,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  Upload,
} from "../../../js/integrations/aws.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const config = { region: "eu-west-1", credentials };
const client = new S3Client(config);
const object = { Bucket: "photos", Key: "cat.jpg" };
const signingDate = new Date("2026-01-01T00:00:00Z");
const POOL = "eu-west-1:11111111-2222-3333-4444-555555555555";

/** Passes a value that TypeScript does not accept, as plain JavaScript can. */
function untyped(value: unknown): never {
  return value as never;
}

function hostOf(url: string): string {
  return new URL(url).host;
}

async function sign(more: Partial<S3ClientConfig>): Promise<string> {
  const own = new S3Client({ ...config, ...more });
  return getSignedUrl(own, new GetObjectCommand(object), { signingDate });
}

test("a client rejects an option of the SDK that has no effect here", () => {
  for (const name of ["requestHandler", "logger", "retryMode", "tls", "bucketEndpoint"]) {
    assert.throws(() => new S3Client(untyped({ ...config, [name]: true })), {
      name: "PresignError",
      code: "InvalidOption",
      field: name,
    });
  }
});

test("a client whose endpoint includes the bucket is an error", async () => {
  const theirs = { config: { ...config, bucketEndpoint: true } };
  await assert.rejects(getSignedUrl(theirs, new GetObjectCommand(object)), {
    code: "InvalidOption",
    field: "config.bucketEndpoint",
  });
});

test("a printed client shows no secret", () => {
  const text = inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
  assert.ok(!text.includes(credentials.secretAccessKey));
});

test("options of a client may be functions", async () => {
  const url = await sign({
    region: async () => "eu-west-1",
    credentials: async () => credentials,
    endpoint: async () => ({ protocol: "https:", hostname: "s3.test", port: 9000, path: "/" }),
  });
  assert.equal(hostOf(url), "photos.s3.test:9000");
});

test("an endpoint may be a URL", async () => {
  const url = await sign({ endpoint: new URL("https://s3.test"), forcePathStyle: true });
  assert.ok(url.startsWith("https://s3.test/photos/cat.jpg?"));
});

test("a client calls its provider of credentials once for many URLs", async () => {
  let calls = 0;
  const own = new S3Client({
    ...config,
    credentials: async () => {
      calls += 1;
      return credentials;
    },
  });
  for (const Key of ["a", "b", "c"]) {
    await getSignedUrl(own, new GetObjectCommand({ ...object, Key }));
  }
  assert.equal(calls, 1);
});

test("`systemClockOffset` moves the signing date", async () => {
  const own = new S3Client({ ...config, systemClockOffset: -86_400_000 });
  const url = await getSignedUrl(own, new GetObjectCommand(object));
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const date = new URL(url).searchParams.get("X-Amz-Date") ?? "";
  assert.equal(date.slice(0, 8), yesterday.replaceAll("-", ""));
});

test("a minified command of the SDK is recognized by its schema", async () => {
  class a {
    readonly input = object;
    readonly schema = [9, "com.amazonaws.s3", "GetObject"];
  }
  assert.match(await getSignedUrl(client, new a()), /^https:\/\/photos\.s3\./);
});

test("an expiry of 15 minutes is the default", async () => {
  const url = await getSignedUrl(client, new GetObjectCommand(object));
  assert.equal(new URL(url).searchParams.get("X-Amz-Expires"), "900");
});

for (const date of [
  signingDate,
  "2026-01-01T00:00:00Z",
  signingDate.getTime() / 1_000,
  "1767225600",
]) {
  test(`the signing date ${typeof date} ${String(date)} is read as by the SDK`, async () => {
    const url = await getSignedUrl(client, new GetObjectCommand(object), { signingDate: date });
    assert.equal(new URL(url).searchParams.get("X-Amz-Date"), "20260101T000000Z");
  });
}

for (const [name, call, expected] of [
  ["no client", () => getSignedUrl(untyped(undefined), new GetObjectCommand(object)), "client"],
  ["no command", () => getSignedUrl(client, untyped(undefined)), "command"],
  ["an object as the command", () => getSignedUrl(client, { input: object }), "command"],
  [
    "an operation named like a method of objects",
    () => getSignedUrl(client, untyped({ input: object, schema: [9, "", "toString"] })),
    "command",
  ],
  ["no input", () => getSignedUrl(client, new GetObjectCommand(untyped(undefined))), "input"],
  [
    "an unknown option",
    () => getSignedUrl(client, new GetObjectCommand(object), untyped({ expires: 5 })),
    "expires",
  ],
  [
    "a list of headers that is no set",
    () => getSignedUrl(client, new GetObjectCommand(object), untyped({ signableHeaders: 5 })),
    "signableHeaders",
  ],
  [
    "a getter that throws",
    () =>
      getSignedUrl(
        client,
        new GetObjectCommand(
          untyped({
            ...object,
            get Range() {
              throw new Error("secret");
            },
          }),
        ),
      ),
    "input.Range",
  ],
  [
    "metadata that is no string",
    () => getSignedUrl(client, new PutObjectCommand({ ...object, Metadata: untyped({ a: 5 }) })),
    "input.Metadata.a",
  ],
  [
    "an object as a header",
    () => getSignedUrl(client, new GetObjectCommand({ ...object, Range: untyped({}) })),
    "input.Range",
  ],
  [
    "an invalid date",
    () => getSignedUrl(client, new GetObjectCommand({ ...object, IfModifiedSince: new Date("") })),
    "input.IfModifiedSince",
  ],
  [
    "an unknown parameter of a form",
    () => createPresignedPost(client, untyped({ ...object, ContentType: "a" })),
    "ContentType",
  ],
  [
    "an unknown option of a request",
    () =>
      new AwsClient(credentials).sign(
        "https://photos.s3.eu-west-1.amazonaws.com/a",
        untyped({ aws: { expires: 1 } }),
      ),
    "init.aws.expires",
  ],
] as const) {
  test(`${name} is an error that names the option`, async () => {
    await assert.rejects(
      async () => call(),
      (error: { code: string; field?: string; name: string }) => {
        assert.deepEqual([error.name, error.code], ["PresignError", "InvalidOption"]);
        assert.equal(error.field, expected);
        assert.ok(!String(error).includes("secret"));
        return true;
      },
    );
  });
}

test("a URL of the bucket itself cannot be a link", async () => {
  const aws = new AwsClient({ ...credentials, region: "eu-west-1" });
  const url = "https://photos.s3.eu-west-1.amazonaws.com/?list-type=2";
  await assert.rejects(aws.sign(url, { aws: { signQuery: true } }), { code: "InvalidUrl" });
  assert.match((await aws.sign(url)).url, /X-Amz-Signature=/);
});

test("a request for another region is not sent without a signature", async (context) => {
  const sent = context.mock.method(globalThis, "fetch", async () => new Response());
  const aws = new AwsClient({ ...credentials, region: "eu-west-1" });
  const url = "https://photos.s3.us-west-2.amazonaws.com/a";
  await assert.rejects(aws.fetch(url), { code: "InvalidUrl", field: "input" });
  assert.equal(sent.mock.callCount(), 0);
});

for (const [name, options, field] of [
  ["no parameters", {}, "params"],
  ["an unknown option", { leaveParts: true }, "leaveParts"],
  ["an unknown parameter", { params: { ...object, Body: "", Owner: "me" } }, "params.Owner"],
  ["no body", { params: object }, "params.Body"],
  [
    "a wrong length",
    { params: { ...object, Body: "é", ContentLength: 1 } },
    "params.ContentLength",
  ],
  ["the same tag twice", { params: { ...object, Body: "", Tagging: "a=1&a=2" } }, "params.Tagging"],
  ["tags that are no list", { params: { ...object, Body: "" }, tags: 5 }, "tags"],
  [
    "a signal as the controller",
    { params: { ...object, Body: "" }, abortController: {} },
    "abortController",
  ],
  ["a part size of 1 MiB", { params: { ...object, Body: "" }, partSize: 1 << 20 }, "partSize"],
  ["a queue of -1 parts", { params: { ...object, Body: "" }, queueSize: -1 }, "queueSize"],
] as const) {
  test(`an upload with ${name} is an error that names the option`, async () => {
    await assert.rejects(async () => new Upload(untyped({ client, ...options })).done(), {
      field,
    });
  });
}

test("an upload has one event only", () => {
  const upload = new Upload({ client, params: { ...object, Body: "" } });
  assert.throws(() => upload.on(untyped("progress"), () => {}), { field: "event" });
});

test("an upload of the right length is accepted", () => {
  const params = { ...object, Body: "é", ContentLength: 2 };
  assert.ok(new Upload({ client, params }));
});

for (const [name, parameters, field] of [
  ["an unknown parameter", { identityPoolId: POOL, logger: console }, "logger"],
  ["no pool", {}, "identityPoolId"],
  ["a cache without methods", { identityPoolId: POOL, cache: {} }, "cache"],
] as const) {
  test(`fromCognitoIdentityPool with ${name} throws an error that names it`, () => {
    assert.throws(() => fromCognitoIdentityPool(untyped(parameters)), {
      name: "CredentialsError",
      code: "InvalidOption",
      field,
    });
  });
}
