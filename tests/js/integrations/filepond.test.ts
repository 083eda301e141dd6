import assert from "node:assert/strict";
import { test } from "node:test";
import { ServiceError } from "../../../js/errors.ts";
import { type FilePondOptions, S3Store, server } from "../../../js/integrations/filepond.ts";
import type { DownloadOptions } from "../../../js/types.ts";
import { file } from "../queue/fake-client.ts";
import { thrownError } from "../support/thrown-error.ts";
import { settled, WidgetClient } from "./widget-client.ts";

const FORBIDDEN = new ServiceError("AccessDenied", "Access denied.", {
  service: "s3",
  status: 403,
  retryable: false,
  hint: "Check the policy.",
});

/** Also downloads, deletes and fetches; `forbidden` fails. */
class FilePondClient extends WidgetClient {
  readonly deleted: string[] = [];
  /** Fetched URLs, and keys of downloads. */
  readonly read: string[] = [];

  async delete(key: string): Promise<void> {
    if (key === "forbidden") throw FORBIDDEN;
    this.deleted.push(key);
  }

  async download(key: string, { onProgress, signal }: DownloadOptions) {
    this.read.push(key);
    if (key === "forbidden") throw FORBIDDEN;
    onProgress?.({ loaded: 1, total: 3, bytesPerSecond: 0, attempt: 1, phase: "transfer" });
    await settled();
    signal?.throwIfAborted();
    return { blob: new Blob(["abc"], { type: "image/png" }) };
  }

  async fetch(url: string): Promise<Response> {
    this.read.push(url);
    if (url.endsWith("missing.png")) return new Response("<Error>secret</Error>", { status: 404 });
    return new Response(new Blob(["abc"], { type: "image/png" }));
  }
}

/** The callbacks of FilePond 4, which record their calls. */
function pond() {
  const calls: unknown[][] = [];
  const record =
    (name: string) =>
    (...values: unknown[]) =>
      void calls.push([name, ...values]);
  return {
    calls,
    load: record("load"),
    error: record("error"),
    progress: record("progress"),
    abort: record("abort"),
  };
}

function process(body: File, options?: FilePondOptions, metadata: object = {}) {
  const client = new FilePondClient();
  const { calls, load, error, progress, abort } = pond();
  const { process } = server(client.s3, options);
  const request = process("field", body, metadata, load, error, progress, abort);
  return { client, calls, request };
}

test("server and S3Store reject a client that cannot download or delete", () => {
  for (const create of [server, S3Store]) {
    const error = thrownError(() => create(new WidgetClient().s3));
    assert.deepEqual([error.code, error.field], ["InvalidOption", "s3"]);
    assert.match(error.message, /upload, download, delete, fetch/);
  }
});

test("server and S3Store reject an unknown option by its name", () => {
  for (const create of [server, S3Store]) {
    const error = thrownError(() => create(new FilePondClient().s3, { maxSize: 1 } as never));
    assert.deepEqual([error.code, error.field], ["InvalidOption", "maxSize"]);
  }
});

test("process reports progress in bytes, and then the key as the server id", async () => {
  const { client, calls } = process(file("a.txt", 10), { key: () => "uploads/a.txt" });
  client.last.report(4);
  client.last.finish();
  await settled();
  assert.deepEqual(calls, [
    ["progress", true, 4, 10],
    ["progress", true, 10, 10],
    ["load", "uploads/a.txt"],
  ]);
});

test("process shows an endless progress for an empty file", () => {
  const { client, calls } = process(file("a.txt", 0));
  client.last.report(0);
  assert.deepEqual(calls, [["progress", false, 0, 0]]);
});

test("the key of an upload can depend on the metadata of FilePond's file", () => {
  const key = (_: File, { album }: { album: string }) => `${album}/a.txt`;
  const { client } = process(file("a.txt"), { key }, { album: "summer" });
  assert.equal(client.last.options.key, "summer/a.txt");
});

test("process reports an error as its message and hint", async () => {
  const { client, calls } = process(file("a.txt"));
  client.last.fail(FORBIDDEN);
  await settled();
  assert.deepEqual(calls, [["error", "Access denied. Check the policy."]]);
});

test("the abort of process ends the upload, and confirms it once to FilePond", async () => {
  const { client, calls, request } = process(file("a.txt"));
  request.abort();
  assert.equal(client.last.state, "aborted");
  client.last.report(5);
  await settled();
  assert.deepEqual(calls, [["abort"]]);
});

for (const name of ["revert", "remove"] as const) {
  test(`${name} deletes the object, and reports an error of S3`, async () => {
    const client = new FilePondClient();
    const { calls, load, error } = pond();
    const functions = server(client.s3);
    functions[name]("uploads/a.txt", load, error);
    functions[name]("forbidden", load, error);
    await settled();
    assert.deepEqual(client.deleted, ["uploads/a.txt"]);
    assert.deepEqual(calls, [
      ["load", undefined],
      ["error", "Access denied. Check the policy."],
    ]);
  });
}

