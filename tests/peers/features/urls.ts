import assert from "node:assert/strict";
import type { PresignRequest } from "../../../js/types.ts";
import { use } from "../exchange.ts";
import { type Feature, freshKey, refused, succeeded, versions } from "../feature.ts";
import { type Server, type SignatureVersion, signerFor } from "../server.ts";

/** Ends of keys, each with what it is a trial of. */
const keys: Record<string, string> = {
  "letters, digits and marks": "a-Z_0.~9",
  "spaces and pluses": "a b+c  d",
  "percent signs": "100% %20 %2F %zz",
  "reserved characters": "a?b&c=d#e;f:g@h!i$j'k(l)m*n,o[p]q",
  "quotes and brackets": 'a"b<c>d{e}f|g^h`i',
  "all scripts": "é e\u0301 日本 العربية 😀 👩‍💻",
  "a backslash": "a\\b",
  "an empty segment": "a//b",
  "a slash at its end": "a/",
  "dots that are no segment": "a/.../..b/c.",
};

type Check = (server: Server, version: SignatureVersion) => Promise<void>;

const checks: Record<string, Check> = {
  "HEAD tells the size": async (server, version) => {
    const key = await stored(server, version, "four");
    const { headers } = await done(server, version, { key, method: "HEAD" });
    assert.equal(headers["content-length"], "4");
  },
  "DELETE removes it": async (server, version) => {
    const key = await stored(server, version);
    await done(server, version, { key, method: "DELETE" });
    const { status } = await use(signerFor(server, version).presign(key));
    assert.equal(status, 404);
  },
  "GET of a range": async (server, version) => {
    const key = await stored(server, version, "abcdef");
    const url = signerFor(server, version).presign(key);
    const { status, body } = await use(url, undefined, { range: "bytes=1-3" });
    assert.deepEqual([status, body.toString()], [206, "bcd"]);
  },
  "PUT with signed headers": async (server, version) => {
    const headers = { "content-type": "text/x-peer", "x-amz-meta-title": "a  b" };
    const key = freshKey("headers");
    await done(server, version, { key, method: "PUT", headers }, "x");
    const head = await done(server, version, { key, method: "HEAD" });
    assert.equal(head.headers["content-type"], "text/x-peer");
    assert.match(head.headers["x-amz-meta-title"] as string, /^a +b$/);
  },
  "GET with another type and encoding": async (server, version) => {
    const key = await stored(server, version);
    const response = { contentType: "text/x-peer", cacheControl: "no-store" };
    const { headers } = await done(server, version, { key, response });
    assert.equal(headers["content-type"], "text/x-peer");
    assert.equal(headers["cache-control"], "no-store");
  },
  "GET that saves under a name of any script": async (server, version) => {
    const key = await stored(server, version);
    const { headers } = await done(server, version, { key, response: { downloadAs: "é日.txt" } });
    assert.equal(
      headers["content-disposition"],
      "attachment; filename=\"__.txt\"; filename*=UTF-8''%C3%A9%E6%97%A5.txt",
    );
  },
  "list of version 2": async (server, version) => {
    const key = await stored(server, version);
    const query = { "list-type": "2", prefix: key, delimiter: "&+ é" };
    const { body } = await done(server, version, { query });
    assert.ok(body.toString().includes(`<Key>${key}</Key>`), body.toString());
  },
  "list of version 1": async (server, version) => {
    const key = await stored(server, version);
    const { body } = await done(server, version, { query: { prefix: key, "max-keys": "1" } });
    assert.ok(body.toString().includes(`<Key>${key}</Key>`), body.toString());
  },
  "the bucket itself": async (server, version) => {
    await done(server, version, { method: "HEAD" });
  },
  "the bucket's location": async (server, version) => {
    const { body } = await done(server, version, { query: { location: "" } });
    assert.ok(body.toString().includes("LocationConstraint"));
  },
  "the list of buckets": async (server, version) => {
    const { endpoint, region, credentials } = server;
    const { Presigner } = await import("../../../js/presigner.ts");
    const signer = new Presigner({ endpoint, region, credentials, signature: version });
    const { body } = succeeded(await use(signer.presign({})));
    assert.ok(body.toString().includes(`<Name>${server.bucket}</Name>`));
  },
  "a multipart upload": async (server, version) => {
    const key = freshKey("multipart");
    const begun = await done(server, version, { key, method: "POST", query: { uploads: "" } });
    const uploadId = element(begun.body, "UploadId");
    const parts = [Buffer.alloc(5 * 1024 * 1024, "a"), Buffer.from("b")];
    const etags: string[] = [];
    for (const [index, part] of parts.entries()) {
      const query = { uploadId, partNumber: String(index + 1) };
      const { headers } = await done(server, version, { key, method: "PUT", query }, part);
      etags.push(headers.etag as string);
    }
    const listed = await done(server, version, { key, query: { uploadId } });
    assert.equal(listed.body.toString().match(/<PartNumber>/g)?.length, 2);
    const list = etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
    );
    const document = `<CompleteMultipartUpload>${list.join("")}</CompleteMultipartUpload>`;
    await done(server, version, { key, method: "POST", query: { uploadId } }, document);
    const { headers } = await done(server, version, { key, method: "HEAD" });
    assert.equal(headers["content-length"], String(5 * 1024 * 1024 + 1));
  },
  "a multipart upload that is aborted": async (server, version) => {
    const key = freshKey("aborted");
    const begun = await done(server, version, { key, method: "POST", query: { uploads: "" } });
    const uploadId = element(begun.body, "UploadId");
    await done(server, version, { key, method: "DELETE", query: { uploadId } });
    const url = signerFor(server, version).presign({ key, query: { uploadId } });
    assert.equal((await use(url)).status, 404);
  },
  "a copy": async (server, version) => {
    const from = await stored(server, version, "copied");
    const headers = { "x-amz-copy-source": `${server.bucket}/${encodeURI(from)}` };
    const key = freshKey("copy");
    await done(server, version, { key, method: "PUT", headers });
    const { body } = await done(server, version, { key });
    assert.equal(body.toString(), "copied");
  },
  "an object's tags": async (server, version) => {
    const key = await stored(server, version);
    const tagging = { tagging: "" };
    const tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
    await done(server, version, { key, method: "PUT", query: tagging }, tags);
    const { body } = await done(server, version, { key, query: tagging });
    assert.match(body.toString(), /<Key>a<\/Key>\s*<Value>b<\/Value>/);
  },
};

