import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SignpostError } from "../../../js/errors.ts";
import { settled } from "../support/time.ts";
import { file, files, fixture, restoreTime } from "./fake-client.ts";

afterEach(restoreTime);

describe("adding and uploading", () => {
  test("an added file is waiting until the end of the turn, and then uploaded to its name", async () => {
    const { queue, uploads } = fixture();
    const [item] = queue.add(files("a.txt"));
    assert.deepEqual([item?.state, item?.key, uploads.length], ["waiting", "a.txt", 0]);
    await settled();
    assert.equal(item?.state, "running");
    assert.deepEqual(
      uploads.map(({ file, options }) => [file.name, options.key]),
      [["a.txt", "a.txt"]],
    );
  });

  test("a done item has the result, all bytes and no speed", async () => {
    const { queue, upload } = fixture();
    const [item] = queue.add(files("a.txt"));
    await settled();
    upload("a.txt").finish();
    await settled();
    assert.equal(item?.state, "done");
    assert.equal(item?.result?.location, "https://b.example/a.txt");
    assert.equal(item?.error, undefined);
    assert.deepEqual(item?.progress, {
      loaded: 10,
      total: 10,
      bytesPerSecond: 0,
      eta: 0,
      attempt: 1,
      phase: "done",
    });
  });

  test("three files are uploaded at a time by default, in the order of addition", async () => {
    const { queue, states, upload } = fixture();
    queue.add(files("a", "b", "c", "d", "e"));
    await settled();
    assert.deepEqual(states(), ["a running", "b running", "c running", "d waiting", "e waiting"]);
    upload("b").finish();
    await settled();
    assert.deepEqual(states(), ["a running", "b done", "c running", "d running", "e waiting"]);
  });

  test("each change of state has one event, and idle is the last", async () => {
    const { queue, upload, takeEvents } = fixture();
    queue.add(files("a", "b"));
    assert.deepEqual(takeEvents(), ["add a", "add b"]);
    await settled();
    assert.deepEqual(takeEvents(), ["start a", "start b"]);
    upload("a").finish();
    await settled();
    assert.deepEqual(takeEvents(), ["progress a", "done a"]);
    upload("b").fail();
    await settled();
    assert.deepEqual(takeEvents(), ["error b", "idle"]);
  });

  test("a change event follows each other event of an item", async () => {
    const { queue, upload } = fixture();
    const types: string[] = [];
    for (const type of "add start pause resume progress done remove change".split(" ")) {
      queue.addEventListener(type, ({ type }) => types.push(type));
    }
    const [item] = queue.add(files("a"));
    await settled();
    queue.pause(item?.id);
    queue.resume(item?.id);
    await settled();
    upload("a").finish();
    await settled();
    queue.clear();
    assert.deepEqual(
      types.filter((_, index) => index % 2 === 1),
      Array(types.length / 2).fill("change"),
    );
    assert.deepEqual(
      types.filter((type) => type !== "change"),
      ["add", "start", "pause", "resume", "start", "progress", "done", "remove"],
    );
  });

  test("a failed item has the error of its upload", async () => {
    const { queue, upload } = fixture();
    const [item] = queue.add(files("a"));
    await settled();
    const error = new SignpostError("Offline", "The device has no network.");
    upload("a").fail(error);
    await settled();
    assert.deepEqual([item?.state, item?.error], ["failed", error]);
  });

  test("an error that is not of this package is the cause of a CallbackFailed", async () => {
    const { queue, upload } = fixture();
    const [item] = queue.add(files("a"));
    await settled();
    const cause = new TypeError("a bug");
    upload("a").fail(cause);
    await settled();
    assert.deepEqual([item?.error?.code, item?.error?.cause], ["CallbackFailed", cause]);
  });

  test("upload options are passed on, and onProgress among them is called", async () => {
    const seen: number[] = [];
    const options = {
      metadata: { a: "b" },
      onProgress: ({ loaded }: { loaded: number }) => void seen.push(loaded),
    };
    const { queue, upload } = fixture({ upload: options });
    queue.add(files("a"));
    await settled();
    upload("a").report(4);
    assert.deepEqual(upload("a").options.metadata, { a: "b" });
    assert.deepEqual(seen, [4]);
  });

  test("a function for upload options gets the file and its path at its start", async () => {
    const calls: string[] = [];
    const { queue, upload } = fixture({
      concurrency: 1,
      upload: ({ name }, path) => {
        calls.push(`${name} ${path}`);
        return { contentType: `text/${name}` };
      },
    });
    queue.add(files("a", "b"));
    await settled();
    assert.deepEqual(calls, ["a a"]);
    assert.equal(upload("a").options.contentType, "text/a");
  });

  test("an aborted signal of the upload options removes the file", async () => {
    const controller = new AbortController();
    const { queue, takeEvents } = fixture({ upload: { signal: controller.signal } });
    queue.add(files("a"));
    await settled();
    takeEvents();
    controller.abort();
    await settled();
    assert.deepEqual([queue.items.length, takeEvents()], [0, ["remove a", "idle"]]);
  });

  test("two queues on one client do not share items, keys or ids", async () => {
    const one = fixture();
    const two = fixture();
    const [first] = one.queue.add(files("a"));
    const [second] = two.queue.add(files("a"));
    await settled();
    assert.notEqual(first?.id, second?.id);
    one.upload("a").finish();
    await settled();
    assert.deepEqual([one.states(), two.states()], [["a done"], ["a running"]]);
  });
});

