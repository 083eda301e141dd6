import assert from "node:assert/strict";
import type { PostRequest } from "../../../js/types.ts";
import { submit, use } from "../exchange.ts";
import { type Feature, freshKey, succeeded, versions } from "../feature.ts";
import { type Server, type SignatureVersion, signerFor } from "../server.ts";

type Check = (server: Server, version: SignatureVersion) => Promise<void>;

const file = new File(["some bytes"], "photo é.png", { type: "image/png" });

const checks: Record<string, Check> = {
  "exact key": async (server, version) => {
    const key = freshKey("exact");
    await sent(server, version, { key });
    await isThere(server, version, key);
  },
  "key of all scripts and reserved characters": async (server, version) => {
    const key = freshKey("é 日本 😀 a+b%20?&=#'c");
    await sent(server, version, { key });
    await isThere(server, version, key);
  },
  "key named by the file": async (server, version) => {
    const folder = freshKey("");
    await sent(server, version, { key: `${folder}\${filename}` });
    await isThere(server, version, `${folder}photo é.png`);
  },
  "the file's name inside the key": async (server, version) => {
    const folder = freshKey("");
    await sent(server, version, { key: `${folder}\${filename}.bak` });
    await isThere(server, version, `${folder}photo é.png.bak`);
  },
  "key that only begins so": async (server, version) => {
    const folder = freshKey("");
    const key = `${folder}of my choice`;
    await sent(server, version, { keyStartsWith: folder }, { key });
    await isThere(server, version, key);
  },
  "type and metadata": async (server, version) => {
    const key = freshKey("fields");
    const fields = { "x-amz-meta-title": "a title", "Cache-Control": "max-age=60" };
    await sent(server, version, { key, fields, contentType: "image/png" });
    const head = await use(signerFor(server, version).presign({ key, method: "HEAD" }));
    assert.equal(head.headers["content-type"], "image/png");
    assert.equal(head.headers["x-amz-meta-title"], "a title");
    assert.equal(head.headers["cache-control"], "max-age=60");
  },
  "metadata beyond ASCII": async (server, version) => {
    await sent(server, version, { key: freshKey("title"), fields: { "x-amz-meta-title": "é 日" } });
  },
  "type that begins so": async (server, version) => {
    const key = freshKey("prefix");
    await sent(server, version, { key, contentType: "image/" });
    const head = await use(signerFor(server, version).presign({ key, method: "HEAD" }));
    assert.equal(head.headers["content-type"], "image/png");
  },
  "size within its limits": async (server, version) => {
    await sent(server, version, { key: freshKey("size"), minSize: 10, maxSize: 10 });
  },
  "answer with the place and the ETag": async (server, version) => {
    const key = freshKey("answer");
    const fields = { success_action_status: "201" };
    const { status, body } = await sent(server, version, { key, fields });
    assert.equal(status, 201);
    assert.ok(body.toString().includes(`<Key>${key}</Key>`), body.toString());
    assert.match(body.toString(), /<ETag>.+<\/ETag>/);
  },
  "answer without a body": async (server, version) => {
    const { status, body } = await sent(server, version, { key: freshKey("204") });
    assert.deepEqual([status, body.length], [204, 0]);
  },
  redirect: async (server, version) => {
    const fields = { success_action_redirect: "http://localhost/done" };
    const post = signerFor(server, version).presignPost({ key: freshKey("redirect"), fields });
    const { status, headers } = await submit(post, file);
    assert.equal(status, 303);
    assert.match(headers.location as string, /^http:\/\/localhost\/done\?/);
  },
  "field that is ignored": async (server, version) => {
    await sent(server, version, { key: freshKey("ignored"), fields: { "x-ignore-me": "a" } });
  },
};

/** What forms do. */
export const formFeatures: Feature[] = versions.flatMap((version) => [
  {
    name: `${version} form: a life of thirty days`,
    run: async (server) => {
      const signingDate = new Date(Date.now() - 20 * 86_400_000);
      const expiresIn = 30 * 86_400;
      await sent(server, version, { key: freshKey("long"), signingDate, expiresIn });
    },
  },
  ...Object.entries(checks).map(
    ([what, check]): Feature => ({
      name: `${version} form: ${what}`,
      run: (server) => check(server, version),
    }),
  ),
  {
    name: `${version} form: a session token`,
    needs: "temporary",
    run: async (server) => {
      const { temporary: credentials } = server as Required<Server>;
      const signer = signerFor(server, version, { credentials });
      succeeded(await submit(signer.presignPost({ key: freshKey("token") }), file));
    },
  },
  {
    name: `${version} form: the bucket's own host`,
    needs: "virtualHost",
    run: async (server) => {
      const { virtualHost: endpoint } = server as Required<Server>;
      const signer = signerFor(server, version, { endpoint, addressing: "virtual" });
      succeeded(await submit(signer.presignPost({ key: freshKey("virtual") }), file));
    },
  },
]);

async function sent(
  server: Server,
  version: SignatureVersion,
  request: PostRequest,
  options: { key?: string } = {},
) {
  return succeeded(await submit(signerFor(server, version).presignPost(request), file, options));
}

async function isThere(server: Server, version: SignatureVersion, key: string): Promise<void> {
  const { body } = succeeded(await use(signerFor(server, version).presign(key)));
  assert.equal(body.toString(), "some bytes");
}