test("remove keeps an edited file that was uploaded to the key of its source", async () => {
  const client = new FilePondClient();
  const { calls, load, error, progress, abort } = pond();
  const { process, remove } = server(client.s3, { key: ({ name }) => name });
  process("field", file("a.txt"), {}, load, error, progress, abort);
  client.last.finish();
  await settled();
  calls.length = 0;
  remove("a.txt", load, error);
  assert.deepEqual([calls, client.deleted], [[["load"]], []]);
  remove("a.txt", load, error);
  await settled();
  assert.deepEqual(client.deleted, ["a.txt"]);
});

for (const name of ["load", "restore"] as const) {
  test(`${name} downloads the object as a file of its name and type`, async () => {
    const client = new FilePondClient();
    const { calls, load, error, progress, abort } = pond();
    server(client.s3)[name]("uploads/1/cat.png", load, error, progress, abort);
    await settled();
    await settled();
    const [first, [call, body]] = calls as [unknown[], [string, File]];
    assert.deepEqual(first, ["progress", true, 1, 3]);
    assert.deepEqual(
      [call, body.name, body.type, await body.text()],
      ["load", "cat.png", "image/png", "abc"],
    );
  });

  test(`${name} reports an error of S3 by its text`, async () => {
    const { calls, load, error, progress, abort } = pond();
    server(new FilePondClient().s3)[name]("forbidden", load, error, progress, abort);
    await settled();
    assert.deepEqual(calls, [["error", "Access denied. Check the policy."]]);
  });

  test(`after the abort of ${name}, FilePond gets no file`, async () => {
    const { calls, load, error, progress, abort } = pond();
    const request = server(new FilePondClient().s3)[name]("a.png", load, error, progress, abort);
    request.abort();
    await settled();
    await settled();
    assert.deepEqual(
      calls.filter(([name]) => name !== "progress"),
      [["abort"]],
    );
  });
}

test("fetch names the file after the path of the URL", async () => {
  const client = new FilePondClient();
  const { calls, load, error, progress, abort } = pond();
  server(client.s3).fetch("s3://photos/2026/cat.png?v=1/2", load, error, progress, abort);
  await settled();
  const [[call, body]] = calls as [[string, File]];
  assert.deepEqual([call, body.name], ["load", "cat.png"]);
  assert.deepEqual(client.read, ["s3://photos/2026/cat.png?v=1/2"]);
});

test("fetch reports the status of a failed response, and nothing of its body", async () => {
  const { calls, load, error, progress, abort } = pond();
  server(new FilePondClient().s3).fetch("s3://b/missing.png", load, error, progress, abort);
  await settled();
  assert.deepEqual(calls, [["error", "HTTP 404"]]);
});

/** The functions of the store, and a record of its progress. */
function store(options?: FilePondOptions) {
  const client = new FilePondClient();
  const progress: unknown[] = [];
  const controller = new AbortController();
  const hooks = {
    signal: controller.signal,
    onprogress: (event: object) => void progress.push(event),
  };
  return { client, progress, controller, hooks, store: S3Store(client.s3, options).factory() };
}

test("the store uploads the file of an entry, and returns its key", async () => {
  const {
    client,
    progress,
    hooks,
    store: functions,
  } = store({
    key: ({ name }, meta) => `${meta.album}/${name}`,
  });
  const stored = functions.storeEntry({ file: file("a.txt", 10), meta: { album: "x" } }, hooks);
  client.last.finish();
  assert.equal(await stored, "x/a.txt");
  assert.deepEqual(progress, [{ lengthComputable: true, loaded: 10, total: 10 }]);
});

test("the store uploads nothing for an entry without a file, such as a folder", async () => {
  const { client, hooks, store: functions } = store();
  assert.equal(await functions.storeEntry({ entries: [] }, hooks), undefined);
  assert.equal(client.uploads.length, 0);
});

test("the store ends an upload by FilePond's signal", async () => {
  const { client, controller, hooks, store: functions } = store();
  const stored = functions.storeEntry({ file: file("a.txt") }, hooks);
  controller.abort();
  assert.equal(client.last.state, "aborted");
  await assert.rejects(stored, { name: "AbortError" });
});

test("the store restores and releases an object by its key", async () => {
  const { client, hooks, store: functions } = store();
  const restored = await functions.restoreEntry("uploads/cat.png", {}, hooks);
  assert.deepEqual([restored.name, await restored.text()], ["cat.png", "abc"]);
  await functions.releaseEntry("uploads/cat.png", {});
  assert.deepEqual(client.deleted, ["uploads/cat.png"]);
});