describe("start and autoStart", () => {
  test("with autoStart false nothing starts until start()", async () => {
    const { queue, states } = fixture({ autoStart: false });
    queue.add(files("a", "b"));
    await settled();
    assert.deepEqual([queue.started, states()], [false, ["a waiting", "b waiting"]]);
    queue.start();
    await settled();
    assert.deepEqual([queue.started, states()], [true, ["a running", "b running"]]);
  });

  test("start(id) uploads one file of a queue that is not started", async () => {
    const { queue, states } = fixture({ autoStart: false });
    const [, b] = queue.add(files("a", "b"));
    queue.start(b?.id);
    await settled();
    assert.deepEqual([queue.started, states()], [false, ["a waiting", "b running"]]);
  });

  test("start(id) uploads a file before those that were added earlier", async () => {
    const { queue, upload, states } = fixture({ concurrency: 1 });
    const [, , c] = queue.add(files("a", "b", "c"));
    await settled();
    queue.start(c?.id);
    upload("a").finish();
    await settled();
    assert.deepEqual(states(), ["a done", "b waiting", "c running"]);
  });

  test("start, pause, resume, retry and remove of an unknown id have no effect", async () => {
    const { queue, takeEvents, states } = fixture();
    queue.add(files("a"));
    await settled();
    takeEvents();
    for (const method of ["start", "pause", "resume", "retry", "remove"] as const)
      queue[method]("?");
    await settled();
    assert.deepEqual([takeEvents(), states()], [[], ["a running"]]);
  });
});

describe("pause and resume", () => {
  test("a paused upload leaves its place to the next file", async () => {
    const { queue, states, upload, takeEvents } = fixture({ concurrency: 1 });
    const [a] = queue.add(files("a", "b"));
    await settled();
    takeEvents();
    queue.pause(a?.id);
    assert.deepEqual([upload("a").state, a?.state], ["paused", "paused"]);
    await settled();
    assert.deepEqual(states(), ["a paused", "b running"]);
    assert.deepEqual(takeEvents(), ["pause a", "start b"]);
  });

  test("a resumed upload waits for a place, and continues before files that have not started", async () => {
    const { queue, uploads, upload, states, takeEvents } = fixture({ concurrency: 1 });
    const [a] = queue.add(files("a", "b", "c"));
    await settled();
    queue.pause(a?.id);
    await settled();
    takeEvents();
    queue.resume(a?.id);
    await settled();
    assert.deepEqual(states(), ["a waiting", "b running", "c waiting"]);
    assert.equal(upload("a").state, "paused");
    upload("b").finish();
    await settled();
    assert.deepEqual(states(), ["a running", "b done", "c waiting"]);
    assert.deepEqual([upload("a").calls, uploads.length], [["pause", "resume"], 2]);
    assert.deepEqual(takeEvents(), ["resume a", "progress b", "done b", "start a"]);
  });

  test("a waiting file that is paused does not start until it is resumed", async () => {
    const { queue, states } = fixture();
    const [a] = queue.add(files("a", "b"));
    queue.pause(a?.id);
    await settled();
    assert.deepEqual(states(), ["a paused", "b running"]);
    queue.resume(a?.id);
    await settled();
    assert.deepEqual(states(), ["a running", "b running"]);
  });

  test("pause() pauses the running uploads, and files that are added then wait", async () => {
    const { queue, states } = fixture({ concurrency: 1 });
    queue.add(files("a", "b"));
    await settled();
    queue.pause();
    queue.add(files("c"));
    await settled();
    assert.deepEqual(states(), ["a paused", "b waiting", "c waiting"]);
    queue.resume();
    await settled();
    assert.deepEqual(states(), ["a running", "b waiting", "c waiting"]);
  });

  test("resume(id) continues one upload of a queue that is paused", async () => {
    const { queue, states } = fixture();
    const [a] = queue.add(files("a", "b"));
    await settled();
    queue.pause();
    queue.resume(a?.id);
    await settled();
    assert.deepEqual(states(), ["a running", "b paused"]);
  });

  test("pause() also stops a resumed upload that waits for a place", async () => {
    const { queue, states } = fixture({ concurrency: 1 });
    const [a] = queue.add(files("a", "b"));
    await settled();
    queue.pause(a?.id);
    await settled();
    queue.resume(a?.id);
    queue.pause();
    await settled();
    assert.deepEqual(states(), ["a paused", "b paused"]);
  });

  test("after pause() and start() the files start in the order of addition", async () => {
    const { queue, uploads } = fixture({ concurrency: 1, autoStart: false });
    const [a, , c] = queue.add(files("a", "b", "c"));
    queue.pause(a?.id);
    queue.start(c?.id);
    queue.pause();
    queue.start();
    await settled();
    for (const name of ["a", "b", "c"]) {
      uploads.at(-1)?.finish();
      await settled();
      assert.equal(uploads.findIndex(({ file }) => file.name === name) >= 0, true);
    }
    assert.deepEqual(
      uploads.map(({ file }) => file.name),
      ["a", "b", "c"],
    );
  });

  test("an upload that the service has confirmed is not paused, and is done", async () => {
    const { queue, upload, states, takeEvents } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    takeEvents();
    upload("a").isConfirmed = true;
    queue.pause(a?.id);
    assert.deepEqual([states(), takeEvents()], [["a running"], []]);
    upload("a").finish();
    await settled();
    assert.deepEqual(states(), ["a done"]);
  });

  test("a second pause and a second resume have no event", async () => {
    const { queue, takeEvents } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    takeEvents();
    for (const method of ["pause", "pause", "resume", "resume"] as const) queue[method](a?.id);
    await settled();
    assert.deepEqual(takeEvents(), ["pause a", "resume a", "start a"]);
  });
});

