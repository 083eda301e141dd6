import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import Uppy from "@uppy/core";
import { S3Uploader, type S3UploaderOptions } from "../../../js/integrations/uppy.ts";
import type { UploadOptions } from "../../../js/types.ts";
import { FakeUpload } from "../queue/fake-client.ts";
import { thrownError } from "../support/thrown-error.ts";

const EVENTS = ["upload-start", "upload-success", "upload-error", "complete"] as const;

/** An Uppy with the plugin over a client whose uploads the test ends. */
function fixture(options: Partial<S3UploaderOptions> = {}) {
  const uploads: FakeUpload[] = [];
  const s3 = {
    upload(body: File, options: UploadOptions) {
      const upload = new FakeUpload(body, options);
      uploads.push(upload);
      return upload;
    },
  } as unknown as S3UploaderOptions["s3"];
  const silent = { debug() {}, warn() {}, error() {} };
  const uppy = new Uppy({ infoTimeout: 0, logger: silent });
  uppy.use(S3Uploader, { s3, key: ({ name }) => `up/${name}`, ...options });
  const events: string[] = [];
  for (const type of EVENTS) uppy.on(type, () => events.push(type));
  const add = (...names: string[]) => names.map((name) => uppy.addFile(fileOf(name)));
  /** Starts an upload of Uppy, and returns once the first uploads have started. */
  const upload = async () => {
    const ended = uppy.upload();
    await turn();
    return { ended };
  };
  const keys = () => uploads.map(({ options }) => options.key);
  return { uppy, uploads, events, add, upload, keys };
}

function fileOf(name: string, size = 1_000): File {
  return new File([new Uint8Array(size)], name, { type: "text/plain", lastModified: 1 });
}

/** Returns the element of a list, which must exist. */
function at<T>(list: T[], index: number): T {
  const item = list[index];
  assert(item !== undefined);
  return item;
}

test("a stored file has the address without a signature and the result as its response", async () => {
  const { uppy, uploads, add, upload, events } = fixture();
  const [id = ""] = add("a.txt");
  const { ended } = await upload();
  at(uploads, 0).finish();
  const result = await ended;
  assert.deepEqual(events, ["upload-start", "upload-success", "complete"]);
  const { response, progress, uploadURL } = uppy.getFile(id);
  assert.equal(uploadURL, "https://b.example/up/a.txt");
  assert.deepEqual(response, {
    status: 200,
    uploadURL,
    body: { bucket: "b", key: "up/a.txt", location: uploadURL, via: "put" },
  });
  assert(progress.complete);
  assert.deepEqual(
    result?.successful?.map((file) => file.id),
    [id],
  );
});

test("the type of the file in Uppy is the content type, and `upload` adds options", async () => {
  const { uppy, uploads, upload } = fixture({
    upload: async ({ meta }) => ({ metadata: { caption: String(meta["caption"]) } }),
  });
  uppy.addFile({ name: "a.jpg", data: new Blob(["a"]), meta: { caption: "cat" } });
  await upload();
  const { contentType, metadata, key } = at(uploads, 0).options;
  assert.deepEqual([contentType, metadata, key], ["image/jpeg", { caption: "cat" }, "up/a.jpg"]);
});

test("the default key is a random prefix and the name of the file", async () => {
  const { uppy, uploads, upload, add } = fixture();
  uppy.getPlugin<S3Uploader>("S3Uploader")?.setOptions({ key: undefined } as never);
  add("a.txt");
  await upload();
  assert.match(at(uploads, 0).options.key, /^[\da-f-]{36}-a\.txt$/);
});

test("progress is reported, and stays below 100 % until the service has confirmed the file", async () => {
  const { uppy, uploads, upload, add } = fixture();
  const [id = ""] = add("a.txt");
  await upload();
  at(uploads, 0).report(500);
  assert.equal(uppy.getFile(id).progress.bytesUploaded, 500);
  at(uploads, 0).report(1_000);
  assert.equal(uppy.getFile(id).progress.percentage, 99);
  at(uploads, 0).report(0, { attempt: 2 });
  assert.equal(uppy.getFile(id).progress.percentage, 0);
});

