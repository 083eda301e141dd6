import assert from "node:assert/strict";
import { test } from "node:test";
import { SignpostError, TransferError } from "../../../js/errors.ts";
import {
  type CKEditorLoader,
  ckeditorAdapter,
  tinymceUpload,
  uploadFile,
} from "../../../js/integrations/editors.ts";
import { file } from "../queue/fake-client.ts";
import { thrownError } from "../support/thrown-error.ts";
import { settled, WidgetClient } from "./widget-client.ts";

const TOO_LARGE = new SignpostError("FileTooLarge", "The file is too large.", {
  hint: "Choose a smaller file.",
});
const OFFLINE = new TransferError("NetworkOrCors", "There was no response.", { attempts: 5 });

for (const [name, create] of Object.entries({ uploadFile, tinymceUpload, ckeditorAdapter })) {
  test(`${name} rejects a client without the method upload`, () => {
    const error = thrownError(() => create({} as never));
    assert.deepEqual([error.code, error.field], ["InvalidOption", "s3"]);
  });

  test(`${name} rejects an unknown option`, () => {
    const error = thrownError(() => create(new WidgetClient().s3, { maxSize: 1 } as never));
    assert.deepEqual([error.code, error.field], ["InvalidOption", "maxSize"]);
  });
}

test("uploadFile resolves with the key and the address without a signature", async () => {
  const client = new WidgetClient();
  const progress: number[] = [];
  const uploaded = uploadFile(client.s3, { key: ({ name }) => `docs/${name}` })(file("a.png"), {
    onProgress: ({ loaded }) => progress.push(loaded),
  });
  client.last.report(3);
  client.last.finish();
  assert.deepEqual(await uploaded, { key: "docs/a.png", url: "https://b.example/docs/a.png" });
  assert.deepEqual(progress, [3, 10]);
});

test("uploadFile rejects with the error of the upload", async () => {
  const client = new WidgetClient();
  const uploaded = uploadFile(client.s3)(file("a.png"));
  client.last.fail(TOO_LARGE);
  await assert.rejects(uploaded, TOO_LARGE);
});

test("uploadFile ends the upload by its signal", async () => {
  const client = new WidgetClient();
  const controller = new AbortController();
  const uploaded = uploadFile(client.s3)(file("a.png"), { signal: controller.signal });
  controller.abort();
  assert.equal(client.last.state, "aborted");
  await assert.rejects(uploaded, { name: "AbortError" });
});

/** Uploads an image as TinyMCE does. */
function uploadImage() {
  const client = new WidgetClient();
  const progress: number[] = [];
  const blob = new Blob(["abc"], { type: "image/png" });
  const url = tinymceUpload(client.s3, { key: ({ name }) => name })(
    { blob: () => blob, filename: () => "blobid1.png" },
    (percent) => progress.push(percent),
  );
  return { client, progress, url };
}

test("tinymceUpload uploads the blob as a file of its name, and resolves with the address", async () => {
  const { client, progress, url } = uploadImage();
  const { name, type } = client.last.file;
  assert.deepEqual([name, type], ["blobid1.png", "image/png"]);
  client.last.finish();
  assert.equal(await url, "https://b.example/blobid1.png");
  assert.deepEqual(progress, [100]);
});

test("tinymceUpload removes an image that can never be uploaded", async () => {
  const { client, url } = uploadImage();
  client.last.fail(TOO_LARGE);
  await assert.rejects(url, {
    message: "The file is too large. Choose a smaller file.",
    remove: true,
    cause: TOO_LARGE,
  });
});

test("tinymceUpload keeps an image whose upload can succeed later", async () => {
  const { client, url } = uploadImage();
  assert(OFFLINE.retryable);
  client.last.fail(OFFLINE);
  await assert.rejects(url, { message: "There was no response.", remove: false });
});

/** Uploads a file as the FileRepository of CKEditor does. */
async function load(body: File | null = file("a.png", 10)) {
  const client = new WidgetClient();
  const loader: CKEditorLoader = { file: Promise.resolve(body), uploadTotal: null, uploaded: 0 };
  const adapter = ckeditorAdapter(client.s3, { key: ({ name }) => name })(loader);
  const uploaded = adapter.upload();
  uploaded.catch(() => {});
  await settled();
  return { client, loader, adapter, uploaded };
}

test("the adapter of CKEditor resolves with the address, and sets the loader's progress", async () => {
  const { client, loader, uploaded } = await load();
  client.last.report(4);
  assert.deepEqual([loader.uploadTotal, loader.uploaded], [10, 4]);
  client.last.finish();
  assert.deepEqual(await uploaded, { default: "https://b.example/a.png" });
  assert.equal(loader.uploaded, 10);
});

test("the adapter of CKEditor rejects with a text, which CKEditor shows", async () => {
  const { client, uploaded } = await load();
  client.last.fail(TOO_LARGE);
  const reason = await uploaded.catch((reason: unknown) => reason);
  assert.equal(reason, "The file is too large. Choose a smaller file.");
});

test("the abort of CKEditor's adapter ends the upload", async () => {
  const { client, adapter, uploaded } = await load();
  adapter.abort();
  assert.equal(client.last.state, "aborted");
  await assert.rejects(uploaded);
});

test("the adapter of CKEditor rejects if the loader has no file", async () => {
  const { client, uploaded } = await load(null);
  assert.equal(client.uploads.length, 0);
  const reason = await uploaded.catch((reason: unknown) => reason);
  assert.match(String(reason), /must be a Blob or a File/);
});