describe("retry", () => {
  test("a failed file is uploaded again from 0 bytes, and can succeed", async () => {
    const { queue, uploads, upload, takeEvents } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    upload("a").report(6);
    upload("a").fail();
    await settled();
    assert.deepEqual([a?.progress.loaded, queue.progress.loaded], [6, 6]);
    takeEvents();
    queue.retry();
    assert.deepEqual(
      [a?.state, a?.error, a?.progress.loaded, queue.progress.loaded],
      ["waiting", undefined, 0, 0],
    );
    await settled();
    upload("a").finish();
    await settled();
    assert.deepEqual([uploads.length, a?.state], [2, "done"]);
    assert.deepEqual(takeEvents(), ["retry a", "start a", "progress a", "done a", "idle"]);
  });

  test("retry() uploads the failed files only", async () => {
    const { queue, upload, states } = fixture({ autoStart: true });
    queue.add(files("a", "b", "c"));
    await settled();
    upload("a").finish();
    upload("b").fail();
    await settled();
    queue.retry();
    await settled();
    assert.deepEqual(states(), ["a done", "b running", "c running"]);
    assert.deepEqual(upload("c").calls, []);
  });

  test("retry(id) uploads a file of a queue that is not started", async () => {
    const { queue, upload, states } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    upload("a").fail();
    await settled();
    queue.pause();
    queue.retry(a?.id);
    await settled();
    assert.deepEqual(states(), ["a running"]);
  });

  test("late progress of a failed attempt does not count for the next one", async () => {
    const { queue, uploads } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    uploads[0]?.fail();
    await settled();
    queue.retry();
    await settled();
    uploads[0]?.report(9);
    assert.deepEqual([a?.progress.loaded, queue.progress.loaded], [0, 0]);
  });
});

