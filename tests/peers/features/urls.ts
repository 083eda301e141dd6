import assert from "node:assert/strict";
import { Presigner } from "../../../js/presigner.ts";
import type { PresignRequest } from "../../../js/types.ts";
import { type Feature, URL_REQUIREMENTS } from "../feature.ts";
import { type Server, type SignatureVersion, signatureVersions } from "../server.ts";
import { assertRejected, assertSuccess } from "../support/assertions.ts";
import { signerFor } from "../support/clients.ts";
import { type PeerResponse, sendSigned } from "../support/http.ts";
import { PART_SIZE, uniqueKey } from "../support/objects.ts";

/** Ends of keys, by the words of their feature names. */
const keySuffixes: Record<string, string> = {
  "unreserved characters": "a-Z_0.~9",
  "spaces and plus signs": "a b+c  d",
  "percent signs": "100% %20 %2F %zz",
  "reserved characters": "a?b&c=d#e;f:g@h!i$j'k(l)m*n,o[p]q",
  "quotes and brackets": 'a"b<c>d{e}f|g^h`i',
  "several scripts": "é e\u0301 日本 العربية 😀 👩‍💻",
  "a backslash": "a\\b",
  "an empty segment": "a//b",
  "a trailing slash": "a/",
  "segments that contain dots": "a/.../..b/c.",
};

type Check = (server: Server, version: SignatureVersion) => Promise<void>;

const checks: Record<string, Check> = {
  "HEAD returns the size": async (server, version) => {
    const key = await putObject(server, version, "four");
    const { headers } = await request(server, version, { key, method: "HEAD" });
    assert.equal(headers["content-length"], "4");
  },
  "DELETE removes the object": async (server, version) => {
    const key = await putObject(server, version);
    await request(server, version, { key, method: "DELETE" });
    const { status } = await sendSigned(signerFor(server, version).presign(key));
    assert.equal(status, 404);
  },
  "GET of a byte range": async (server, version) => {
    const key = await putObject(server, version, "abcdef");
    const url = signerFor(server, version).presign(key);
    const { status, body } = await sendSigned(url, undefined, { range: "bytes=1-3" });
    assert.deepEqual([status, body.toString()], [206, "bcd"]);
  },
  "PUT with signed headers": async (server, version) => {
    const headers = { "content-type": "text/x-peer", "x-amz-meta-title": "a  b" };
    const key = uniqueKey("headers");
    await request(server, version, { key, method: "PUT", headers }, "x");
    const head = await request(server, version, { key, method: "HEAD" });
    assert.equal(head.headers["content-type"], "text/x-peer");
    assert.match(head.headers["x-amz-meta-title"] as string, /^a +b$/);
  },
  "GET with response-content-type and response-cache-control": async (server, version) => {
    const key = await putObject(server, version);
    const response = { contentType: "text/x-peer", cacheControl: "no-store" };
    const { headers } = await request(server, version, { key, response });
    assert.equal(headers["content-type"], "text/x-peer");
    assert.equal(headers["cache-control"], "no-store");
  },
  "GET with a download name beyond ASCII": async (server, version) => {
    const key = await putObject(server, version);
    const response = { downloadAs: "é日.txt" };
    const { headers } = await request(server, version, { key, response });
    assert.equal(
      headers["content-disposition"],
      "attachment; filename=\"__.txt\"; filename*=UTF-8''%C3%A9%E6%97%A5.txt",
    );
  },
  ListObjectsV2: async (server, version) => {
    const key = await putObject(server, version);
    const query = { "list-type": "2", prefix: key, delimiter: "&+ é" };
    const { body } = await request(server, version, { query });
    assert.ok(body.toString().includes(`<Key>${key}</Key>`), body.toString());
  },
  ListObjects: async (server, version) => {
    const key = await putObject(server, version);
    const { body } = await request(server, version, { query: { prefix: key, "max-keys": "1" } });
    assert.ok(body.toString().includes(`<Key>${key}</Key>`), body.toString());
  },
  HeadBucket: async (server, version) => {
    await request(server, version, { method: "HEAD" });
  },
  GetBucketLocation: async (server, version) => {
    const { body } = await request(server, version, { query: { location: "" } });
    assert.ok(body.toString().includes("LocationConstraint"));
  },
  ListBuckets: async (server, version) => {
    const { endpoint, region, credentials } = server;
    const signer = new Presigner({ endpoint, region, credentials, signature: version });
    const { body } = assertSuccess(await sendSigned(signer.presign({})));
    assert.ok(body.toString().includes(`<Name>${server.bucket}</Name>`));
  },
  "multipart upload": async (server, version) => {
    const key = uniqueKey("multipart");
    const uploadId = await createMultipartUpload(server, version, key);
    const parts = [Buffer.alloc(PART_SIZE, "a"), Buffer.from("b")];
    const etags: string[] = [];
    for (const [index, part] of parts.entries()) {
      const query = { uploadId, partNumber: String(index + 1) };
      const { headers } = await request(server, version, { key, method: "PUT", query }, part);
      etags.push(headers.etag as string);
    }
    const listed = await request(server, version, { key, query: { uploadId } });
    assert.equal(listed.body.toString().match(/<PartNumber>/g)?.length, 2);
    const list = etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
    );
    const document = `<CompleteMultipartUpload>${list.join("")}</CompleteMultipartUpload>`;
    await request(server, version, { key, method: "POST", query: { uploadId } }, document);
    const { headers } = await request(server, version, { key, method: "HEAD" });
    assert.equal(headers["content-length"], String(PART_SIZE + 1));
  },
  "aborted multipart upload": async (server, version) => {
    const key = uniqueKey("aborted");
    const uploadId = await createMultipartUpload(server, version, key);
    await request(server, version, { key, method: "DELETE", query: { uploadId } });
    const url = signerFor(server, version).presign({ key, query: { uploadId } });
    assert.equal((await sendSigned(url)).status, 404);
  },
  CopyObject: async (server, version) => {
    const source = await putObject(server, version, "copied");
    const headers = { "x-amz-copy-source": `${server.bucket}/${encodeURI(source)}` };
    const key = uniqueKey("copy");
    await request(server, version, { key, method: "PUT", headers });
    const { body } = await request(server, version, { key });
    assert.equal(body.toString(), "copied");
  },
  "object tags": async (server, version) => {
    const key = await putObject(server, version);
    const query = { tagging: "" };
    const tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
    await request(server, version, { key, method: "PUT", query }, tags);
    const { body } = await request(server, version, { key, query });
    assert.match(body.toString(), /<Key>a<\/Key>\s*<Value>b<\/Value>/);
  },
};