test("each stored part is reported as by Uppy's AwsS3, and none of a file that was removed", async () => {
  const { uppy, uploads, upload, add } = fixture();
  const [id = ""] = add("a.txt");
  const parts: unknown[] = [];
  const listener = (file: { id: string }, part: object) => parts.push([file.id, part]);
  uppy.on("s3-multipart:part-uploaded" as never, listener as never);
  await upload();
  const { onPart } = at(uploads, 0).options;
  onPart?.({ number: 2, etag: '"b"' });
  uppy.removeFile(id);
  onPart?.({ number: 1, etag: '"a"' });
  assert.deepEqual(parts, [[id, { PartNumber: 2, ETag: '"b"' }]]);
});

test("at most `limit` files are uploaded at a time", async () => {
  const { uploads, upload, add, keys } = fixture({ limit: 2 });
  add("a.txt", "b.txt", "c.txt");
  await upload();
  assert.deepEqual(keys(), ["up/a.txt", "up/b.txt"]);
  at(uploads, 1).finish();
  await turn();
  assert.deepEqual(keys(), ["up/a.txt", "up/b.txt", "up/c.txt"]);
});

test("a paused file leaves its place to another, and continues before files that have not started", async () => {
  const { uppy, uploads, upload, add, keys } = fixture({ limit: 1 });
  const [a = ""] = add("a.txt", "b.txt", "c.txt");
  await upload();
  uppy.pauseResume(a);
  await turn();
  assert.equal(at(uploads, 0).state, "paused");
  assert.deepEqual(keys(), ["up/a.txt", "up/b.txt"]);
  uppy.pauseResume(a);
  at(uploads, 1).finish();
  await turn();
  assert.equal(at(uploads, 0).state, "running");
  assert.equal(uploads.length, 2);
});

test("pauseAll starts no waiting file, and resumeAll continues all", async () => {
  const { uppy, uploads, upload, add } = fixture({ limit: 1 });
  add("a.txt", "b.txt");
  const { ended } = await upload();
  uppy.pauseAll();
  await turn();
  assert.deepEqual(
    uploads.map(({ state }) => state),
    ["paused"],
  );
  uppy.resumeAll();
  await turn();
  at(uploads, 0).finish();
  await turn();
  at(uploads, 1).finish();
  assert.equal((await ended)?.successful?.length, 2);
});

/** Returns a fixture whose keys wait for `setKey`. */
function fixtureWithSlowKey() {
  let setKey: (key: string) => void = () => {};
  const key = new Promise<string>((resolve) => {
    setKey = resolve;
  });
  return { ...fixture({ key: () => key }), setKey };
}

test("a file that is paused while its key is computed does not start until it is resumed", async () => {
  const { uppy, uploads, upload, add, setKey } = fixtureWithSlowKey();
  const [id = ""] = add("a.txt");
  await upload();
  uppy.pauseResume(id);
  setKey("k");
  await turn();
  assert.equal(at(uploads, 0).state, "paused");
  uppy.pauseResume(id);
  await turn();
  assert.equal(at(uploads, 0).state, "running");
  assert.equal(uploads.length, 1);
});

test("a file that is paused and resumed while its key is computed starts once", async () => {
  const { uppy, uploads, upload, add, setKey } = fixtureWithSlowKey();
  const [id = ""] = add("a.txt");
  await upload();
  uppy.pauseResume(id);
  uppy.pauseResume(id);
  await turn();
  setKey("k");
  await turn();
  assert.deepEqual(
    uploads.map(({ state }) => state),
    ["running"],
  );
});

test("a file that is removed while its key is computed, and added again, starts once", async () => {
  const { uppy, uploads, upload, add, setKey } = fixtureWithSlowKey();
  const [id = ""] = add("a.txt");
  await upload();
  uppy.removeFile(id);
  add("a.txt");
  await upload();
  setKey("k");
  await turn();
  assert.equal(uploads.length, 1);
});

test("a file that was paused before its upload starts when it is resumed", async () => {
  const { uppy, uploads, upload, add } = fixture();
  const [id = ""] = add("a.txt");
  uppy.setFileState(id, { isPaused: true });
  await upload();
  assert.equal(uploads.length, 0);
  uppy.pauseResume(id);
  await turn();
  assert.equal(uploads.length, 1);
});