describe("remove and clear", () => {
  test("a removed upload is aborted, and leaves its place to the next file", async () => {
    const { queue, upload, states, takeEvents } = fixture({ concurrency: 1 });
    const [a] = queue.add(files("a", "b"));
    await settled();
    takeEvents();
    queue.remove(a?.id as string);
    assert.deepEqual([upload("a").state, states()], ["aborted", ["b waiting"]]);
    await settled();
    assert.deepEqual([states(), takeEvents()], [["b running"], ["remove a", "start b"]]);
  });

  test("an upload that the service has confirmed is removed after its done event", async () => {
    const { queue, upload, states, takeEvents } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    takeEvents();
    upload("a").isConfirmed = true;
    queue.remove(a?.id as string);
    await settled();
    assert.deepEqual([states(), takeEvents()], [["a running"], []]);
    upload("a").finish();
    await settled();
    assert.deepEqual([a?.state, states()], ["done", []]);
    assert.deepEqual(takeEvents(), ["progress a", "done a", "remove a", "idle"]);
  });

  test("an item is removed if its confirmed upload fails after all", async () => {
    const { queue, upload, takeEvents } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    takeEvents();
    upload("a").isConfirmed = true;
    queue.remove(a?.id as string);
    upload("a").fail();
    await settled();
    assert.deepEqual(takeEvents(), ["error a", "remove a", "idle"]);
  });

  test("clear() aborts running and paused uploads and empties the list", async () => {
    const { queue, upload, takeEvents } = fixture({ concurrency: 2 });
    const [a] = queue.add(files("a", "b", "c", "d"));
    await settled();
    queue.pause(a?.id);
    await settled();
    takeEvents();
    queue.clear();
    assert.deepEqual(
      ["a", "b", "c"].map((name) => upload(name).state),
      ["aborted", "aborted", "aborted"],
    );
    await settled();
    assert.deepEqual([queue.items.length, queue.progress.total], [0, 0]);
    assert.deepEqual(takeEvents(), ["remove a", "remove b", "remove c", "remove d", "idle"]);
  });

  test("idle follows the removal of the last unfinished file, even one that never started", async () => {
    const { queue, takeEvents } = fixture({ autoStart: false });
    const [a] = queue.add(files("a"));
    queue.remove(a?.id as string);
    await settled();
    assert.deepEqual(takeEvents(), ["add a", "remove a", "idle"]);
  });

  test("removing a done item has no second idle", async () => {
    const { queue, upload, takeEvents } = fixture();
    const [a] = queue.add(files("a"));
    await settled();
    upload("a").finish();
    await settled();
    takeEvents();
    queue.remove(a?.id as string);
    queue.clear();
    await settled();
    assert.deepEqual(takeEvents(), ["remove a"]);
  });

  test("the key of a removed file can be used again", async () => {
    const { queue } = fixture();
    const [a] = queue.add(files("a"));
    queue.remove(a?.id as string);
    const [again] = queue.add(files("a"));
    assert.deepEqual([again?.state, again?.key], ["waiting", "a"]);
  });
});

describe("idle", () => {
  test("idle waits while a file is paused", async () => {
    const { queue, upload, takeEvents } = fixture();
    const [a] = queue.add(files("a", "b"));
    await settled();
    queue.pause(a?.id);
    upload("b").finish();
    await settled();
    assert.ok(!takeEvents().includes("idle"));
    queue.remove(a?.id as string);
    await settled();
    assert.deepEqual(takeEvents(), ["remove a", "idle"]);
  });

  test("idle is dispatched again after more files", async () => {
    const { queue, upload, events } = fixture();
    for (const name of ["a", "b"]) {
      queue.add(files(name));
      await settled();
      upload(name).finish();
      await settled();
    }
    assert.equal(events.filter((event) => event === "idle").length, 2);
  });

  test("idle follows files that are all rejected, and not an add of no files", async () => {
    const { queue, takeEvents } = fixture({ maxSize: 1 });
    queue.add([]);
    await settled();
    assert.deepEqual(takeEvents(), []);
    queue.add(files("a"));
    await settled();
    assert.deepEqual(takeEvents(), ["add a", "reject a", "idle"]);
  });
});

