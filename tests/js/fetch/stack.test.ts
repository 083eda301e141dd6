import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, mock, test } from "node:test";
import { cognito } from "../../../js/credentials/cognito.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const HELLO = "Hello from your own S3.\n";
const HOUR = 3_600_000;
/** Reads the machine's clock even if a test mocks `Date`. */
const machineNow = Date.now;

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

for (const signature of ["v4", "v2"] as const) {
  describe(`fetch with ${signature}, against the local stack`, { skip }, () => {
    let stack: Stack;
    let s3: S3;

    before(async () => {
      stack = await startStack();
    });
    after(() => stack.stop());
    beforeEach(() => {
      s3 = client();
    });
    afterEach(async () => {
      mock.restoreAll();
      await stack.reset();
    });

    function client(options: Partial<S3Options> = {}): S3 {
      const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
      const credentials = { accessKeyId, secretAccessKey };
      return new S3({ region, bucket, endpoint, signature, credentials, ...options });
    }

    function guest(): S3 {
      const { identityPoolId, identity } = stack.ready;
      return client({ credentials: cognito({ identityPoolId, endpoint: identity }) });
    }

    function at(key: string): string {
      return `${stack.ready.s3}/${stack.ready.bucket}/${key}`;
    }

    test("GET returns the object", async () => {
      const response = await s3.fetch(at("hello.txt"));
      assert.equal(response.status, 200);
      assert.equal(await response.text(), HELLO);
    });

    test("a range returns 206 with a part of the object", async () => {
      const response = await s3.fetch(at("hello.txt"), { headers: { Range: "bytes=6-9" } });
      assert.equal(response.status, 206);
      assert.equal(response.headers.get("content-range"), `bytes 6-9/${HELLO.length}`);
      assert.equal(await response.text(), HELLO.slice(6, 10));
    });

    test("If-None-Match with the object's ETag returns 304", async () => {
      const etag = (await s3.fetch(at("hello.txt"))).headers.get("etag") ?? "";
      const response = await s3.fetch(at("hello.txt"), { headers: { "If-None-Match": etag } });
      assert.equal(response.status, 304);
    });

    test("If-Match with another ETag returns 412", async () => {
      const response = await s3.fetch(at("hello.txt"), { headers: { "If-Match": '"0"' } });
      assert.equal(response.status, 412);
      assert.match(await response.text(), /PreconditionFailed/);
    });

    test("HEAD returns the headers", async () => {
      const response = await s3.fetch(at("hello.txt"), { method: "HEAD" });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-length"), String(HELLO.length));
    });

    test("a missing object is a 404 with S3's document", async () => {
      const response = await s3.fetch(at("no/such"));
      assert.equal(response.status, 404);
      assert.match(await response.text(), /<Code>NoSuchKey</);
      assert.equal((await s3.fetch(at("no/such"), { method: "HEAD" })).status, 404);
    });

    test("PUT stores a body with its type and metadata, and DELETE removes it", async () => {
      const target = at("fetch/%C3%A9%20+%26/a.txt");
      const stored = await s3.fetch(target, {
        method: "PUT",
        body: new Blob(["content"], { type: "text/x-test" }),
        headers: { "x-amz-meta-title": "a  title", "Cache-Control": "max-age=60" },
      });
      assert.equal(stored.status, 200, await stored.text());
      const read = await s3.fetch(`s3://${stack.ready.bucket}/fetch/é +&/a.txt`);
      assert.equal(await read.text(), "content");
      assert.equal(read.headers.get("content-type"), "text/x-test");
      assert.equal(read.headers.get("cache-control"), "max-age=60");
      assert.match(read.headers.get("x-amz-meta-title") ?? "", /^a +title$/);
      assert.equal((await s3.fetch(target, { method: "DELETE" })).status, 204);
      assert.equal((await s3.fetch(target)).status, 404);
    });

    const bodies: [string, () => BodyInit][] = [
      ["a string", () => "content"],
      ["bytes", () => new TextEncoder().encode("content")],
      ["a Blob", () => new Blob(["content"])],
    ];
    for (const [name, body] of bodies) {
      test(`PUT stores ${name} at the second attempt after an expired token`, async () => {
        await stack.addFaults({
          method: "PUT",
          effect: { type: "error", status: 400, code: "ExpiredToken" },
        });
        const client = guest();
        const stored = await client.fetch(at("fetch/again"), { method: "PUT", body: body() });
        assert.equal(stored.status, 200, await stored.text());
        assert.equal(await (await client.fetch(at("fetch/again"))).text(), "content");
        const counts = await stack.counts();
        assert.equal(counts["s3 PUT"], 2);
      });
    }

    test("PUT stores the body of a Request", async () => {
      const request = new Request(at("fetch/request"), { method: "PUT", body: "content" });
      assert.equal((await s3.fetch(request)).status, 200);
      assert.equal(await (await s3.fetch(new Request(at("fetch/request")))).text(), "content");
    });

    test("a stream with its size is stored", async () => {
      const response = await s3.fetch(at("fetch/stream"), {
        method: "PUT",
        body: new Blob(["content"]).stream(),
        headers: { "content-length": "7" },
        duplex: "half",
      } as RequestInit);
      assert.equal(response.status, 200, await response.text());
    });

    test("a multipart upload is created, filled, completed", async () => {
      const create = await s3.fetch(at("fetch/parts?uploads"), { method: "POST" });
      const id = /<UploadId>([^<]+)</.exec(await create.text())?.[1] as string;
      const part = `${at("fetch/parts")}?partNumber=1&uploadId=${encodeURIComponent(id)}`;
      const sent = await s3.fetch(part, { method: "PUT", body: "content" });
      const etag = sent.headers.get("etag");
      const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
      const complete = await s3.fetch(`${at("fetch/parts")}?uploadId=${encodeURIComponent(id)}`, {
        method: "POST",
        body,
        headers: { "content-type": "application/xml" },
      });
      assert.match(await complete.text(), /CompleteMultipartUploadResult/);
      assert.equal(await (await s3.fetch(at("fetch/parts"))).text(), "content");
    });

    test("the bucket is listed", async () => {
      const list = `${stack.ready.s3}/${stack.ready.bucket}?list-type=2&prefix=hello`;
      assert.match(await (await s3.fetch(list)).text(), /<Key>hello\.txt<\/Key>/);
    });

    test("a presigned URL that has expired is signed anew", async () => {
      const { url } = await s3.presign({
        key: "hello.txt",
        signingDate: new Date(Date.now() - 2 * HOUR),
        expiresIn: 60,
      });
      assert.equal((await fetch(url)).status, 403);
      assert.equal(await (await s3.fetch(url)).text(), HELLO);
    });

    // Signature V2 states no date, only an expiry, which a fast clock makes later.
    for (const hours of signature === "v4" ? [-2, 2] : [-2]) {
      test(`GET with a clock that is wrong by ${hours} hours takes two requests`, async () => {
        mock.method(Date, "now", () => machineNow() + hours * HOUR);
        const response = await s3.fetch(at("hello.txt"));
        assert.equal(await response.text(), HELLO);
        await s3.fetch(at("hello.txt"));
        assert.deepEqual(await stack.counts(), { "s3 GET": 3 });
      });

      test(`HEAD with a clock that is wrong by ${hours} hours takes two requests`, async () => {
        mock.method(Date, "now", () => machineNow() + hours * HOUR);
        const response = await s3.fetch(at("hello.txt"), { method: "HEAD" });
        assert.equal(response.status, 200);
        assert.deepEqual(await stack.counts(), { "s3 HEAD": 2 });
      });
    }

    test("credentials that the service ends early are renewed", async () => {
      await stack.changeSettings({ credentialSeconds: 900 });
      const client = guest();
      await (await client.fetch(at("hello.txt"))).text();
      await stack.changeSettings({ clockOffsetSeconds: 1_000 });
      const response = await client.fetch(at("hello.txt"));
      assert.equal(await response.text(), HELLO);
    });

    test("a live signer's URLs are accepted", async () => {
      const signer = await guest().signer({ expiresIn: 600, cacheWindow: 300 });
      try {
        assert.equal(await (await fetch(signer.sign(at("hello.txt")))).text(), HELLO);
        assert.equal(await (await fetch(signer.presign("hello.txt").url)).text(), HELLO);
        const head = signer.sign(at("hello.txt"), { method: "HEAD" });
        assert.equal((await fetch(head, { method: "HEAD" })).status, 200);
      } finally {
        signer.stop();
      }
    });
  });
}
