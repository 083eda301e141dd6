import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { download } from "../../../js/download/download.ts";
import { currentHost } from "../../../js/http/host.ts";
import type { TransferEnvironment } from "../../../js/transfer/environment.ts";
import { upload } from "../../../js/upload/upload.ts";
import { fakeService } from "../support/fake-service.ts";

/** Tests with the real `fetch` of Node and a real server, which the other tests replace. */
async function serve(
  t: TestContext,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TransferEnvironment> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { environment } = fakeService({ retry: { baseDelay: 0 } });
  const at = (url: string) => url.replace(/^https:\/\/[^/]+/, `http://127.0.0.1:${port}`);
  const { signer } = environment;
  return {
    ...environment,
    ...currentHost(),
    signer: {
      presign: async (request) => {
        const signed = await signer.presign(request);
        return { ...signed, url: at(signed.url) };
      },
      presignPost: async (request) => {
        const form = await signer.presignPost(request);
        return { ...form, url: at(form.url) };
      },
    },
  };
}

const BODY = Buffer.from("0123456789".repeat(50_000));

/** Serves `BODY` with ranges, and closes the connection after `after` bytes of each response. */
function closeAfter(after: number, seen: (string | undefined)[] = []) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const { range } = request.headers;
    seen.push(range);
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const rest = BODY.subarray(start);
    response.writeHead(range ? 206 : 200, {
      etag: '"e1"',
      "content-length": rest.length,
      ...(range ? { "content-range": `bytes ${start}-${BODY.length - 1}/${BODY.length}` } : {}),
    });
    if (rest.length <= after) response.end(rest);
    else response.write(rest.subarray(0, after), () => response.socket?.destroySoon());
  };
}

test("a download over a connection that the server closes repeatedly gets every byte", async (t) => {
  const ranges: (string | undefined)[] = [];
  const environment = await serve(t, closeAfter(130_000, ranges));
  const { blob } = await download(environment, "a");
  assert.ok(Buffer.from(await (blob as Blob).arrayBuffer()).equals(BODY));
  assert.ok(ranges.length >= 4, String(ranges));
});

test("a compressed body arrives decompressed and without a total", async (t) => {
  const packed = gzipSync(BODY);
  const environment = await serve(t, (_, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length });
    response.end(packed);
  });
  const transfer = download(environment, "a");
  const { blob, info } = await transfer;
  assert.equal(blob?.size, BODY.length);
  assert.equal(info.size, packed.length);
  assert.equal(transfer.progress.total, undefined);
});

test("an abort closes the connection", async (t) => {
  let closed: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const environment = await serve(t, (request, response) => {
    request.socket.on("close", closed);
    response.writeHead(200, { "content-length": 100 });
    response.write("0123");
  });
  const transfer = download(environment, "a", {
    onProgress: ({ loaded }) => {
      if (loaded > 0) transfer.abort();
    },
  });
  await assert.rejects(transfer, { name: "AbortError" });
  await gone;
});

test("a form is sent with its fields in order and the file last", async (t) => {
  let received = "";
  const environment = await serve(t, (request, response) => {
    request.setEncoding("utf8").on("data", (text: string) => {
      received += text;
    });
    request.on("end", () => response.writeHead(204, { etag: '"e1"' }).end());
  });
  const result = await upload(environment, "the file", { key: "a/b.txt" });
  assert.equal(result.etag, '"e1"');
  const names = [...received.matchAll(/; name="([^"]+)"/g)].map(([, name]) => name);
  assert.equal(names.at(-1), "file");
  assert.match(received, /filename="b\.txt".*\r\n\r\nthe file\r\n--/s);
});

test("a PUT is sent completely, with the signed content type", async (t) => {
  let length = 0;
  let type: string | undefined;
  const environment = await serve(t, (request, response) => {
    type = request.headers["content-type"];
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on("end", () => response.writeHead(200, { etag: '"e1"' }).end());
  });
  await upload(environment, BODY, { key: "a", via: "put", contentType: "image/png" });
  assert.deepEqual([length, type], [BODY.length, "image/png"]);
});

test("a connection that the server does not accept is NetworkOrCors, and the error has no address", async (t) => {
  const environment = await serve(t, (request) => request.socket.destroy());
  const once = { ...environment, retry: { attempts: 1 } };
  await assert.rejects(download(once, "secret-key"), (error: Error & { code?: string }) => {
    assert.equal(error.code, "NetworkOrCors");
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /secret-key|127\.0\.0\.1/);
    return true;
  });
});
