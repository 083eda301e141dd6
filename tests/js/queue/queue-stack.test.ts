import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { UploadQueueOptions } from "../../../js/queue/queue-options.ts";
import { UploadQueue } from "../../../js/queue/upload-queue.ts";
import { S3 } from "../../../js/s3.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const MIB = 1024 * 1024;
const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

/** Returns a file whose bytes differ from those of a file with another name. */
function file(name: string, size: number): File {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + name.charCodeAt(0)) % 251;
  return new File([bytes], name, { lastModified: 1 });
}

describe("a queue of the local stack", { skip }, () => {
  let stack: Stack;
  let s3: S3;
  let stored: Map<string, string>;

  before(async () => {
    stack = await startStack();
  });
  after(() => stack.stop());

  beforeEach(() => {
    const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    stored = new Map();
    s3 = new S3({
      region,
      bucket,
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
      retry: { attempts: 2, baseDelay: 1 },
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
    });
  });
  afterEach(() => stack.reset());

  /** Resolves at the next `idle`. */
  function idle(queue: UploadQueue): Promise<Event> {
    return new Promise((resolve) => queue.addEventListener("idle", resolve, { once: true }));
  }

  function queueOf(options: UploadQueueOptions): UploadQueue {
    return new UploadQueue(s3, { key: (_, path) => `queue/${path}`, ...options });
  }

  async function assertStored(files: File[]): Promise<void> {
    for (const file of files) {
      const { blob } = await s3.download(`queue/${file.name}`);
      const [found, wanted] = await Promise.all([blob?.arrayBuffer(), file.arrayBuffer()]);
      assert.ok(Buffer.from(found as ArrayBuffer).equals(Buffer.from(wanted)), file.name);
    }
  }

  test("stores all its files with their bytes, in one request and in parts", async () => {
    const queue = queueOf({ upload: { multipartThreshold: MIB, partSize: 5 * MIB } });
    const files = [0, 1, 5_000, 6 * MIB, 11 * MIB].map((size, at) => file(`${at}.bin`, size));
    queue.add(files);
    await idle(queue);
    assert.deepEqual(
      queue.items.map(({ state, result }) => [state, result?.via]),
      ["post", "post", "post", "multipart", "multipart"].map((via) => ["done", via]),
    );
    const total = files.reduce((sum, { size }) => sum + size, 0);
    assert.deepEqual([queue.progress.loaded, queue.progress.total], [total, total]);
    await assertStored(files);
  });

  test("completes files that are paused in the middle and resumed", async () => {
    const queue = queueOf({ concurrency: 2, upload: { via: "multipart", partSize: 5 * MIB } });
    const files = ["a.bin", "b.bin", "c.bin"].map((name) => file(name, 11 * MIB));
    let pauses = 0;
    queue.addEventListener("progress", ({ item }) => {
      if (item.state !== "running" || item.progress.loaded === 0 || pauses >= 3) return;
      pauses += 1;
      queue.pause(item.id);
    });
    queue.addEventListener("pause", ({ item }) => setTimeout(() => queue.resume(item.id), 10));
    queue.add(files);
    await idle(queue);
    assert.deepEqual(
      queue.items.map(({ state, error }) => error?.code ?? state),
      ["done", "done", "done"],
    );
    assert.ok(pauses > 0);
    await assertStored(files);
  });

  test("aborts the multipart upload of a removed file, and stores the others", async () => {
    await stack.addFaults({
      method: "PUT",
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const queue = queueOf({ concurrency: 1, upload: { via: "multipart", partSize: 5 * MIB } });
    const [removed] = queue.add([file("removed.bin", 6 * MIB), file("kept.bin", 6 * MIB)]);
    queue.addEventListener("start", ({ item }) => {
      if (item === removed) setTimeout(() => queue.remove(item.id), 50);
    });
    await idle(queue);
    assert.deepEqual(
      queue.items.map(({ path, state }) => [path, state]),
      [["kept.bin", "done"]],
    );
    await assert.rejects(s3.head("queue/removed.bin"), { code: "NotFound" });
    await assertStored([file("kept.bin", 6 * MIB)]);
  });

  test("retries a failed resumable upload with the missing parts only", async () => {
    const queue = queueOf({
      upload: { via: "multipart", partSize: 5 * MIB, resumable: true, concurrency: 1 },
    });
    await stack.addFaults({
      method: "PUT",
      skip: 1,
      times: 4,
      effect: { type: "error", status: 503, code: "ServiceUnavailable" },
    });
    const [item] = queue.add([file("film.bin", 11 * MIB)]);
    await idle(queue);
    assert.deepEqual([item?.state, item?.error?.code], ["failed", "ServiceUnavailable"]);
    await stack.reset();
    queue.retry();
    await idle(queue);
    assert.equal(item?.state, "done");
    assert.equal((await stack.counts())["s3 PUT"], 2);
    await assertStored([file("film.bin", 11 * MIB)]);
  });

  test("shows S3's error of a file, and stores the others", async () => {
    const effect = { type: "error", status: 403, code: "AccessDenied" };
    await stack.addFaults({ method: "PUT", key: "queue/bad", effect });
    const queue = queueOf({ upload: { via: "put" } });
    const [bad] = queue.add([file("bad", 5), file("good", 5)]);
    await idle(queue);
    assert.deepEqual([bad?.state, bad?.error?.code], ["failed", "AccessDenied"]);
    await assertStored([file("good", 5)]);
  });
});
