import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import type { UploadOptions } from "../../../js/index.ts";
import { S3 } from "../../../js/s3.ts";
import { packageSession } from "../package-session.ts";

const TAGS = { project: "a + b", "größe/1": "=@:" };
const IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>';

let node: S3;

const session = packageSession(async ({ stack }) => {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  node = new S3({ region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } });
});

beforeEach(() => session.openConnected("key"));

/** Uploads a text in the tab. Returns the way it was sent, or the code of the error. */
function upload(text: string, options: UploadOptions): Promise<string> {
  const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = session.stack.ready;
  const credentials = { accessKeyId, secretAccessKey };
  const retry = { baseDelay: 1, maxDelay: 5 };
  const client = { endpoint, bucket, region, credentials, retry };
  return session.tab.page.evaluate(
    ([client, text, options]) =>
      new signpost.S3(client).upload(text, options).then(
        ({ via }) => via,
        (error) => error.code as string,
      ),
    [client, text, options] as const,
  );
}

async function textOf(key: string): Promise<string | undefined> {
  return (await node.download(key)).blob?.text();
}

describe("in a browser", () => {
  for (const text of ["", "hello"]) {
    test(`a PUT of ${text.length} bytes with a signed size is stored`, async () => {
      const key = `sizes/${text.length}`;
      assert.equal(await upload(text, { key, via: "put" }), "put");
      assert.equal(await textOf(key), text);
    });
  }

  for (const via of ["post", "put", "multipart"] as const) {
    test(`an upload by ${via} stores its tags`, async () => {
      const key = `tags/${via}`;
      assert.equal(await upload("x", { key, via, tags: TAGS }), via);
      const { url } = await node.presign({ key, query: { tagging: "" } });
      const document = await (await fetch(url)).text();
      for (const [name, value] of Object.entries(TAGS)) {
        assert.ok(document.includes(`<Key>${name}</Key><Value>${value}</Value>`), document);
      }
    });
  }

  for (const via of ["put", "multipart"] as const) {
    test(`an upload by ${via} with \`overwrite: false\` replaces no object`, async () => {
      const options = { key: `new/${via}`, via, overwrite: false };
      assert.equal(await upload("first", options), via);
      assert.equal(await upload("second", options), "AlreadyExists");
      assert.equal(await textOf(options.key), "first");
    });

    test(`an upload by ${via} with \`overwrite: false\` succeeds after a lost response`, async () => {
      const key = `lost/${via}`;
      const [method, skip] = via === "put" ? ["PUT", 0] : ["POST", 1];
      const effect = { type: "reply", status: 503, body: "", performed: true };
      await session.stack.addFaults({ service: "s3", method, skip, effect });
      assert.equal(await upload("mine", { key, via, overwrite: false }), via);
      assert.equal(await textOf(key), "mine");
    });
  }

  test("`overwrite: false` needs the header If-None-Match in the CORS rules", async () => {
    const rule = {
      allowedOrigins: ["*"],
      allowedMethods: ["GET", "PUT", "POST", "HEAD"],
      exposeHeaders: ["ETag"],
    };
    await session.stack.changeSettings({ cors: [{ ...rule, allowedHeaders: ["content-type"] }] });
    const options = { key: "cors", overwrite: false };
    assert.equal(await upload("x", options), "CorsBlocked");
    const allowedHeaders = ["content-type", "if-none-match"];
    await session.stack.changeSettings({ cors: [{ ...rule, allowedHeaders }] });
    assert.equal(await upload("x", options), "put");
  });

  test("an image with a hoisted header is shown by its link", async () => {
    const key = "image.svg";
    await node.upload(IMAGE, { key, contentType: "image/svg+xml" });
    const headers = { "x-amz-request-payer": "requester" };
    const { url } = await node.presign({ key, headers, hoist: true });
    const width = await session.tab.page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return image.naturalWidth;
    }, url);
    assert.equal(width, 3);
  });
});