test("pausing has no effect on an upload that the service has confirmed", async () => {
  const { uppy, uploads, upload, add } = fixture({ limit: 1 });
  const [a = ""] = add("a.txt", "b.txt");
  const { ended } = await upload();
  at(uploads, 0).isConfirmed = true;
  uppy.pauseResume(a);
  await turn();
  assert.equal(uploads.length, 1);
  at(uploads, 0).finish();
  await turn();
  at(uploads, 1).finish();
  assert.equal((await ended)?.successful?.length, 2);
});

const removals: Record<string, (uppy: Uppy, id: string) => void> = {
  removeFile: (uppy, id) => uppy.removeFile(id),
  cancelAll: (uppy) => uppy.cancelAll(),
};
for (const [name, remove] of Object.entries(removals)) {
  test(`${name} aborts an upload, and Uppy's promise resolves`, async () => {
    const { uppy, uploads, upload, add, events } = fixture();
    const [id = ""] = add("a.txt");
    const { ended } = await upload();
    remove(uppy, id);
    await ended;
    assert.equal(at(uploads, 0).state, "aborted");
    assert(!events.includes("upload-error"));
  });
}

test("clear aborts an upload, although Uppy emits no event for the file", async () => {
  const { uppy, uploads, upload, add } = fixture();
  add("a.txt");
  const { ended } = await upload();
  // Uppy's own promise rejects, since its list of files still names the file.
  ended.catch(() => {});
  uppy.clear();
  await turn();
  assert.equal(at(uploads, 0).state, "aborted");
});

test("a file that is removed and added again is uploaded once more", async () => {
  const { uppy, uploads, upload, add } = fixture();
  const [id = ""] = add("a.txt");
  await upload();
  uppy.removeFile(id);
  add("a.txt");
  const { ended } = await upload();
  at(uploads, 0).report(700);
  assert.equal(uppy.getFile(id).progress.bytesUploaded, 0);
  at(uploads, 1).finish();
  await ended;
  assert.deepEqual(
    uploads.map(({ state }) => state),
    ["aborted", "done"],
  );
});

test("a removed file makes no event when its upload is stored all the same", async () => {
  const { uppy, uploads, upload, add, events } = fixture();
  const [id = ""] = add("a.txt");
  await upload();
  at(uploads, 0).isConfirmed = true;
  uppy.removeFile(id);
  at(uploads, 0).finish();
  await turn();
  assert.deepEqual(events, ["upload-start", "complete"]);
});

test("an error shows its message and its hint, and retryUpload uploads the file to the same key", async () => {
  let calls = 0;
  const { uppy, uploads, upload, add, keys } = fixture({ key: () => `key-${++calls}` });
  const [id = ""] = add("a.txt");
  const { ended } = await upload();
  let reported: unknown;
  uppy.on("upload-error", (_, error) => {
    reported = error;
  });
  const refused = Object.assign(new Error("Refused."), { code: "Refused", hint: "Ask." });
  at(uploads, 0).fail(refused);
  assert.equal((await ended)?.failed?.length, 1);
  assert.equal(uppy.getFile(id).error, "Refused. Ask.");
  assert.equal(reported, refused);
  const retried = uppy.retryUpload(id);
  await turn();
  at(uploads, 1).finish();
  await retried;
  assert.deepEqual(keys(), ["key-1", "key-1"]);
  assert.equal(uppy.getFile(id).progress.complete, true);
});

test("a retry after several failures starts one upload", async () => {
  const { uppy, uploads, upload, add } = fixture();
  add("a.txt");
  const { ended } = await upload();
  at(uploads, 0).fail();
  await ended;
  for (const number of [1, 2]) {
    const retried = uppy.retryAll();
    await turn();
    at(uploads, number).fail();
    await retried;
  }
  uppy.retryAll();
  await turn();
  assert.equal(uploads.length, 4);
});

test("retryUpload of a running file starts no second upload", async () => {
  const { uppy, uploads, upload, add } = fixture();
  const [id = ""] = add("a.txt");
  await upload();
  const retried = uppy.retryUpload(id);
  await turn();
  assert.equal(uploads.length, 1);
  at(uploads, 0).finish();
  await retried;
});

