import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import type { PostRequest } from "s3-signpost";
import { formatUpload, type UploadFormat } from "../../../www/form/copies.ts";
import type { SignedUpload } from "../../../www/form/sign.ts";
import { type Stack, startStack } from "../stack.ts";
import { readObject, stackSigner } from "./form-steps.ts";

const run = promisify(execFile);

let stack: Stack;
let folder: string;

before(async () => {
  [stack, folder] = await Promise.all([startStack(), mkdtemp(join(tmpdir(), "form-"))]);
});
after(async () => {
  await Promise.all([stack.stop(), rm(folder, { recursive: true })]);
});

/** Signs a form with the limits of these tests: up to 10 bytes of an image below a prefix with all kinds of characters. */
function sign(options: Partial<PostRequest> = {}): SignedUpload {
  const request: PostRequest = {
    keyStartsWith: `copies/it's "<b>" & $HOME/`,
    maxSize: 10,
    contentType: "image/",
    fields: { "x-amz-meta-note": `'"<&>$(id)\`\\ ü`, success_action_status: "201" },
    ...options,
  };
  const post = stackSigner(stack).presignPost(request);
  return { via: "post", bucket: stack.ready.bucket, post, request };
}

function signLink(size: number): SignedUpload {
  const headers = { "content-type": "image/png" };
  const request = { method: "PUT", key: `copies/put it's.png`, size, headers } as const;
  const link = stackSigner(stack).presign(request);
  return { via: "put", bucket: stack.ready.bucket, link, request, contentType: "image/png" };
}

interface Outcome {
  status: number;
  text: string;
}

/** Runs a text as its reader would, and returns the response. */
const SENDERS: Partial<Record<UploadFormat, (text: string, file: File) => Promise<Outcome>>> = {
  async curl(text, file) {
    const name = text.includes("--upload-file") ? "put it's.png" : "file";
    await writeFile(join(folder, name), await file.text());
    const command = text.replace(/^curl/, "curl --silent --write-out '\\n%{http_code}'");
    const { stdout } = await run("sh", ["-c", `${command} || true`], { cwd: folder });
    const lines = stdout.trim().split("\n");
    return { status: Number(lines.pop()), text: lines.join("\n") };
  },
  async json(text, file) {
    const { url, fields } = JSON.parse(text) as { url: string; fields: Record<string, string> };
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("Content-Type", file.type);
    body.append("file", file);
    return outcomeOf(await fetch(url, { method: "POST", body }));
  },
  async fetch(text, file) {
    const code = `return (async () => { ${text}\nreturn response; })()`;
    return outcomeOf(await (new Function("file", code)(file) as Promise<Response>));
  },
  async link(text, file) {
    const headers = { "content-type": file.type };
    return outcomeOf(await fetch(text, { method: "PUT", body: file, headers }));
  },
};

async function outcomeOf(response: Response): Promise<Outcome> {
  return { status: response.status, text: await response.text() };
}

function send(format: UploadFormat, signed: SignedUpload, file: File): Promise<Outcome> {
  const sender = SENDERS[format];
  assert.ok(sender);
  return sender(formatUpload(format, signed), file);
}

const png = (text: string) => new File([text], "file", { type: "image/png" });

for (const format of ["curl", "json", "fetch"] as const) {
  describe(`a form copied as ${format}`, () => {
    test("stores a file within its limits", async () => {
      const { status } = await send(format, sign(), png(format));
      const object = await readObject(stack, `copies/it's "<b>" & $HOME/file`);
      assert.deepEqual([status, object.type, object.text], [201, "image/png", format]);
    });

    test("stores no file above its maximum", async () => {
      const { status, text } = await send(format, sign(), png("12345678901"));
      assert.equal(status, 400);
      assert.match(text, /<Code>EntityTooLarge<\/Code>/);
    });
  });
}

for (const format of ["json", "fetch"] as const) {
  test(`a form copied as ${format} stores no file of another type`, async () => {
    const file = new File(["a"], "file", { type: "text/plain" });
    const { status, text } = await send(format, sign(), file);
    assert.equal(status, 403);
    assert.match(text, /Policy Condition failed/);
  });
}

for (const format of ["link", "curl", "fetch"] as const) {
  describe(`an upload link copied as ${format}`, () => {
    test("stores a file of its size", async () => {
      const { status } = await send(format, signLink(format.length), png(format));
      const object = await readObject(stack, "copies/put it's.png");
      assert.deepEqual([status, object.text], [200, format]);
    });

    test("stores no file of another size", async () => {
      const { status } = await send(format, signLink(3), png("12345678901"));
      assert.equal(status, 403);
    });
  });
}

test("code for a page does not end its script element", () => {
  const signed = sign({ fields: { "x-amz-meta-note": "</script><!--" } });
  assert.doesNotMatch(formatUpload("fetch", signed), /<\/script|<!--/);
});

test("a command for one key names the file of the key", () => {
  const { keyStartsWith: _, ...rest } = (sign() as SignedUpload & { via: "post" }).request;
  const post = stackSigner(stack).presignPost({ ...rest, key: "copies/report.pdf" });
  const request = { ...rest, key: "copies/report.pdf" };
  const text = formatUpload("curl", { via: "post", bucket: "", post, request });
  assert.match(text, /file=@"\.\/report\.pdf"/);
});
