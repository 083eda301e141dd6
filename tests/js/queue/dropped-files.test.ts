import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { settled } from "../support/time.ts";
import { file, fixture, restoreTime } from "./fake-client.ts";

afterEach(restoreTime);

/** Most entries of one call of `readEntries`, as in Chromium. */
const BATCH = 100;

type Tree = { [name: string]: Tree | File | Error };

/** Returns the entry of a file or folder. An Error instead of a file or a folder is that of reading it. */
function entryOf(name: string, node: Tree | File | Error, parent = ""): object {
  const fullPath = `${parent}/${name}`;
  const isFile = node instanceof File || node.message === "file";
  const entry = { name, fullPath, isFile, isDirectory: !isFile };
  if (isFile) {
    const read = (done: (file: File) => void, failed: (error: unknown) => void) =>
      setImmediate(() => (node instanceof File ? done(node) : failed(node)));
    return { ...entry, file: read };
  }
  const createReader = () => {
    const rest = Object.entries(node).map(([name, child]) => entryOf(name, child, fullPath));
    const readEntries = (done: (entries: object[]) => void, failed: (error: unknown) => void) =>
      setImmediate(() => (node instanceof Error ? failed(node) : done(rest.splice(0, BATCH))));
    return { readEntries };
  };
  return { ...entry, createReader };
}

/** Returns a DataTransfer that is empty after the event, as in a browser. */
function drop(nodes: Tree) {
  let isOver = false;
  const items = Object.entries(nodes).map(([name, node]) => ({
    kind: "file",
    getAsFile: () => (isOver ? null : node instanceof File ? node : new File(["?"], name)),
    webkitGetAsEntry: () => (isOver ? null : entryOf(name, node)),
  }));
  const text = { kind: "string", getAsFile: () => null, webkitGetAsEntry: () => null };
  queueMicrotask(() => {
    isOver = true;
  });
  return { items: [text, ...items], files: [] } as never as DataTransfer;
}

async function read(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await settled();
}

test("dropped files are added at once, and those of folders with their paths afterwards", async () => {
  const { queue, events } = fixture();
  const added = queue.add(
    drop({
      "a.txt": file("a.txt"),
      photos: { "b.jpg": file("b.jpg"), more: { "c.jpg": file("c.jpg") } },
    }),
  );
  assert.deepEqual(
    added.map(({ path }) => path),
    ["a.txt"],
  );
  await read();
  assert.deepEqual(
    queue.items.map(({ path, key, state }) => [path, key, state]),
    ["a.txt", "photos/b.jpg", "photos/more/c.jpg"].map((path) => [path, path, "running"]),
  );
  assert.deepEqual(
    events.filter((event) => event.startsWith("add")),
    ["add a.txt", "add photos/b.jpg", "add photos/more/c.jpg"],
  );
});

test("all files of a folder of 250 are found, although one call returns at most 100", async () => {
  const { queue } = fixture({ autoStart: false });
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`${at}`, file(`${at}`)]));
  queue.add(drop({ many }));
  await read();
  assert.equal(new Set(queue.items.map(({ path }) => path)).size, 250);
});

test("a folder without files adds nothing, and idle follows", async () => {
  const { queue, events } = fixture();
  assert.deepEqual(queue.add(drop({ empty: { deeper: {} } })), []);
  await read();
  assert.deepEqual([queue.items.length, events], [0, ["idle"]]);
});

test("idle waits until folders are read", async () => {
  const { queue, upload, events } = fixture();
  queue.add(drop({ a: file("a"), folder: { b: file("b") } }));
  await settled();
  upload("a").finish();
  await read();
  upload("b").finish();
  await settled();
  assert.deepEqual(
    events.filter((event) => event === "idle" || event.startsWith("done")),
    ["done a", "done folder/b", "idle"],
  );
});

test("unreadable files and folders are rejected with BodyUnreadable, and the others are uploaded", async () => {
  const { queue, states } = fixture();
  queue.add(drop({ a: { locked: new Error("folder"), gone: new Error("file"), b: file("b") } }));
  await read();
  assert.deepEqual(states().sort(), ["a/b running", "a/gone rejected", "a/locked rejected"]);
  for (const { state, error, file } of queue.items) {
    if (state !== "rejected") continue;
    assert.deepEqual([error?.code, file.size, file.name.length > 0], ["BodyUnreadable", 0, true]);
  }
});

test("a folder that throws instead of calling back is rejected", async () => {
  const { queue, states } = fixture();
  const folder = { ...entryOf("a", {}), createReader: () => ({}) };
  const items = [{ kind: "file", getAsFile: () => null, webkitGetAsEntry: () => folder }];
  queue.add({ items, files: [] } as never);
  await read();
  assert.deepEqual(states(), ["a rejected"]);
});

test("clear() ends the reading of folders", async () => {
  const { queue, events } = fixture();
  queue.add(drop({ a: { b: { c: file("c") } } }));
  await settled();
  queue.clear();
  await read();
  assert.deepEqual([queue.items.length, events], [0, ["idle"]]);
});

test("a DataTransfer without entries has its files", () => {
  const { queue } = fixture();
  const items = [{ kind: "file", getAsFile: () => file("pasted.png") }];
  queue.add({ items, files: [] } as never);
  queue.add({ items: [], files: [file("other.png")] } as never);
  assert.deepEqual(
    queue.items.map(({ path }) => path),
    ["pasted.png", "other.png"],
  );
});

test("a dropped text adds nothing", async () => {
  const { queue, events } = fixture();
  assert.deepEqual(queue.add(drop({})), []);
  await settled();
  assert.deepEqual(events, []);
});
