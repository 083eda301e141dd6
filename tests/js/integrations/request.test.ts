import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SignpostError } from "../../../js/errors.ts";
import type { FileUploaderOptions } from "../../../js/integrations/file-uploader.ts";
import { customRequest, type KitRequest } from "../../../js/integrations/request.ts";
import { file } from "../queue/fake-client.ts";
import { thrownError } from "../support/thrown-error.ts";
import { settled, WidgetClient } from "./widget-client.ts";

const original = globalThis.XMLHttpRequest;
before(() => {
  class UnsentRequest {
    abort(): never {
      throw new Error("The upload was not aborted.");
    }
  }
  globalThis.XMLHttpRequest = UnsentRequest as unknown as typeof XMLHttpRequest;
});
after(() => {
  globalThis.XMLHttpRequest = original;
});

/** Starts an upload as antd does, and records the kit's callbacks. */
function start(body: KitRequest["file"], options?: FileUploaderOptions) {
  const client = new WidgetClient();
  const calls: [name: string, ...values: unknown[]][] = [];
  const handle = customRequest(
    client.s3,
    options,
  )({
    file: body,
    onProgress: ({ percent }) => calls.push(["progress", percent]),
    onSuccess: ({ key }) => calls.push(["success", key]),
    onError: (error, text) => calls.push(["error", error, text]),
  });
  return { client, calls, handle };
}

test("customRequest rejects a client without the method upload", () => {
  for (const wrong of [undefined, null, {}, { upload: true }, Promise.resolve({})]) {
    const error = thrownError(() => customRequest(wrong as never));
    assert.deepEqual([error.code, error.field], ["InvalidOption", "s3"]);
  }
});

const WRONG_OPTIONS: [what: string, options: unknown, field: string][] = [
  ["options that are a string", "options", "options"],
  ["a promise of options", Promise.resolve({ key: () => "a" }), "options"],
  ["an unknown option", { keys: () => "a" }, "keys"],
  ["a key that is no function", { key: "uploads/" }, "key"],
  ["upload options that are a string", { upload: "multipart" }, "upload"],
  ["a key in the upload options", { upload: { key: "a" } }, "upload.key"],
  [
    "a progress handler in the upload options",
    { upload: { onProgress() {} } },
    "upload.onProgress",
  ],
  ["a signal in the upload options", { upload: { signal: AbortSignal.abort() } }, "upload.signal"],
];
for (const [what, options, field] of WRONG_OPTIONS) {
  test(`customRequest rejects ${what}`, () => {
    const error = thrownError(() => customRequest(new WidgetClient().s3, options as never));
    assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
  });
}

test("a getter that throws is reported without its error", () => {
  const options = {
    get key(): never {
      throw new Error("secret");
    },
  };
  const error = thrownError(() => customRequest(new WidgetClient().s3, options));
  assert.equal(error.code, "InvalidOption");
  assert(!error.message.includes("secret"));
});

test("a file is uploaded under the key and with the options of the application", () => {
  const body = file("cat.jpg");
  const { client } = start(body, {
    key: ({ name }) => `photos/${name}`,
    upload: ({ size }) => ({ maxSize: size, resumable: true }),
  });
  assert.equal(client.last.file, body);
  const { onProgress: _, ...options } = client.last.options;
  assert.deepEqual(options, { key: "photos/cat.jpg", maxSize: 10, resumable: true });
});

test("two files of one name have different default keys that end in the name", () => {
  const keys = [1, 2].map(() => start(file("image.png")).client.last.options.key);
  for (const key of keys) assert.match(key, /^[0-9a-f]{32}\/image\.png$/);
  assert.notEqual(keys[0], keys[1]);
});

test("a Blob without a name is uploaded as a file named blob of its type", async () => {
  const { client } = start(new Blob(["abc"], { type: "image/png" }), { key: ({ name }) => name });
  const { name, type } = client.last.file;
  assert.deepEqual([name, type, await client.last.file.text()], ["blob", "image/png", "abc"]);
  assert.equal(client.last.options.key, "blob");
});

test("a string is uploaded as a text file", async () => {
  const { client } = start("a,b\n");
  assert.equal(client.last.file.type, "text/plain");
  assert.equal(await client.last.file.text(), "a,b\n");
});

test("progress is a percentage that reaches 100 only when the upload is done", async () => {
  const { client, calls } = start(file("a.txt", 10), { key: () => "a.txt" });
  client.last.report(5);
  client.last.report(9);
  client.last.finish();
  await settled();
  assert.deepEqual(calls, [
    ["progress", 50],
    ["progress", 90],
    ["progress", 100],
    ["success", "a.txt"],
  ]);
});

test("an empty file ends at 100 percent", async () => {
  const { client, calls } = start(file("empty.txt", 0), { key: () => "e" });
  client.last.report(0);
  client.last.finish();
  await settled();
  assert.deepEqual(calls, [
    ["progress", 0],
    ["progress", 100],
    ["success", "e"],
  ]);
});

test("onError gets the error of the upload, and its message and hint as a text", async () => {
  const { client, calls } = start(file("a.txt"));
  const error = new SignpostError("FileTooLarge", "The file is too large.", {
    hint: "Choose a smaller file.",
  });
  client.last.fail(error);
  await settled();
  assert.deepEqual(calls, [["error", error, "The file is too large. Choose a smaller file."]]);
});

test("an error of the application's key function is reported after the request was returned", async () => {
  const cause = new Error("no user");
  const { calls, client } = start(file("a.txt"), {
    key: () => {
      throw cause;
    },
  });
  assert.deepEqual([calls, client.uploads], [[], []]);
  await settled();
  const [[name, error]] = calls as [[string, SignpostError]];
  assert.equal(name, "error");
  assert.deepEqual([error.code, error.field, error.cause], ["CallbackFailed", "key", cause]);
});

test("a value that is no file is an error of the upload", async () => {
  for (const wrong of [null, undefined, 5, {}, { file: null }]) {
    const { calls } = start(wrong as never);
    await settled();
    const [[, error]] = calls as [[string, SignpostError]];
    assert.deepEqual([error.code, error.field], ["InvalidOption", "file"]);
  }
});

test("abort ends the upload, and no callback is called after it", async () => {
  const { client, calls, handle } = start(file("a.txt"));
  handle.abort();
  assert.equal(client.last.state, "aborted");
  client.last.report(7);
  await settled();
  assert.deepEqual(calls, []);
});

test("an upload that was confirmed before abort calls no callback", async () => {
  const { client, calls, handle } = start(file("a.txt"));
  client.last.isConfirmed = true;
  handle.abort();
  client.last.finish();
  await settled();
  assert.deepEqual(calls, []);
});

test("Element Plus can abort the result, and does not take it for a promise", () => {
  const { handle } = start(file("a.txt"));
  assert(handle instanceof XMLHttpRequest);
  assert(!((handle as unknown) instanceof Promise));
});

test("Naive UI's file is uploaded, and onFinish is called once", async () => {
  const client = new WidgetClient();
  let finished = 0;
  const body = file("a.txt");
  customRequest(client.s3)({
    file: { file: body },
    onFinish: () => {
      finished += 1;
    },
  });
  assert.equal(client.last.file, body);
  client.last.finish();
  await settled();
  assert.equal(finished, 1);
});

test("a request without callbacks is uploaded", async () => {
  const client = new WidgetClient();
  customRequest(client.s3)({ file: file("a.txt") });
  client.last.report(1);
  client.last.finish();
  await settled();
  assert.equal(client.last.state, "done");
});
