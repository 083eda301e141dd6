import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { type PostRequest, type PresignedPost, Presigner } from "s3-signpost";

const run = promisify(execFile);
const skip = ["curl", "sh"].some((tool) => spawnSync(tool, ["--help"]).error !== undefined)
  ? "It needs curl and a POSIX shell."
  : false;

let server: Server;
let folder: string;
let received: FormData | undefined;

/** Returns the body of a form as undici parses it. */
async function readForm(request: IncomingMessage): Promise<FormData> {
  const headers = { "Content-Type": request.headers["content-type"] ?? "" };
  return new Response(await buffer(request), { headers }).formData();
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "s3-signpost-form-"));
  server = createServer(async (request, response) => {
    received = await readForm(request);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function presignPost(request: PostRequest): PresignedPost {
  const { port } = server.address() as AddressInfo;
  return new Presigner({
    region: "us-east-1",
    bucket: "bucket",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" },
  }).presignPost(request);
}

/** Runs a command in a shell and returns the form that arrived. */
async function send(command: string, shell = "sh"): Promise<FormData> {
  received = undefined;
  const { PATH } = process.env;
  await run(shell, ["-c", command], { cwd: folder, env: { PATH } });
  assert.ok(received, "Nothing arrived.");
  return received;
}

test("every field arrives unchanged, with all characters that curl or a shell treat specially", {
  skip,
}, async () => {
  const nasty = [
    "@/etc/hostname",
    "</etc/hostname",
    "a;type=text/html",
    "a,b;filename=c",
    'it\'s "quoted" \\ and \\" more',
    "$HOME `id` $(id) !! * ? ~",
    "\t tab, and spaces at both ends ",
    "ü€😀",
    "a=b&c%20d",
    "",
    "-",
  ];
  const fields = Object.fromEntries(nasty.map((value, index) => [`x-amz-meta-${index}`, value]));
  const post = presignPost({ key: "a/${filename}", fields });
  writeFileSync(join(folder, "file.txt"), "hello");
  for (const shell of ["sh", "bash"]) {
    if (spawnSync(shell, ["--help"]).error) continue;
    const form = await send(post.toCurl("file.txt"), shell);
    const file = form.get("file");
    form.delete("file");
    assert.deepEqual(Object.fromEntries(form), post.fields);
    assert.ok(file instanceof File);
    assert.deepEqual([file.name, await file.text()], ["file.txt", "hello"]);
  }
});

test("a file with special characters in its path is sent, as the last field", {
  skip,
}, async () => {
  for (const path of [
    "a;type=text/html",
    "a,b",
    'it\'s "quoted"',
    "back\\slash\\",
    "-f",
    "@at",
    "$HOME/`x`",
    "two\nlines",
    " ü ",
  ]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), `content of ${path}`);
    const form = await send(presignPost({ key: "a" }).toCurl(path));
    const [name, file] = [...form].at(-1) ?? [];
    assert.equal(name, "file");
    assert.ok(file instanceof File);
    assert.equal(await file.text(), `content of ${path}`, path);
  }
});

test("a file is sent with the chosen type if the form allows several", {
  skip,
}, async () => {
  writeFileSync(join(folder, "image"), "hello");
  const post = presignPost({ key: "a", contentType: "image/" });
  const form = await send(post.toCurl("image", { contentType: "image/png" }));
  assert.equal(form.get("Content-Type"), "image/png");
});

test("the file can be read from standard input", { skip }, async () => {
  const form = await send(`printf hello | ${presignPost({ key: "a" }).toCurl("-")}`);
  const file = form.get("file");
  assert.ok(file instanceof File);
  assert.equal(await file.text(), "hello");
});
