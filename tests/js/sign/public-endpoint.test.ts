import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { explain, Presigner, S3, type SignerOptions } from "s3-signpost";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

/** A proxy that rewrites the host of a request, as nginx does without `proxy_set_header Host`. */
async function startProxy(target: URL): Promise<Server> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const host = headers.host?.replace(/localhost:\d+$/, target.host) ?? "";
    const forwarded = httpRequest(
      { host: "127.0.0.1", port: target.port, method, path, headers: { ...headers, host } },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  proxy.listen(0, "localhost");
  await once(proxy, "listening");
  return proxy;
}

describe("behind a proxy that rewrites the host", { skip }, () => {
  let stack: Stack;
  let proxy: Server;
  let publicEndpoint: string;
  let options: SignerOptions & { credentials: { accessKeyId: string; secretAccessKey: string } };

  before(async () => {
    stack = await startStack();
    const { s3, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    // Only a name has subdomains.
    const endpoint = s3.replace("127.0.0.1", "localhost");
    proxy = await startProxy(new URL(endpoint));
    publicEndpoint = `http://localhost:${(proxy.address() as AddressInfo).port}`;
    const credentials = { accessKeyId, secretAccessKey };
    options = { endpoint, publicEndpoint, bucket, region, credentials };
  });

  after(async () => {
    proxy.close();
    await stack.stop();
  });

  const presigner = (more: Partial<SignerOptions> = {}) => new Presigner({ ...options, ...more });

  /** Sends a GET without a resolver, which may not know `bucket.localhost`, and returns its status. */
  async function statusOf(url: string): Promise<number | undefined> {
    const { host, port, pathname, search } = new URL(url);
    const sent = httpRequest({
      host: "localhost",
      port,
      path: pathname + search,
      headers: { host },
    });
    sent.end();
    const [response] = await once(sent, "response");
    response.resume();
    return response.statusCode;
  }

  for (const signature of ["v4", "v2"] as const) {
    for (const addressing of ["path", "virtual"] as const) {
      test(`a URL of ${signature} with ${addressing} addressing is valid at the proxy`, async () => {
        const { sampleKey, bucket } = stack.ready;
        const signer = presigner({ signature, addressing });
        const { url } = signer.presign(sampleKey);
        const start =
          addressing === "path"
            ? `${publicEndpoint}/${bucket}/`
            : publicEndpoint.replace("//", `//${bucket}.`);
        assert(url.startsWith(start), url);
        assert.equal(await statusOf(url), 200);
        const [many = ""] = signer.presignMany([sampleKey]);
        assert.equal(await statusOf(many), 200);
        for (const own of [
          url,
          `s3://${bucket}/${sampleKey}`,
          `${options.endpoint}/${bucket}/${sampleKey}`,
        ]) {
          const signed = signer.sign(own);
          assert(signed.startsWith(start), signed);
          assert.equal(await statusOf(signed), 200);
        }
      });
    }

    test(`a form of ${signature} is accepted at the proxy`, async () => {
      const key = `form-${signature}`;
      const form = presigner({ signature }).presignPost({ key });
      assert.equal(form.url, `${publicEndpoint}/${stack.ready.bucket}`);
      const response = await fetch(form.url, {
        method: "POST",
        body: form.toFormData(new Blob(["a"])),
      });
      assert.equal(response.status, 204);
    });
  }

  test("every request of S3 goes to the proxy, and the location shows it", async () => {
    const { bucket } = stack.ready;
    const origins = new Set<string>();
    const s3 = new S3({
      ...options,
      fetch: (input, init) => {
        origins.add(new URL(input as string).origin);
        return fetch(input, init);
      },
    });
    for (const via of ["post", "put", "multipart"] as const) {
      const { location } = await s3.upload("text", { key: `a ${via}`, via });
      assert.equal(location, `${publicEndpoint}/${bucket}/a%20${via}`);
      const { blob } = await s3.download(`a ${via}`);
      assert.equal(await blob?.text(), "text");
    }
    assert.equal((await s3.head("a put")).size, 4);
    const keys = [];
    for await (const { key } of s3.list("a ")) keys.push(key);
    assert.deepEqual(keys, ["a multipart", "a post", "a put"]);
    await s3.delete("a put");
    assert.deepEqual([...origins], [publicEndpoint]);
  });

  test("without it, explain names the host that was verified and suggests it", async () => {
    const request = presigner({
      endpoint: publicEndpoint,
      publicEndpoint: undefined,
    } as object).presign("a");
    const response = await fetch(request.url);
    const { hint, difference } = explain(await response.text(), request);
    assert.match(hint, /`publicEndpoint`/);
    assert.deepEqual(difference, {
      part: "headers",
      ours: `host:${new URL(publicEndpoint).host}`,
      theirs: `host:${new URL(options.endpoint ?? "").host}`,
    });
  });

  test("with it, explain names the part that was changed, not the host", async () => {
    const request = presigner().presign({ key: "a", query: { versionId: "1" } });
    const response = await fetch(request.url.replace("versionId=1", "versionId=2"));
    const { difference } = explain(await response.text(), request);
    assert.deepEqual(difference, { part: "query", ours: "versionId=1", theirs: "versionId=2" });
  });
});

test("a public endpoint that is no origin is an error of its option", () => {
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
  for (const publicEndpoint of [
    "",
    "cdn.example",
    "ftp://cdn.example",
    "https://cdn.example/files",
    "https://cdn.example/?a",
    "https://user:word@cdn.example",
  ]) {
    assert.throws(
      () => new Presigner({ region: "us-east-1", credentials, publicEndpoint }),
      { name: "PresignError", code: "InvalidEndpoint", field: "publicEndpoint" },
      publicEndpoint,
    );
  }
});

test("a public endpoint is written as browsers send it", () => {
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
  for (const publicEndpoint of ["https://BÜCHER.example:443", "https://bücher.example/"]) {
    const signer = new Presigner({
      region: "us-east-1",
      credentials,
      publicEndpoint,
      bucket: "photos",
    });
    assert(signer.presign("a").url.startsWith("https://photos.xn--bcher-kva.example/a?"));
  }
});
