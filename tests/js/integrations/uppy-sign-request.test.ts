import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import {
  type AwsS3Options,
  awsS3Options,
  type PresignedResponse,
  type SignRequestOptions,
  signRequest,
  type UppyFileInfo,
} from "../../../js/integrations/uppy.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { thrownError } from "../support/thrown-error.ts";

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

function file(more: Partial<UppyFileInfo> = {}): UppyFileInfo {
  return {
    id: "1",
    name: "a.txt",
    type: "text/plain",
    size: 5,
    meta: { caption: "Käse" },
    ...more,
  };
}

const settings: S3Options = {
  region: "eu-west-1",
  bucket: "photos",
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
};

/** Returns the error with which a signature is refused. */
async function rejection(signed: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await signed.then(
    () => assert.fail("It was signed."),
    (error) => error,
  );
  return error as Record<string, unknown>;
}

const wrongOptions: [field: string, options: object][] = [
  ["via", { via: "multipart" }],
  ["maxSize", { via: "put", maxSize: 5 }],
  ["maxSize", { maxSize: "5" }],
  ["expiresIn", { expiresIn: "3600" }],
  ["headers", { headers: "a" }],
  ["constructor", { constructor: 5 }],
];
for (const [index, [field, options]] of wrongOptions.entries()) {
  test(`signRequest rejects a wrong \`${field}\` before the first request (${index + 1})`, () => {
    const s3 = new S3(settings);
    const error = thrownError(() => signRequest(s3, options as SignRequestOptions));
    assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
  });
}

test("a value without the methods of a client is rejected", () => {
  for (const s3 of [undefined, {}, Promise.resolve(new S3(settings))]) {
    for (const create of [signRequest, awsS3Options]) {
      const error = thrownError(() => create(s3 as S3));
      assert.deepEqual([error.code, error.field], ["InvalidOption", "s3"]);
    }
  }
});

test("a URL is valid for one hour, for `expiresIn`, or for the time that the request names", async () => {
  const s3 = new S3(settings);
  const request = { method: "PUT", key: "a" } as const;
  const signed = [
    await signRequest(s3)(request),
    await signRequest(s3, { expiresIn: 60 })(request),
    await signRequest(s3, { expiresIn: 60 })({ ...request, expiresIn: 30 }),
  ];
  const seconds = signed.map(({ url }) => new URL(url).searchParams.get("X-Amz-Expires"));
  assert.deepEqual(seconds, ["3600", "60", "30"]);
});

test("an error of signing has its hint as details", async () => {
  const { code, hint, details } = await rejection(
    signRequest(new S3(settings))({ method: "PUT", key: "" }),
  );
  assert.equal(code, "InvalidKey");
  assert(hint);
  assert.equal(details, hint);
});

test("a header without a form field is an error of the form", async () => {
  const sign = signRequest(new S3(settings), { via: "post", headers: { "If-None-Match": "*" } });
  const { code, field } = await rejection(sign({ method: "PUT", key: "a" }));
  assert.deepEqual([code, field], ["HeaderNotInForm", "headers.if-none-match"]);
});

test("the default key is a random prefix and the name of the file", () => {
  const { generateObjectKey } = awsS3Options(new S3(settings));
  assert.match(generateObjectKey(file()), /^[\da-f-]{36}-a\.txt$/);
  assert.notEqual(generateObjectKey(file()), generateObjectKey(file()));
});

const failures: [name: string, code: string, options: AwsS3Options][] = [
  ["a file over maxSize", "FileTooLarge", { maxSize: 4 }],
  ["an error of key", "Mine", { key: fail }],
  ["an error of metadata", "Mine", { metadata: fail }],
  ["an error of headers", "Mine", { headers: fail }],
];
for (const [name, expected, options] of failures) {
  test(`${name} is reported by the signature, since Uppy ignores errors of generateObjectKey`, async () => {
    const { signRequest, generateObjectKey } = awsS3Options(new S3(settings), options);
    const key = generateObjectKey(file());
    for (const method of ["PUT", "POST"] as const) {
      assert.equal((await rejection(signRequest({ method, key })))["code"], expected);
    }
  });
}

function fail(): never {
  throw Object.assign(new Error("Mine."), { code: "Mine" });
}

