import assert from "node:assert/strict";
import type { PostRequest } from "../../../js/types.ts";
import type { Feature } from "../feature.ts";
import { type Server, type SignatureVersion, signatureVersions } from "../server.ts";
import { assertSuccess } from "../support/assertions.ts";
import { signerFor } from "../support/clients.ts";
import { type PeerResponse, sendPost, sendSigned } from "../support/http.ts";
import { uniqueKey } from "../support/objects.ts";

type Check = (server: Server, version: SignatureVersion) => Promise<void>;

const CONTENT = "some bytes";
const FILE = new File([CONTENT], "photo é.png", { type: "image/png" });
const DAY = 86_400;

const checks: Record<string, Check> = {
  "expiry of 30 days, used after 20 days": async (server, version) => {
    const signingDate = new Date(Date.now() - 20 * DAY * 1_000);
    await upload(server, version, { key: uniqueKey("long"), signingDate, expiresIn: 30 * DAY });
  },
  "exact key": async (server, version) => {
    const key = uniqueKey("exact");
    await upload(server, version, { key });
    await assertStored(server, version, key);
  },
  "exact key with several scripts and reserved characters": async (server, version) => {
    const key = uniqueKey("é 日本 😀 a+b%20?&=#'c");
    await upload(server, version, { key });
    await assertStored(server, version, key);
  },
  "key that ends with the file name": async (server, version) => {
    const folder = uniqueKey("");
    await upload(server, version, { key: `${folder}\${filename}` });
    await assertStored(server, version, `${folder}photo é.png`);
  },
  "key with the file name in the middle": async (server, version) => {
    const folder = uniqueKey("");
    await upload(server, version, { key: `${folder}\${filename}.bak` });
    await assertStored(server, version, `${folder}photo é.png.bak`);
  },
  "key with a signed prefix": async (server, version) => {
    const folder = uniqueKey("");
    const key = `${folder}of my choice`;
    await upload(server, version, { keyStartsWith: folder }, { key });
    await assertStored(server, version, key);
  },
  "Content-Type, metadata and Cache-Control": async (server, version) => {
    const key = uniqueKey("fields");
    const fields = { "x-amz-meta-title": "a title", "Cache-Control": "max-age=60" };
    await upload(server, version, { key, fields, contentType: "image/png" });
    const { headers } = await head(server, version, key);
    assert.equal(headers["content-type"], "image/png");
    assert.equal(headers["x-amz-meta-title"], "a title");
    assert.equal(headers["cache-control"], "max-age=60");
  },
  "metadata beyond ASCII": async (server, version) => {
    const fields = { "x-amz-meta-title": "é 日" };
    await upload(server, version, { key: uniqueKey("title"), fields });
  },
  "Content-Type with a signed prefix": async (server, version) => {
    const key = uniqueKey("prefix");
    await upload(server, version, { key, contentType: "image/" });
    const { headers } = await head(server, version, key);
    assert.equal(headers["content-type"], "image/png");
  },
  "file size equal to both limits": async (server, version) => {
    const { size } = FILE;
    await upload(server, version, { key: uniqueKey("size"), minSize: size, maxSize: size });
  },
  "status 201 with Key and ETag": async (server, version) => {
    const key = uniqueKey("status");
    const fields = { success_action_status: "201" };
    const { status, body } = await upload(server, version, { key, fields });
    assert.equal(status, 201);
    assert.ok(body.toString().includes(`<Key>${key}</Key>`), body.toString());
    assert.match(body.toString(), /<ETag>.+<\/ETag>/);
  },
  "status 204 without a body": async (server, version) => {
    const { status, body } = await upload(server, version, { key: uniqueKey("204") });
    assert.deepEqual([status, body.length], [204, 0]);
  },
  "redirect after the upload": async (server, version) => {
    const fields = { success_action_redirect: "http://localhost/done" };
    const post = signerFor(server, version).presignPost({ key: uniqueKey("redirect"), fields });
    const { status, headers } = await sendPost(post, FILE);
    assert.equal(status, 303);
    assert.match(headers.location as string, /^http:\/\/localhost\/done\?/);
  },
  "x-ignore-* field": async (server, version) => {
    const fields = { "x-ignore-me": "a" };
    await upload(server, version, { key: uniqueKey("ignored"), fields });
  },
};

export const formFeatures: Feature[] = signatureVersions.flatMap((version) => [
  ...Object.entries(checks).map(
    ([name, check]): Feature => ({
      name: `${version} form: ${name}`,
      needs: ["formPost"],
      run: (server) => check(server, version),
    }),
  ),
  {
    name: `${version} form: session token`,
    needs: ["formPost", "temporaryCredentials"],
    run: async (server) => {
      const { temporaryCredentials: credentials } = server as Required<Server>;
      const signer = signerFor(server, version, { credentials });
      assertSuccess(await sendPost(signer.presignPost({ key: uniqueKey("token") }), FILE));
    },
  },
  {
    name: `${version} form: virtual-hosted addressing`,
    needs: ["formPost", "virtualHost"],
    run: async (server) => {
      const { virtualHost: endpoint } = server as Required<Server>;
      const signer = signerFor(server, version, { endpoint, addressing: "virtual" });
      assertSuccess(await sendPost(signer.presignPost({ key: uniqueKey("virtual") }), FILE));
    },
  },
]);

async function upload(
  server: Server,
  version: SignatureVersion,
  request: PostRequest,
  options: { key?: string } = {},
): Promise<PeerResponse> {
  const post = signerFor(server, version).presignPost(request);
  return assertSuccess(await sendPost(post, FILE, options));
}

function head(server: Server, version: SignatureVersion, key: string): Promise<PeerResponse> {
  return sendSigned(signerFor(server, version).presign({ key, method: "HEAD" }));
}

async function assertStored(server: Server, version: SignatureVersion, key: string): Promise<void> {
  const { body } = assertSuccess(await sendSigned(signerFor(server, version).presign(key)));
  assert.equal(body.toString(), CONTENT);
}