export const urlFeatures: Feature[] = [
  ...signatureVersions.flatMap(featuresOf),
  {
    name: "v4 URL: PUT with a signed Content-Length rejects other sizes",
    verifies: "v4",
    run: async (server) => {
      const key = uniqueKey("size");
      const headers = { "Content-Length": "5" };
      const url = signerFor(server, "v4").presign({ key, method: "PUT", headers });
      assertSuccess(await sendSigned(url, "hello"));
      assertRejected(await sendSigned(url, "hello again"));
      assertRejected(await sendSigned(url, "hell"));
      const { body } = await request(server, "v4", { key });
      assert.equal(body.toString(), "hello");
    },
  },
  {
    name: "v4 URL: GET with x-amz-checksum-mode in the query",
    run: async (server) => {
      const key = uniqueKey("mode");
      const headers = { "x-amz-checksum-crc32": "NhCmhg==" };
      await request(server, "v4", { key, method: "PUT", headers }, "hello");
      const query = { "x-amz-checksum-mode": "ENABLED" };
      const response = await request(server, "v4", { key, query });
      assert.equal(response.headers["x-amz-checksum-crc32"], "NhCmhg==");
    },
  },
];

function featuresOf(version: SignatureVersion): Feature[] {
  return [
    ...Object.entries(keySuffixes).map(
      ([name, suffix]): Feature => ({
        name: `${version} URL: PUT and GET of a key with ${name}`,
        ...URL_REQUIREMENTS[version],
        run: (server) => putAndGet(server, version, uniqueKey(suffix)),
      }),
    ),
    {
      name: `${version} URL: PUT and GET of a key with a leading slash`,
      ...URL_REQUIREMENTS[version],
      run: (server) => putAndGet(server, version, `/${uniqueKey("slash")}`),
    },
    ...Object.entries(checks).map(
      ([name, check]): Feature => ({
        name: `${version} URL: ${name}`,
        ...URL_REQUIREMENTS[version],
        run: (server) => check(server, version),
      }),
    ),
    {
      name: `${version} URL: PUT and GET with a session token`,
      ...URL_REQUIREMENTS[version],
      needs: ["temporaryCredentials"],
      run: async (server) => {
        const { temporaryCredentials: credentials } = server as Required<Server>;
        const signer = signerFor(server, version, { credentials });
        const key = uniqueKey("token");
        assertSuccess(await sendSigned(signer.presign({ key, method: "PUT" }), "x"));
        assertSuccess(await sendSigned(signer.presign(key)));
      },
    },
    {
      name: `${version} URL: PUT and GET with virtual-hosted addressing`,
      ...URL_REQUIREMENTS[version],
      needs: ["virtualHost"],
      run: async (server) => {
        const { virtualHost: endpoint } = server as Required<Server>;
        const signer = signerFor(server, version, { endpoint, addressing: "virtual" });
        const key = uniqueKey("é virtual");
        assertSuccess(await sendSigned(signer.presign({ key, method: "PUT" }), "x"));
        assertSuccess(await sendSigned(signer.presign(key)));
        assertSuccess(await sendSigned(signer.presign({ query: { location: "" } })));
      },
    },
  ];
}

/** Signs and sends a request, and throws unless it succeeds. */
async function request(
  server: Server,
  version: SignatureVersion,
  options: PresignRequest,
  body?: string | Buffer,
): Promise<PeerResponse> {
  return assertSuccess(await sendSigned(signerFor(server, version).presign(options), body));
}

/** Stores an object and returns its key. */
async function putObject(server: Server, version: SignatureVersion, text = "x"): Promise<string> {
  const key = uniqueKey("object");
  await request(server, version, { key, method: "PUT" }, text);
  return key;
}

async function putAndGet(server: Server, version: SignatureVersion, key: string): Promise<void> {
  await request(server, version, { key, method: "PUT" }, `this is ${key}`);
  const { body } = await request(server, version, { key });
  assert.equal(body.toString(), `this is ${key}`);
}

/** Creates a multipart upload and returns its id. */
async function createMultipartUpload(
  server: Server,
  version: SignatureVersion,
  key: string,
): Promise<string> {
  const query = { uploads: "" };
  const { body } = await request(server, version, { key, method: "POST", query });
  const uploadId = /<UploadId>(.*?)<\/UploadId>/.exec(body.toString())?.[1];
  assert.ok(uploadId, `no UploadId in ${body}`);
  return uploadId.replaceAll("&amp;", "&");
}