describe("requests signed for Uppy are accepted by the local stack", { skip }, () => {
  let stack: Stack;
  let s3: S3;
  let s3v2: S3;
  before(async () => {
    stack = await startStack();
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
    const options = { region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } };
    s3 = new S3(options);
    s3v2 = new S3({ ...options, signature: "v2" });
  });
  after(() => stack.stop());

  /** Sends a signed request as Uppy does: its headers replace the type that Uppy sets. */
  async function send(method: string, signed: PresignedResponse, type = "", body?: string) {
    const headers = new Headers({ ...(type && { "content-type": type }), ...signed.headers });
    const { url } = signed;
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: new Blob([body]) }),
    });
    const text = await response.text();
    assert(response.ok, `${method} ${response.status} ${text}`);
    return { response, text };
  }

  async function sendForm({ url, fields = {} }: PresignedResponse, body: string, status = 204) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", new Blob([body]));
    const response = await fetch(url, { method: "POST", body: form });
    assert.equal(response.status, status, await response.text());
  }

  type Sign = ReturnType<typeof signRequest>;

  /** Uploads two parts with the four requests of a multipart upload that Uppy makes. */
  async function uploadParts(sign: Sign, key: string, type: string): Promise<void> {
    const created = await send("POST", await sign({ method: "POST", key }), type);
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(created.text)?.[1] as string;
    let list = "";
    for (const [partNumber, body] of [
      [1, "a".repeat(5 * 1024 * 1024)],
      [2, "b"],
    ] as const) {
      const signed = await sign({ method: "PUT", key, uploadId, partNumber });
      const { response } = await send("PUT", signed, "", body);
      list += `<Part><PartNumber>${partNumber}</PartNumber><ETag>${response.headers.get("etag")}</ETag></Part>`;
    }
    const listed = await send("GET", await sign({ method: "GET", key, uploadId }));
    assert.equal(listed.text.match(/<Part>/g)?.length, 2);
    const signed = await sign({ method: "POST", key, uploadId });
    const body = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
    await send("POST", signed, "application/xml", body);
  }

  test("an object is stored by PUT with its type and the headers of the option, and deleted", async () => {
    const sign = signRequest(s3, { headers: { "X-Amz-Meta-Colour": "red" } });
    const request = { method: "PUT", key: "uppy/put.txt", contentType: "text/plain" } as const;
    await send("PUT", await sign(request), "text/plain", "hello");
    const { size, contentType, metadata } = await s3.head(request.key);
    assert.deepEqual([size, contentType, metadata], [5, "text/plain", { colour: "red" }]);
    await send("DELETE", await sign({ method: "DELETE", key: request.key }));
    await assert.rejects(s3.head(request.key), { code: "NotFound" });
  });

  test("a form stores an object with its type and the headers as fields, up to maxSize", async () => {
    const headers = ({ key }: { key: string }) => ({ "X-Amz-Meta-Key": key });
    const sign = signRequest(s3, { maxSize: 5, headers });
    const request = { method: "PUT", key: "uppy/form.txt", contentType: "text/plain" } as const;
    await sendForm(await sign(request), "hello");
    const { size, contentType, metadata } = await s3.head(request.key);
    assert.deepEqual([size, contentType, metadata], [5, "text/plain", { key: request.key }]);
    await sendForm(await sign(request), "hello!", 400);
  });

  test("parts are uploaded, listed and completed with the type that Uppy sends", async () => {
    await uploadParts(signRequest(s3), "uppy/parts.bin", "video/mp4");
    const { size, contentType } = await s3.head("uppy/parts.bin");
    assert.deepEqual([size, contentType], [5 * 1024 * 1024 + 1, "video/mp4"]);
  });

  test("an upload in parts is aborted", async () => {
    const sign = signRequest(s3);
    const key = "uppy/aborted.bin";
    const { text } = await send("POST", await sign({ method: "POST", key }));
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(text)?.[1] as string;
    await send("DELETE", await sign({ method: "DELETE", key, uploadId }));
    const listed = await sign({ method: "GET", key, uploadId });
    assert.equal((await fetch(listed.url)).status, 404);
  });

  for (const [name, client] of [
    ["V4", () => s3],
    ["V2", () => s3v2],
  ] as const) {
    test(`awsS3Options stores type, metadata and headers of an upload in parts with ${name}`, async () => {
      const { signRequest: sign, generateObjectKey } = awsS3Options(client(), {
        key: (file) => `uppy/${name}/${file.name}`,
        metadata: ({ meta }) => ({ Caption: String(meta["caption"]) }),
        headers: () => ({ "Content-Language": "de" }),
      });
      const key = generateObjectKey(file({ name: "film.mp4", type: "video/mp4" }));
      await uploadParts(sign, key, "video/mp4");
      const { contentType, metadata } = await s3.head(key);
      assert.deepEqual([contentType, metadata], ["video/mp4", { caption: "Käse" }]);
    });

    test(`awsS3Options stores type and metadata of a PUT with ${name}`, async () => {
      const { signRequest: sign, generateObjectKey } = awsS3Options(client(), {
        key: (file) => `uppy/${name}/${file.name}`,
        metadata: ({ meta }) => ({ caption: String(meta["caption"]) }),
      });
      const key = generateObjectKey(file());
      const contentType = "text/plain";
      await send("PUT", await sign({ method: "PUT", key, contentType }), contentType, "hello");
      const info = await s3.head(key);
      assert.deepEqual([info.contentType, info.metadata], [contentType, { caption: "Käse" }]);
    });
  }
});