/** Requests that only Signature V4 can sign. */
const checksOfV4: Record<string, (server: Server) => Promise<void>> = {
  "PUT of the signed size, and of no other": async (server) => {
    const key = freshKey("size");
    const headers = { "Content-Length": "5" };
    const url = signerFor(server, "v4").presign({ key, method: "PUT", headers });
    succeeded(await use(url, "hello"));
    refused(await use(url, "hello again"));
    refused(await use(url, "hell"));
    const { body } = await done(server, "v4", { key });
    assert.equal(body.toString(), "hello");
  },
  "GET that asks for the checksum in its query": async (server) => {
    const key = freshKey("mode");
    const headers = { "x-amz-checksum-crc32": "NhCmhg==" };
    await done(server, "v4", { key, method: "PUT", headers }, "hello");
    const query = { "x-amz-checksum-mode": "ENABLED" };
    const reply = await done(server, "v4", { key, query });
    assert.equal(reply.headers["x-amz-checksum-crc32"], "NhCmhg==");
  },
};

/** What presigned URLs do. */
export const urlFeatures: Feature[] = [
  ...versions.flatMap(featuresOf),
  ...Object.entries(checksOfV4).map(([what, run]): Feature => ({ name: `v4 URL: ${what}`, run })),
];

function featuresOf(version: SignatureVersion): Feature[] {
  return [
    ...Object.entries(keys).map(
      ([what, end]): Feature => ({
        name: `${version} URL: PUT and GET of a key with ${what}`,
        run: (server) => comesBack(server, version, freshKey(end)),
      }),
    ),
    {
      name: `${version} URL: PUT and GET of a key that begins with a slash`,
      run: (server) => comesBack(server, version, `/${freshKey("slash")}`),
    },
    ...Object.entries(checks).map(
      ([what, check]): Feature => ({
        name: `${version} URL: ${what}`,
        run: (server) => check(server, version),
      }),
    ),
    {
      name: `${version} URL: PUT and GET with a session token`,
      needs: "temporary",
      run: async (server) => {
        const { temporary: credentials } = server as Required<Server>;
        const signer = signerFor(server, version, { credentials });
        const key = freshKey("token");
        succeeded(await use(signer.presign({ key, method: "PUT" }), "x"));
        succeeded(await use(signer.presign(key)));
      },
    },
    {
      name: `${version} URL: PUT and GET at the bucket's own host`,
      needs: "virtualHost",
      run: async (server) => {
        const { virtualHost: endpoint } = server as Required<Server>;
        const signer = signerFor(server, version, { endpoint, addressing: "virtual" });
        const key = freshKey("é virtual");
        succeeded(await use(signer.presign({ key, method: "PUT" }), "x"));
        succeeded(await use(signer.presign(key)));
        succeeded(await use(signer.presign({ query: { location: "" } })));
      },
    },
  ];
}

async function done(
  server: Server,
  version: SignatureVersion,
  request: PresignRequest,
  body?: string | Buffer,
) {
  return succeeded(await use(signerFor(server, version).presign(request), body));
}

async function stored(server: Server, version: SignatureVersion, text = "x"): Promise<string> {
  const key = freshKey("object");
  await done(server, version, { key, method: "PUT" }, text);
  return key;
}

async function comesBack(server: Server, version: SignatureVersion, key: string): Promise<void> {
  await done(server, version, { key, method: "PUT" }, `this is ${key}`);
  const { body } = await done(server, version, { key });
  assert.equal(body.toString(), `this is ${key}`);
}

function element(xml: Buffer, name: string): string {
  const found = new RegExp(`<${name}>(.*?)</${name}>`).exec(xml.toString());
  assert.ok(found, `no ${name} in ${xml}`);
  return (found[1] as string).replaceAll("&amp;", "&");
}
