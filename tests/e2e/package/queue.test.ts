import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import type { UploadQueue } from "../../../js/index.ts";
import { S3 } from "../../../js/s3.ts";
import { packageSession } from "../package-session.ts";
import { sampleBytes } from "../sample-bytes.ts";

declare global {
  /** The queue in the tab; it adds what is chosen or dropped. */
  var queue: UploadQueue;
  /** Types of the queue's events and paths of their items. */
  var queueEvents: string[];
}

const MIB = 1024 * 1024;
const FILM = sampleBytes(11 * MIB);
const isFirefox = process.env["TEST_BROWSER"] === "firefox";

let folder: string;
let node: S3;

const session = packageSession(async ({ stack }) => {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  node = new S3({ region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } });
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "s3-signpost-queue-"));
  await mkdir(join(folder, "photos", "2026"), { recursive: true });
  await writeFile(join(folder, "film.bin"), FILM);
  await writeFile(join(folder, "a.txt"), "a");
  await writeFile(join(folder, "photos", "b.txt"), "bb");
  await writeFile(join(folder, "photos", "2026", "c.txt"), "ccc");
});
after(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  await session.openConnected("key");
  await session.tab.page.evaluate(() => {
    const part = 5 * 1024 * 1024;
    globalThis.queue = new signpost.UploadQueue(s3, {
      key: (_, path) => `queue/${path}`,
      upload: { multipartThreshold: part, partSize: part },
    });
    globalThis.queueEvents = [];
    for (const type of ["add", "start", "pause", "resume", "done", "error", "remove"] as const) {
      queue.addEventListener(type, ({ item }) => queueEvents.push(`${type} ${item.path}`));
    }
    queue.addEventListener("idle", () => queueEvents.push("idle"));
    const picker = document.createElement("input");
    Object.assign(picker, { id: "picker", type: "file", multiple: true });
    picker.addEventListener("change", () => queue.add(picker.files as FileList));
    document.body.append(picker);
    document.documentElement.style.height = "100%";
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      queue.add(event.dataTransfer as DataTransfer);
    });
  });
});

async function choose(...names: string[]): Promise<void> {
  const paths = names.map((name) => join(folder, name));
  await session.tab.page.locator("#picker").setInputFiles(paths);
}

async function waitForIdle(): Promise<void> {
  await session.tab.page.waitForFunction(() => queueEvents.includes("idle"));
}

/** Returns path and state, or the code of the error, of each item. */
function outcomes(): Promise<string[]> {
  return session.tab.page.evaluate(() =>
    queue.items.map(({ path, state, error }) => `${path} ${error?.code ?? state}`),
  );
}

async function stored(key: string): Promise<Buffer> {
  const { blob } = await node.download(key);
  return Buffer.from(await (blob as Blob).arrayBuffer());
}

describe("a queue in a browser", () => {
  test("uploads the files that the user chooses", async () => {
    await choose("a.txt", "film.bin");
    await waitForIdle();
    assert.deepEqual(await outcomes(), ["a.txt done", "film.bin done"]);
    assert.equal(String(await stored("queue/a.txt")), "a");
    assert.ok((await stored("queue/film.bin")).equals(FILM));
    const progress = await session.tab.page.evaluate(() => queue.progress);
    assert.deepEqual(
      [progress.loaded, progress.total, progress.eta],
      [FILM.length + 1, FILM.length + 1, 0],
    );
  });

  test("completes a file that is paused in the middle and resumed", async () => {
    await session.stack.addFaults({
      method: "PUT",
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    await choose("film.bin");
    await session.tab.page.waitForFunction(() => (queue.items[0]?.progress.loaded ?? 0) > 0);
    await session.tab.page.evaluate(() => queue.pause(queue.items[0]?.id));
    assert.deepEqual(await outcomes(), ["film.bin paused"]);
    await session.tab.page.evaluate(() => queue.resume());
    await waitForIdle();
    assert.deepEqual(await outcomes(), ["film.bin done"]);
    assert.ok((await stored("queue/film.bin")).equals(FILM));
  });

  test("waits while the device is offline, and completes afterwards", async () => {
    await session.tab.page.evaluate(() => {
      let isOnline = false;
      Object.defineProperty(navigator, "onLine", { get: () => isOnline });
      Object.assign(globalThis, {
        goOnline: () => {
          isOnline = true;
          dispatchEvent(new Event("online"));
        },
      });
    });
    await session.stack.addFaults({ method: "POST", effect: { type: "cut", after: 0 } });
    await choose("a.txt");
    await session.tab.page.waitForFunction(() => queue.items[0]?.progress.waitingFor === "network");
    await session.tab.page.evaluate("goOnline()");
    await waitForIdle();
    assert.deepEqual(await outcomes(), ["a.txt done"]);
  });

  test("adds files of a DataTransfer that a script made", async () => {
    await session.tab.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      for (const name of ["x", "y"]) dataTransfer.items.add(new File([name], `${name}.txt`));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer }));
    });
    await waitForIdle();
    assert.deepEqual(await outcomes(), ["x.txt done", "y.txt done"]);
    assert.equal(String(await stored("queue/y.txt")), "y");
  });

  test("uploads a dropped folder with its subfolder, and a dropped file", {
    skip: isFirefox && "WebDriver cannot drop a folder",
  }, async () => {
    const { page, context } = session.tab;
    const devtools = await context.newCDPSession(page);
    const data = {
      items: [],
      files: [join(folder, "photos"), join(folder, "a.txt")],
      dragOperationsMask: 1,
    };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await devtools.send("Input.dispatchDragEvent", { type, x: 50, y: 50, data });
    }
    await waitForIdle();
    assert.deepEqual((await outcomes()).sort(), [
      "a.txt done",
      "photos/2026/c.txt done",
      "photos/b.txt done",
    ]);
    assert.equal(String(await stored("queue/photos/2026/c.txt")), "ccc");
  });

  test("fails with BodyUnreadable if a waiting file disappears, and uploads the others", async () => {
    await writeFile(join(folder, "gone.bin"), FILM);
    await session.tab.page.evaluate(() => queue.pause());
    await choose("gone.bin", "a.txt");
    await rm(join(folder, "gone.bin"));
    await session.tab.page.evaluate(() => queue.start());
    await waitForIdle();
    assert.deepEqual(await outcomes(), ["gone.bin BodyUnreadable", "a.txt done"]);
  });

  test("fails with BodyUnreadable if a small file disappears, in Firefox after a stall", async () => {
    await writeFile(join(folder, "gone.txt"), "gone");
    await session.tab.page.evaluate(
      ({ region, bucket, s3: endpoint, accessKeyId, secretAccessKey }) => {
        const credentials = { accessKeyId, secretAccessKey };
        const retry = { baseDelay: 1, stallTimeout: 400 };
        const client = new signpost.S3({ region, bucket, endpoint, credentials, retry });
        globalThis.queue = new signpost.UploadQueue(client, { autoStart: false });
        queue.addEventListener("idle", () => queueEvents.push("idle"));
      },
      session.stack.ready,
    );
    await choose("gone.txt");
    await rm(join(folder, "gone.txt"));
    await session.tab.page.evaluate(() => queue.start());
    await waitForIdle();
    assert.deepEqual(await outcomes(), ["gone.txt BodyUnreadable"]);
  });
});
