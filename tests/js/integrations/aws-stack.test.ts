import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { fromCognitoIdentityPool as sdkPool } from "@aws-sdk/credential-providers";
import { Upload as SdkUpload } from "@aws-sdk/lib-storage";
import {
  AwsClient,
  type AwsUploadOptions,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  createPresignedPost,
  fromCognitoIdentityPool,
  GetObjectCommand,
  getSignedUrl,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  Upload,
  UploadPartCommand,
  type UploadProgress,
} from "../../../js/integrations/aws.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { rowsOf } from "../../differential/migration-rows.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const MIB = 1024 * 1024;
const LARGE = Buffer.alloc(11 * MIB, "It is never the same block twice, as 47 is prime.");
const OVERLOADED = { type: "error", status: 503, code: "SlowDown" };
const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

describe("s3-signpost/aws with the local stack", { skip }, () => {
  let stack: Stack;
  let theirs: sdk.S3Client;
  let client: S3Client;
  let Bucket: string;

  before(async () => {
    stack = await startStack();
    Bucket = stack.ready.bucket;
  });
  after(() => stack.stop());

  beforeEach(() => {
    const { s3: endpoint, region, accessKeyId, secretAccessKey } = stack.ready;
    const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    theirs = new sdk.S3Client({ ...config, forcePathStyle: true, maxAttempts: 1 });
    client = new S3Client({ ...config, forcePathStyle: true, maxAttempts: 1 });
  });
  afterEach(async () => {
    theirs.destroy();
    await stack.reset();
  });

  async function read(Key: string): Promise<{ bytes: Buffer; head: sdk.HeadObjectCommandOutput }> {
    const { Body } = await theirs.send(new sdk.GetObjectCommand({ Bucket, Key }));
    const head = await theirs.send(new sdk.HeadObjectCommand({ Bucket, Key }));
    return { bytes: Buffer.from((await Body?.transformToByteArray()) as Uint8Array), head };
  }

  const PARAMS = {
    ContentType: "image/png",
    CacheControl: "max-age=60",
    ContentDisposition: "inline",
    ContentLanguage: "de",
    Metadata: { Cat: "Tom" },
  };

  describe("Upload", () => {
    const rows = new Set<string>();
    /** Proves a row of the table in docs/migrate/aws-sdk.md, with both classes. */
    function row(title: string, prove: () => Promise<void>): void {
      rows.add(title);
      test(title, prove);
    }

    for (const [name, size] of Object.entries({ "one request": 5_000, parts: LARGE.length })) {
      test(`stores the same object as lib-storage, in ${name}`, async () => {
        const Body = LARGE.subarray(0, size);
        const params = { ...PARAMS, Bucket, Body, Tagging: "a=b&c=d+e" };
        const own = await new Upload({ client, params: { ...params, Key: "own" } }).done();
        const sdkUpload = new SdkUpload({ client: theirs, params: { ...params, Key: "sdk" } });
        const their = await sdkUpload.done();
        const [a, b] = [await read("own"), await read("sdk")];
        assert.ok(a.bytes.equals(Body) && b.bytes.equals(Body));
        for (const field of [
          "ContentType",
          "CacheControl",
          "ContentDisposition",
          "ContentLanguage",
          "Metadata",
        ] as const) {
          assert.deepEqual(a.head[field], b.head[field], field);
        }
        assert.deepEqual([own.Bucket, own.Key, own.ETag], [Bucket, "own", their.ETag]);
        assert.equal(
          own.Location.replace(/own$/, "sdk"),
          `${new URL(own.Location).origin}/${Bucket}/sdk`,
        );
        const tags = await theirs.send(new sdk.GetObjectTaggingCommand({ Bucket, Key: "own" }));
        assert.deepEqual(tags.TagSet?.map(({ Key, Value }) => [Key, Value]).sort(), [
          ["a", "b"],
          ["c", "d e"],
        ]);
      });
    }

    test("uploads with a client of the SDK", async () => {
      const params = { Bucket, Key: "theirs", Body: "text", ContentType: "text/plain" };
      await new Upload({ client: theirs, params }).done();
      assert.equal((await read("theirs")).bytes.toString(), "text");
    });

    test("stores the tags of the option `tags`", async () => {
      const tags = [
        { Key: "a", Value: "ä" },
        { Key: "empty", Value: "" },
      ];
      const params = { Bucket, Key: "tags", Body: "text", Tagging: "other=1" };
      await new Upload({ client, params, tags }).done();
      const { TagSet } = await theirs.send(
        new sdk.GetObjectTaggingCommand({ Bucket, Key: "tags" }),
      );
      assert.deepEqual(
        TagSet?.map(({ Key, Value }) => [Key, Value]),
        [
          ["a", "ä"],
          ["empty", ""],
        ],
      );
    });

    test("fails if `IfNoneMatch` is * and the key is taken", async () => {
      const params = { Bucket, Key: "taken", Body: "text" };
      await new Upload({ client, params }).done();
      const again = new Upload({ client, params: { ...params, IfNoneMatch: "*" } });
      await assert.rejects(again.done(), { code: "AlreadyExists" });
    });

    test("has the checksum of `ChecksumAlgorithm` in its result", async () => {
      const params = { Bucket, Key: "sum", Body: "123456789", ChecksumAlgorithm: "CRC32" as const };
      const own = await new Upload({ client, params }).done();
      assert.equal(own.ChecksumCRC32, "y/Q5Jg==");
    });

    async function progressOf(
      Class: typeof Upload | typeof SdkUpload,
      options: Partial<AwsUploadOptions> & { Key: string; Body: Buffer },
    ): Promise<UploadProgress[]> {
      const { Key, Body } = options;
      const of = Class === Upload ? client : theirs;
      const upload = new (Class as typeof Upload)({ client: of, params: { Bucket, Key, Body } });
      const seen: UploadProgress[] = [];
      upload.on("httpUploadProgress", (progress) => seen.push(progress));
      await upload.done();
      return seen;
    }

    test("reports the end of an upload in one request as lib-storage does", async () => {
      const options = { Key: "progress", Body: LARGE.subarray(0, 5_000) };
      const [own, their] = [
        await progressOf(Upload, options),
        await progressOf(SdkUpload, options),
      ];
      assert.deepEqual(own.at(-1), their.at(-1));
      assert.deepEqual(own.at(-1), {
        loaded: 5_000,
        total: 5_000,
        part: 1,
        Key: "progress",
        Bucket,
      });
    });

    test("stops calling a listener after `off`", async () => {
      const upload = new Upload({ client, params: { Bucket, Key: "off", Body: "text" } });
      const listener = () => assert.fail("It was called.");
      await upload.on("httpUploadProgress", listener).off("httpUploadProgress", listener).done();
    });

    row("The part of a progress event", async () => {
      const options = { Key: "parts", Body: LARGE };
      const [own, their] = [
        await progressOf(Upload, options),
        await progressOf(SdkUpload, options),
      ];
      // Each part of the SDK's reports itself; here it follows from the bytes.
      assert.deepEqual(new Set(their.map(({ part }) => part)), new Set([1, 2, 3]));
      for (const { loaded, part } of own) assert.equal(part, Math.ceil(loaded / (5 * MIB)));
      const end = { loaded: LARGE.length, total: LARGE.length };
      assert.deepEqual({ ...own.at(-1) }, { ...own.at(-1), ...end });
      assert.deepEqual({ ...their.at(-1) }, { ...their.at(-1), ...end });
    });

    row("A second call of done()", async () => {
      const params = { Bucket, Key: "done", Body: "text" };
      const own = new Upload({ client, params });
      assert.equal(own.done(), own.done());
      await own.done();
      const their = new SdkUpload({ client: theirs, params });
      await their.done();
      await assert.rejects(their.done(), /already executed/);
    });

    row("The error of an abort", async () => {
      for (const Class of [Upload, SdkUpload]) {
        const abortController = new AbortController();
        const params = { Bucket, Key: "abort", Body: LARGE };
        const of = (Class === Upload ? client : theirs) as S3Client;
        const upload = new (Class as typeof Upload)({ client: of, params, abortController });
        const done = upload.done();
        await upload.abort();
        await assert.rejects(done, { name: "AbortError" });
        assert.ok(abortController.signal.aborted);
      }
      const abortController = new AbortController();
      const upload = new Upload({
        client,
        params: { Bucket, Key: "abort", Body: LARGE },
        abortController,
      });
      const reason = new Error("closed");
      const done = upload.done();
      abortController.abort(reason);
      await assert.rejects(done, reason);
    });

    row("Parts after a failure", async () => {
      const fault = { method: "PUT", skip: 1, times: 0, effect: OVERLOADED };
      const uploads = async (Key: string) => {
        const { Uploads = [] } = await theirs.send(new sdk.ListMultipartUploadsCommand({ Bucket }));
        return Uploads.filter((upload) => upload.Key === Key).length;
      };
      await stack.addFaults(fault);
      const options = { leavePartsOnError: true, queueSize: 1 };
      const Body = new File([LARGE], "a.bin", { lastModified: 1 });
      const own = new Upload({ client, params: { Bucket, Key: "own-left", Body }, ...options });
      await assert.rejects(own.done());
      assert.equal(await uploads("own-left"), 1);
      await stack.reset();
      await stack.addFaults(fault);
      const params = { Bucket, Key: "sdk-left", Body: LARGE };
      await assert.rejects(new SdkUpload({ client: theirs, params, ...options }).done());
      assert.equal(await uploads("sdk-left"), 1);
      await stack.reset();
      assert.throws(() => new Upload({ client, params, ...options }), {
        code: "InvalidOption",
        field: "leavePartsOnError",
      });
    });

    row("A stream as the body", async () => {
      const stream = () => new Blob([LARGE.subarray(0, 10)]).stream();
      const params = { Bucket, Key: "stream", Body: stream() as never };
      assert.throws(() => new Upload({ client, params }), { field: "params.Body" });
      await new SdkUpload({ client: theirs, params }).done();
      assert.equal((await read("stream")).bytes.length, 10);
      const Body = await new Response(stream()).blob();
      await new Upload({ client, params: { ...params, Body } }).done();
      assert.equal((await read("stream")).bytes.length, 10);
    });

    row("Checksums of an upload", async () => {
      const params = { Bucket, Key: "sums", Body: LARGE.subarray(0, 10) };
      const their = await new SdkUpload({ client: theirs, params }).done();
      const own = await new Upload({ client, params }).done();
      assert.equal(typeof (their as { ChecksumCRC32?: string }).ChecksumCRC32, "string");
      assert.deepEqual(Object.keys(own), ["Bucket", "Key", "Location", "ETag"]);
      const inParts = await new Upload({ client, params: { ...params, Body: LARGE } }).done();
      assert.equal(typeof inParts.ChecksumCRC64NVME, "string");
      const { config } = client;
      const required = new S3Client({ ...config, requestChecksumCalculation: "WHEN_REQUIRED" });
      const bare = await new Upload({
        client: required,
        params: { ...params, Body: LARGE },
      }).done();
      assert.equal(bare.ChecksumCRC64NVME, undefined);
    });

    row("A checksum of the whole body", async () => {
      const params = { Bucket, Key: "whole", Body: "123456789", ChecksumCRC32: "y/Q5Jg==" };
      assert.throws(() => new Upload({ client, params: params as never }), {
        field: "params.ChecksumCRC32",
      });
      const their = await new SdkUpload({ client: theirs, params }).done();
      assert.equal((their as { ChecksumCRC32?: string }).ChecksumCRC32, "y/Q5Jg==");
    });

    row("Metadata beyond ASCII", async () => {
      const params = { Bucket, Key: "metadata", Body: "text", Metadata: { name: "Zürich" } };
      await new Upload({ client, params }).done();
      assert.match((await read("metadata")).head.Metadata?.["name"] ?? "", /^=\?UTF-8\?/i);
      await assert.rejects(
        new SdkUpload({ client: theirs, params: { ...params, Metadata: { name: "東京" } } }).done(),
      );
    });

    test("every row of the table of Upload is proven", () => {
      assert.deepEqual(
        [...rows],
        rowsOf("Upload of lib-storage").map(([title]) => title),
      );
    });
  });

  describe("presigned requests", () => {
    test("of a whole multipart upload are accepted", async () => {
      const Key = "multipart";
      const sign = (command: { input: object }) => getSignedUrl(client, command);
      const create = new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "text/plain" });
      const created = await fetch(await sign(create), { method: "POST" });
      const UploadId = /<UploadId>(.*?)</.exec(await created.text())?.[1] as string;
      const part = await fetch(
        await sign(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1 })),
        { method: "PUT", body: "text" },
      );
      const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.get("etag")}</ETag></Part></CompleteMultipartUpload>`;
      const complete = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId });
      const completed = await fetch(await sign(complete), { method: "POST", body });
      assert.equal(completed.status, 200);
      assert.equal((await read(Key)).bytes.toString(), "text");
    });

    test("of PUT, HEAD, GET and a listing are accepted", async () => {
      const put = new PutObjectCommand({ Bucket, Key: "a/ b+é", Metadata: { a: "b" } });
      assert.equal(
        (await fetch(await getSignedUrl(client, put), { method: "PUT", body: "1" })).status,
        200,
      );
      const head = await getSignedUrl(client, new HeadObjectCommand({ Bucket, Key: "a/ b+é" }));
      assert.equal((await fetch(head, { method: "HEAD" })).status, 200);
      const get = new GetObjectCommand({ Bucket, Key: "a/ b+é", ResponseContentType: "image/gif" });
      const got = await fetch(await getSignedUrl(client, get));
      assert.deepEqual([await got.text(), got.headers.get("content-type")], ["1", "image/gif"]);
      const list = new ListObjectsV2Command({ Bucket, Prefix: "a/", MaxKeys: 1 });
      assert.match(await (await fetch(await getSignedUrl(client, list))).text(), /<Key>a\/ b\+é</);
    });

    test("of a form are accepted", async () => {
      const form = await createPresignedPost(client, {
        Bucket,
        Key: "forms/${filename}",
        Conditions: [["content-length-range", 0, 10]],
        Fields: { "x-amz-meta-a": "b" },
        Expires: 60,
      });
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append("file", new Blob(["1"]), "cat.txt");
      assert.equal((await fetch(form.url, { method: "POST", body })).ok, true);
      assert.equal((await read("forms/cat.txt")).bytes.toString(), "1");
    });
  });

  describe("AwsClient", () => {
    function awsClient(): AwsClient {
      const { accessKeyId, secretAccessKey, region } = stack.ready;
      return new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", initRetryMs: 0 });
    }
    const url = (key: string) => `${stack.ready.s3}/${Bucket}/${key}`;

    test("sends a PUT and a GET", async () => {
      const put = await awsClient().fetch(url("put"), { method: "PUT", body: "text" });
      assert.equal(put.status, 200);
      assert.equal(await (await awsClient().fetch(url("put"))).text(), "text");
    });

    test("signs a Request that can be sent", async () => {
      const request = await awsClient().sign(url("request"), {
        method: "PUT",
        body: "text",
        headers: { "x-amz-meta-a": "b" },
      });
      assert.equal((await fetch(request)).status, 200);
      const { head, bytes } = await read("request");
      assert.deepEqual([bytes.toString(), head.Metadata], ["text", { a: "b" }]);
    });

    test("lists a bucket", async () => {
      const response = await awsClient().fetch(
        `${stack.ready.s3}/${Bucket}?list-type=2&prefix=put`,
      );
      assert.match(await response.text(), /<Key>put</);
    });

    test("presigns a link with signQuery and X-Amz-Expires", async () => {
      const { url: link } = await awsClient().sign(`${url("put")}?X-Amz-Expires=60`, {
        aws: { signQuery: true },
      });
      assert.equal(new URL(link).searchParams.get("X-Amz-Expires"), "60");
      assert.equal(await (await fetch(link)).text(), "text");
    });

    test("sends a request again after the status 503, with the body of its Request", async () => {
      await stack.addFaults({ method: "PUT", times: 2, effect: OVERLOADED });
      await stack.clearRequests();
      const request = new Request(url("again"), { method: "PUT", body: "text" });
      assert.equal((await awsClient().fetch(request)).status, 200);
      assert.equal((await stack.counts())["s3 PUT"], 3);
      assert.equal((await read("again")).bytes.toString(), "text");
    });
  });

  describe("fromCognitoIdentityPool", () => {
    const rows = new Set<string>();
    function row(title: string, prove: () => Promise<void>): void {
      rows.add(title);
      test(title, prove);
    }

    /** A store over promises, as one over IndexedDB. */
    class AsyncCache {
      readonly entries = new Map<string, string>();
      async getItem(key: string): Promise<string | null> {
        return this.entries.get(key) ?? null;
      }
      async setItem(key: string, value: string): Promise<void> {
        this.entries.set(key, value);
      }
      async removeItem(key: string): Promise<void> {
        this.entries.delete(key);
      }
    }

    function parameters(more: object = {}) {
      const { identityPoolId, identity: endpoint, region } = stack.ready;
      return { identityPoolId, clientConfig: { endpoint, region }, ...more };
    }

    test("returns credentials that sign", async () => {
      const { s3: endpoint, region } = stack.ready;
      const credentials = fromCognitoIdentityPool(parameters());
      const guest = new S3Client({ region, endpoint, forcePathStyle: true, credentials });
      const command = new GetObjectCommand({ Bucket, Key: stack.ready.sampleKey });
      assert.equal((await fetch(await getSignedUrl(guest, command))).status, 200);
    });

    test("finds the identity that the SDK stored in an asynchronous cache", async () => {
      const cache = new AsyncCache();
      const their = await sdkPool(parameters({ cache }))();
      const own = await fromCognitoIdentityPool(parameters({ cache }))();
      assert.equal(own.identityId, their.identityId);
      assert.equal(cache.entries.size, 1);
    });

    test("stores an identity that the SDK finds", async () => {
      const cache = new AsyncCache();
      const own = await fromCognitoIdentityPool(parameters({ cache }))();
      const their = await sdkPool(parameters({ cache }))();
      assert.equal(own.identityId, their.identityId);
    });

    row("The default cache", async () => {
      const { identityPoolId } = stack.ready;
      const entries = new Map<string, string>();
      const cache = {
        getItem: (key: string) => entries.get(key) ?? null,
        setItem: (key: string, value: string) => void entries.set(key, value),
        removeItem: (key: string) => void entries.delete(key),
      };
      await sdkPool(parameters({ cache }))();
      assert.deepEqual(
        [...entries.keys()],
        [`aws:cognito-identity-credentials:${identityPoolId}:ANONYMOUS`],
      );
      Object.assign(globalThis, { localStorage: cache });
      try {
        await fromCognitoIdentityPool(parameters())();
      } finally {
        Reflect.deleteProperty(globalThis, "localStorage");
      }
      assert.ok(entries.has(`s3-signpost:cognito-identity:${identityPoolId}:guest`));
    });

    row("A region other than the pool's", async () => {
      const { identity: endpoint } = stack.ready;
      const clientConfig = { endpoint, region: "us-west-2" };
      await sdkPool(parameters({ clientConfig }))();
      assert.throws(() => fromCognitoIdentityPool(parameters({ clientConfig })), {
        name: "CredentialsError",
        code: "InvalidOption",
        field: "clientConfig.region",
      });
    });

    row("Other options of the client", async () => {
      const { identity: endpoint, region } = stack.ready;
      const clientConfig = { endpoint, region, maxAttempts: 1 };
      await sdkPool(parameters({ clientConfig }))();
      assert.throws(() => fromCognitoIdentityPool(parameters({ clientConfig })), {
        name: "CredentialsError",
        field: "clientConfig.maxAttempts",
      });
    });

    test("every row of the table of fromCognitoIdentityPool is proven", () => {
      assert.deepEqual(
        [...rows],
        rowsOf("fromCognitoIdentityPool").map(([title]) => title),
      );
    });
  });
});
