import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { settled } from "../support/time.ts";
import { file, files, fixture, restoreTime } from "./fake-client.ts";

afterEach(restoreTime);

test("an empty queue has no bytes and no time left", () => {
  assert.deepEqual(fixture().queue.progress, { loaded: 0, total: 0, bytesPerSecond: 0, eta: 0 });
});

test("the progress of an item is its upload's, and that of the queue is the sum", async () => {
  const { queue, upload } = fixture();
  const [a] = queue.add([file("a", 10), file("b", 20)]);
  await settled();
  assert.deepEqual(a?.progress, {
    loaded: 0,
    total: 10,
    bytesPerSecond: 0,
    attempt: 1,
    phase: "signing",
  });
  upload("a").report(4, { bytesPerSecond: 7, eta: 3 });
  upload("b").report(5);
  assert.deepEqual(a?.progress, {
    loaded: 4,
    total: 10,
    bytesPerSecond: 7,
    eta: 3,
    attempt: 1,
    phase: "transfer",
  });
  assert.deepEqual([queue.progress.loaded, queue.progress.total], [9, 30]);
});

test("progress events of an item are at most 20 a second, and tell the latest bytes", async () => {
  const { queue, upload, events, time, takeEvents } = fixture();
  const seen: number[] = [];
  queue.addEventListener("progress", ({ item }) => seen.push(item.progress.loaded));
  queue.add([file("a", 1_000)]);
  await settled();
  takeEvents();
  for (let at = 1; at <= 100; at += 1) {
    upload("a").report(at);
    await time.pass(10);
  }
  assert.equal(events.length, 20);
  assert.equal(seen.at(-1), 100);
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
});

test("no progress event follows a pause, a failure or a removal", async () => {
  const { queue, upload, takeEvents, time } = fixture();
  const [a, , c] = queue.add(files("a", "b", "c"));
  await settled();
  takeEvents();
  for (const name of ["a", "b", "c"]) upload(name).report(5);
  queue.pause(a?.id);
  upload("b").fail();
  queue.remove(c?.id as string);
  await time.pass(1_000);
  assert.deepEqual(takeEvents(), ["pause a", "remove c", "error b"]);
  assert.equal(time.pending, 0);
});

test("a wait for the network is an event, and part of the item's progress", async () => {
  const { queue, upload, takeEvents, time } = fixture();
  const [a] = queue.add(files("a"));
  await settled();
  takeEvents();
  upload("a").report(5, { phase: "waiting", waitingFor: "network", bytesPerSecond: 0 });
  await time.pass(50);
  assert.deepEqual([takeEvents(), a?.progress.waitingFor], [["progress a"], "network"]);
});

test("the bytes of the queue do not decrease when an upload starts again", async () => {
  const { queue, upload } = fixture();
  const [a] = queue.add([file("a", 10)]);
  await settled();
  upload("a").report(8);
  upload("a").report(2, { attempt: 2 });
  assert.deepEqual([a?.progress.loaded, queue.progress.loaded], [2, 8]);
  upload("a").report(9, { attempt: 2 });
  assert.equal(queue.progress.loaded, 9);
});

test("the total includes a failed file, so that the queue is not complete until it is removed", async () => {
  const { queue, upload } = fixture();
  const [a] = queue.add([file("a", 10), file("b", 20)]);
  await settled();
  upload("a").report(9);
  upload("a").fail();
  upload("b").finish();
  await settled();
  assert.deepEqual(queue.progress, { loaded: 29, total: 30, bytesPerSecond: 0, eta: 0 });
  queue.remove(a?.id as string);
  assert.deepEqual(queue.progress, { loaded: 20, total: 20, bytesPerSecond: 0, eta: 0 });
});

test("speed and time left are those of all uploads over 5 seconds", async () => {
  const { queue, upload, time } = fixture({ concurrency: 2 });
  queue.add([file("a", 10_000), file("b", 10_000), file("c", 10_000)]);
  await settled();
  for (let second = 0; second <= 5; second += 1) {
    upload("a").report(1_000 * second);
    upload("b").report(500 * second);
    if (second < 5) await time.pass(1_000);
  }
  assert.deepEqual(queue.progress, {
    loaded: 7_500,
    total: 30_000,
    bytesPerSecond: 1_500,
    eta: 15,
  });
});

test("the speed continues over the end of one file and the start of the next", async () => {
  const { queue, upload, time } = fixture({ concurrency: 1 });
  queue.add(Array.from({ length: 10 }, (_, at) => file(`${at}`, 100)));
  await settled();
  for (let at = 0; at < 9; at += 1) {
    upload(`${at}`).report(0, { phase: "signing" });
    await time.pass(500);
    upload(`${at}`).finish();
    await settled();
  }
  assert.equal(queue.progress.bytesPerSecond, 200);
});

test("the speed is 0 and the time left unknown while all files are paused", async () => {
  const { queue, upload, time } = fixture();
  queue.add([file("a", 10_000)]);
  await settled();
  upload("a").report(0);
  await time.pass(1_000);
  upload("a").report(5_000);
  assert.equal(queue.progress.bytesPerSecond, 5_000);
  queue.pause();
  await settled();
  assert.deepEqual(queue.progress, { loaded: 5_000, total: 10_000, bytesPerSecond: 0 });
});

test("bytes that a resumed upload finds stored are progress, and no speed", async () => {
  const { queue, upload, time } = fixture();
  queue.add([file("a", 10_000)]);
  await settled();
  upload("a").report(0, { phase: "signing" });
  await time.pass(1_000);
  upload("a").report(8_000, { phase: "signing" });
  await time.pass(1_000);
  upload("a").report(8_200);
  assert.deepEqual([queue.progress.loaded, queue.progress.bytesPerSecond], [8_200, 100]);
});

test("a failed item shows no speed and no time left", async () => {
  const { queue, upload } = fixture();
  const [a] = queue.add(files("a"));
  await settled();
  upload("a").report(5, { bytesPerSecond: 9, eta: 1 });
  upload("a").fail();
  await settled();
  assert.deepEqual(a?.progress, {
    loaded: 5,
    total: 10,
    bytesPerSecond: 0,
    attempt: 1,
    phase: "transfer",
  });
});

test("an error of a listener is reported, and the other listeners and uploads continue", async (context) => {
  const { queue, upload, events } = fixture();
  const bug = new Error("a bug in the page");
  const caught: unknown[] = [];
  const previous = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => caught.push(error));
  context.after(() => {
    process.removeAllListeners("uncaughtException");
    for (const listener of previous) process.on("uncaughtException", listener);
  });
  queue.addEventListener("start", () => {
    throw bug;
  });
  queue.addEventListener("start", () => events.push("second listener"));
  queue.add(files("a", "b"));
  await settled();
  upload("a").finish();
  upload("b").finish();
  await settled();
  assert.deepEqual(caught, [bug, bug]);
  assert.equal(events.filter((event) => event === "second listener").length, 2);
  assert.equal(events.at(-1), "idle");
});