test("one failed file stops no other", async () => {
  const { uploads, upload, add } = fixture();
  add("a.txt", "b.txt");
  const { ended } = await upload();
  at(uploads, 0).fail();
  at(uploads, 1).finish();
  const result = await ended;
  assert.deepEqual([result?.successful?.length, result?.failed?.length], [1, 1]);
});

test("an error that `key` throws is the file's", async () => {
  const { uppy, upload, add } = fixture({
    key: () => {
      throw new Error("No key.");
    },
  });
  const [id = ""] = add("a.txt");
  const { ended } = await upload();
  await ended;
  assert.equal(uppy.getFile(id).error, "No key.");
});

test("a file of a remote provider fails with FileRejected", async () => {
  const { uppy, upload, uploads } = fixture();
  const codes: unknown[] = [];
  uppy.on("upload-error", (_, error) => codes.push((error as { code?: string }).code));
  uppy.addFile({
    name: "a.txt",
    isRemote: true,
    data: { size: 1 },
    remote: { companionUrl: "https://c.example", requestClientId: "x", url: "y" },
  } as never);
  const { ended } = await upload();
  await ended;
  assert.deepEqual(codes, ["FileRejected"]);
  assert.equal(uploads.length, 0);
});

test("a restored file without its contents fails, and is uploaded after it is chosen again", async () => {
  const { uppy, upload, uploads, add } = fixture();
  const [id = ""] = add("a.txt");
  uppy.setFileState(id, { isGhost: true, isRestored: true, data: undefined });
  const { ended } = await upload();
  await ended;
  assert.match(uppy.getFile(id).error ?? "", /^The contents of the file were lost/);
  uppy.addFile(fileOf("a.txt"));
  const again = await upload();
  at(uploads, 0).finish();
  assert.equal((await again.ended)?.successful?.length, 1);
});

test("a restored file whose upload had started has no second upload-start event", async () => {
  const { uppy, upload, add, events } = fixture();
  const starts: number[] = [];
  const [id = ""] = add("a.txt");
  await upload();
  const { progress } = uppy.getFile(id);
  const second = fixture();
  second.uppy.on("upload-start", (files) => starts.push(files.length));
  const [restored = ""] = second.add("a.txt");
  second.uppy.setFileState(restored, { isRestored: true, progress });
  second.uppy.retryUpload(restored);
  await turn();
  assert.deepEqual([starts, events], [[0], ["upload-start"]]);
});

test("removing the plugin aborts its uploads and starts none that wait", async () => {
  const { uppy, uploads, upload, add } = fixture({ limit: 1 });
  add("a.txt", "b.txt");
  const { ended } = await upload();
  assert.equal(uppy.getState().capabilities.resumableUploads, true);
  uppy.removePlugin(uppy.getPlugin("S3Uploader") as never);
  await ended;
  assert.deepEqual(
    uploads.map(({ state }) => state),
    ["aborted"],
  );
  assert.equal(uppy.getState().capabilities.resumableUploads, false);
});

test("a new limit starts waiting files, and options of Uppy have no effect", async () => {
  const { uppy, uploads, upload, add } = fixture({ limit: 1 });
  add("a.txt", "b.txt");
  await upload();
  uppy.setOptions({ locale: { strings: {} }, autoProceed: false });
  uppy.getPlugin<S3Uploader>("S3Uploader")?.setOptions({ limit: 2 });
  await turn();
  assert.equal(uploads.length, 2);
});

const wrongOptions: [string, object][] = [
  ["s3", { s3: {} }],
  ["s3", { s3: undefined }],
  ["key", { key: "a" }],
  ["limit", { limit: 0 }],
  ["limit", { limit: 1.5 }],
  ["upload", { upload: "a" }],
  ["id", { id: 1 }],
  ["metadata", { metadata: () => ({}) }],
];
for (const [index, [field, options]] of wrongOptions.entries()) {
  test(`a wrong option \`${field}\` is an error of the plugin (${index + 1})`, () => {
    const error = thrownError(() => fixture(options as never));
    assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
  });
}