describe("listeners that call the queue", () => {
  test("a file that is removed in its start event is aborted", async () => {
    const { queue, upload, events } = fixture({ concurrency: 1 });
    queue.addEventListener("start", ({ item }) => {
      if (item.path === "a") queue.remove(item.id);
    });
    queue.add(files("a", "b"));
    await settled();
    assert.deepEqual([upload("a").state, upload("b").state], ["aborted", "running"]);
    assert.deepEqual(events, ["add a", "add b", "start a", "remove a", "start b"]);
  });

  test("a file that is added in idle is uploaded, and has its own idle", async () => {
    const { queue, upload, events } = fixture();
    queue.addEventListener("idle", () => queue.add(files("b")), { once: true });
    queue.add(files("a"));
    await settled();
    upload("a").finish();
    await settled();
    upload("b").finish();
    await settled();
    assert.equal(events.filter((event) => event === "idle").length, 2);
    assert.equal(
      queue.items.every(({ state }) => state === "done"),
      true,
    );
  });

  test("a file that is removed in the add event of another has no events", async () => {
    const { queue, events, uploads } = fixture();
    queue.addEventListener("add", ({ item }) => {
      if (item.path === "a") for (const { id } of queue.items.slice(1)) queue.remove(id);
    });
    queue.add(files("a", "b"));
    await settled();
    assert.deepEqual([events, uploads.length], [["add a", "start a"], 1]);
  });

  test("a file that is removed in its progress event has no done event", async () => {
    const { queue, upload, takeEvents } = fixture();
    queue.addEventListener("progress", ({ item }) => queue.remove(item.id));
    queue.add(files("a"));
    await settled();
    takeEvents();
    upload("a").finish();
    await settled();
    assert.deepEqual(takeEvents(), ["progress a", "remove a", "idle"]);
  });

  test("clear() ends even if a listener adds a file for each removal", async () => {
    const { queue } = fixture({ autoStart: false });
    let name = 0;
    queue.addEventListener("remove", () => queue.add(files(`${++name}`)));
    queue.add(files("a", "b"));
    queue.clear();
    assert.deepEqual(
      queue.items.map(({ path }) => path),
      ["1", "2"],
    );
  });

  test("pause() in the start event of a file keeps the next one waiting", async () => {
    const { queue, states } = fixture();
    queue.addEventListener("start", () => queue.pause());
    queue.add(files("a", "b"));
    await settled();
    assert.deepEqual(states(), ["a paused", "b waiting"]);
  });

  test("an upload function that removes its file prevents the upload", async () => {
    const { queue, uploads } = fixture({
      upload: () => {
        queue.clear();
        return {};
      },
    });
    queue.add(files("a"));
    await settled();
    assert.deepEqual([uploads.length, queue.items.length], [0, 0]);
  });
});

describe("items", () => {
  test("the list is the same frozen array until an item is added or removed", async () => {
    const { queue } = fixture();
    const empty = queue.items;
    const [a] = queue.add(files("a"));
    const one = queue.items;
    await settled();
    assert.equal(queue.items, one);
    assert.notEqual(one, empty);
    assert.ok(Object.isFrozen(one));
    queue.remove(a?.id as string);
    assert.notEqual(queue.items, one);
    assert.deepEqual(queue.items, []);
  });

  test("the item of add, of events and of items is the same object, and frozen", async () => {
    const { queue } = fixture();
    const seen: unknown[] = [];
    queue.addEventListener("start", ({ item }) => seen.push(item));
    const [a] = queue.add(files("a"));
    await settled();
    assert.equal(seen[0], a);
    assert.equal(queue.items[0], a);
    assert.ok(Object.isFrozen(a));
  });

  test("items that are done, failed or removed keep no reference to their uploads", async () => {
    const { queue, upload, uploads } = fixture();
    // In a function of its own, whose frame is gone when the garbage is collected.
    const endUploads = async () => {
      const [, , c] = queue.add(files("a", "b", "c"));
      await settled();
      upload("a").finish();
      upload("b").fail();
      queue.remove(c?.id as string);
      await settled();
      return uploads.splice(0).map((upload) => new WeakRef(upload));
    };
    const references = await endUploads();
    setFlagsFromString("--expose-gc");
    for (let turn = 0; turn < 3; turn += 1) {
      await settled();
      runInNewContext("gc")();
    }
    assert.deepEqual(
      references.map((reference) => reference.deref()),
      [undefined, undefined, undefined],
    );
    assert.equal(queue.items.length, 2);
  });
});

/** Returns the CPU time of adding, uploading and clearing files, in microseconds. */
async function timeOfFiles(count: number, names: (at: number) => string): Promise<number> {
  const { queue, uploads } = fixture({ concurrency: 100 });
  const many = Array.from({ length: count }, (_, at) => file(names(at), 1, { lastModified: at }));
  const start = process.cpuUsage();
  queue.add(many);
  for (let at = 0; at < count; at += 1) {
    if (at >= uploads.length) await settled();
    uploads[at]?.finish();
  }
  await settled();
  assert.deepEqual(
    [queue.progress.loaded, new Set(queue.items.map(({ key }) => key)).size],
    [count, count],
  );
  queue.clear();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

for (const [title, names] of [
  ["of different names", String],
  ["of one name", () => "image.jpg"],
] as const) {
  test(`the time for files ${title} grows with their number, not with its square`, async () => {
    await timeOfFiles(1_000, names);
    const some = await timeOfFiles(1_000, names);
    const many = await timeOfFiles(10_000, names);
    assert.ok(many < 40 * some, `${some} and ${many} microseconds`);
  });
}
