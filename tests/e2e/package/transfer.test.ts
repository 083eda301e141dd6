import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Transfer } from "../../../js/index.ts";
import { S3 } from "../../../js/s3.ts";
import { packageSession } from "../package-session.ts";
import { sampleBytes } from "../sample-bytes.ts";

declare global {
  /** The transfer in the tab, and its outcome: a digest or a key, or the code of an error. */
  var transfer: Transfer<unknown>;
  var transferred: Promise<string>;
  /** The file input for uploads. */
  var picker: HTMLInputElement;
  function sha256(bytes: ArrayBuffer): Promise<string>;
  function pausingAfter(
    started: () => Transfer<unknown>,
    after: number,
  ): (progress: { loaded: number }) => void;
  function outcome(work: () => Promise<string>): Promise<string>;
}

const MIB = 1024 * 1024;
const FILM = sampleBytes(11 * MIB);
const KEY = "transfers/film.bin";
const RETRY = { baseDelay: 1, maxDelay: 10, stallTimeout: 400 };

let node: S3;
let sample: string;

const session = packageSession(async ({ stack }) => {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  const credentials = { accessKeyId, secretAccessKey };
  node = new S3({ region, bucket, endpoint, credentials });
  sample = digest(await stored(stack.ready.sampleKey));
});
beforeEach(async () => {
  await session.open();
  await connect();
});

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Fetches the bytes of an object. `aheadSeconds`: the offset of the stack's clock. */
async function stored(key: string, aheadSeconds = 0): Promise<Uint8Array> {
  node.clockOffset = aheadSeconds * 1_000;
  const response = await fetch((await node.presign(key)).url);
  assert.equal(response.status, 200);
  return new Uint8Array(await response.arrayBuffer());
}

/** Returns the number of unfinished multipart uploads. */
async function unfinishedUploads(): Promise<number> {
  const response = await fetch((await node.presign({ query: { uploads: "" } })).url);
  const text = await response.text();
  assert.match(text, /<\/ListMultipartUploadsResult>/);
  return [...text.matchAll(/<UploadId>/g)].length;
}

/** Returns the number of requests with this method. */
async function requestCount(method: string): Promise<number> {
  return (await session.stack.counts())[`s3 ${method}`] ?? 0;
}

/** Creates a client with a short stall timeout in the tab. */
async function connect(as: "key" | "guest" = "key"): Promise<void> {
  await session.tab.page.evaluate(
    ([{ identityPoolId, identity, region, bucket, s3, ...key }, retry, as]) => {
      const credentials =
        as === "guest" ? signpost.cognito({ identityPoolId, endpoint: identity }) : key;
      globalThis.s3 = new signpost.S3({ region, bucket, endpoint: s3, credentials, retry });
      globalThis.sha256 = async (bytes) => {
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
      };
      globalThis.outcome = (work) =>
        work().catch((error) => (error instanceof DOMException ? error.name : error.code));
      globalThis.pausingAfter = (started, after) => {
        let left = 1;
        return ({ loaded }) => {
          if (loaded >= after && left-- > 0) started().pause();
        };
      };
      globalThis.picker = document.createElement("input");
      picker.type = "file";
      picker.id = "picker";
      document.body.append(picker);
    },
    [session.stack.ready, RETRY, as] as const,
  );
}

/** Starts a download in the tab, and pauses it after this many bytes. */
async function download(key: string, pauseAfter = Number.POSITIVE_INFINITY): Promise<void> {
  await session.tab.page.evaluate(
    ([key, pauseAfter]) => {
      const started = s3.download(key, { onProgress: pausingAfter(() => started, pauseAfter) });
      globalThis.transfer = started;
      globalThis.transferred = outcome(async () =>
        sha256(await ((await started).blob as Blob).arrayBuffer()),
      );
    },
    [key, pauseAfter] as const,
  );
}

/** Starts an upload of the selected file, or of the film, in the tab. */
async function upload(
  options: { via: "post" | "put" | "multipart"; resumable?: boolean },
  pauseAfter = Number.POSITIVE_INFINITY,
): Promise<void> {
  await session.tab.page.evaluate(
    ([key, options, size, pauseAfter]) => {
      const bytes = () => {
        const film = new Uint8Array(size);
        for (let at = 0; at < size; at += 1) film[at] = (at * 31 + (at >> 8)) % 251;
        return film;
      };
      const started = s3.upload(picker.files?.[0] ?? bytes(), {
        key,
        partSize: 5 * 1024 * 1024,
        onProgress: pausingAfter(() => started, pauseAfter),
        ...options,
      });
      globalThis.transfer = started;
      globalThis.transferred = outcome(async () => (await started).key);
    },
    [KEY, options, FILM.length, pauseAfter] as const,
  );
}

/** Returns the digest or the key of the completed transfer, or the code of its error. */
function outcomeOfTransfer(): Promise<string> {
  return session.tab.page.evaluate(() => globalThis.transferred);
}

async function waitForPause(): Promise<void> {
  await session.tab.page.waitForFunction(() => transfer.state === "paused");
}

/** Pauses a download of the sample in its middle. A stall prevents it from completing before. */
async function downloadAndPause(): Promise<void> {
  await session.stack.addFaults({ method: "GET", effect: { type: "stall", after: 3 * MIB } });
  await download(session.stack.ready.sampleKey, MIB);
  await waitForPause();
}

/** Pauses an upload: a single request in its middle, a multipart upload with at most one part sent. */
async function uploadAndPause(via: "post" | "put" | "multipart" = "multipart"): Promise<void> {
  const stall = { type: "stall", of: "request", after: 1_000 } as const;
  if (via === "multipart")
    await session.stack.addFaults({ method: "PUT", skip: 1, times: 2, effect: stall });
  else await session.stack.addFaults({ method: via === "post" ? "POST" : "PUT", effect: stall });
  await upload({ via }, 1);
  await waitForPause();
}

async function resume(): Promise<void> {
  await session.tab.page.evaluate(() => transfer.resume());
}

describe("a download in a browser", () => {
  for (const after of [0, 1, 4_194_303, 8 * MIB - 1]) {
    test(`whose connection closes twice after ${after} bytes is complete`, async () => {
      await session.stack.addFaults({ method: "GET", times: 2, effect: { type: "cut", after } });
      await download(session.stack.ready.sampleKey);
      assert.equal(await outcomeOfTransfer(), sample);
    });
  }

  test("that stalls is cancelled and resumed at its position", async () => {
    await session.stack.addFaults({
      method: "GET",
      times: 2,
      effect: { type: "stall", after: 3 * MIB },
    });
    await download(session.stack.ready.sampleKey);
    assert.equal(await outcomeOfTransfer(), sample);
    assert.equal(await session.tab.page.evaluate(() => transfer.progress.attempt), 3);
  });

  test("is retried after several 503 and a SlowDown with Retry-After", async () => {
    await session.stack.addFaults(
      {
        method: "GET",
        times: 3,
        effect: { type: "error", status: 503, code: "ServiceUnavailable" },
      },
      {
        method: "GET",
        skip: 3,
        effect: { type: "error", status: 503, code: "SlowDown", retryAfter: 1 },
      },
    );
    await download(session.stack.ready.sampleKey);
    assert.equal(await outcomeOfTransfer(), sample);
  });

  test("continues when its credentials expire", async () => {
    await connect("guest");
    await downloadAndPause();
    await session.tab.setClock(4_000_000);
    await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
    await resume();
    assert.equal(await outcomeOfTransfer(), sample);
    const counts = await session.stack.counts();
    assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
  });

  test("continues when the device's clock turns out to be wrong", async () => {
    await downloadAndPause();
    await session.stack.changeSettings({ clockOffsetSeconds: 7_200 });
    await resume();
    assert.equal(await outcomeOfTransfer(), sample);
  });

  test("of an object that is replaced during a pause fails with ObjectChanged", async () => {
    await node.upload(sampleBytes(MIB), { key: KEY });
    await session.stack.addFaults({ method: "GET", effect: { type: "stall", after: 500_000 } });
    await download(KEY, 1);
    await waitForPause();
    await node.upload(sampleBytes(MIB - 1), { key: KEY });
    await resume();
    assert.equal(await outcomeOfTransfer(), "ObjectChanged");
  });

  test("sends no request during a pause and completes after it", async () => {
    await downloadAndPause();
    assert.equal(await requestCount("GET"), 1);
    await resume();
    assert.equal(await outcomeOfTransfer(), sample);
    assert.equal(await requestCount("GET"), 2);
  });

  test("waits for the network while offline, without attempts", async () => {
    await downloadAndPause();
    await session.tab.context.setOffline(true);
    const failed = session.tab.page.waitForEvent("requestfailed");
    await resume();
    await failed;
    await session.tab.context.setOffline(false);
    assert.equal(await outcomeOfTransfer(), sample);
    assert.equal(await session.tab.page.evaluate(() => transfer.progress.attempt), 3);
  });

  test("is written to a file after a closed connection", async () => {
    await session.stack.addFaults({ method: "GET", effect: { type: "cut", after: 3 * MIB } });
    const found = await session.tab.page.evaluate(async (key) => {
      const root = await navigator.storage.getDirectory();
      const to = await root.getFileHandle("sample.bin", { create: true });
      await s3.download(key, { to });
      return sha256(await (await to.getFile()).arrayBuffer());
    }, session.stack.ready.sampleKey);
    assert.equal(found, sample);
  });

  test("is written to a stream after a closed connection and a stall", async () => {
    await session.stack.addFaults(
      { method: "GET", effect: { type: "cut", after: 3 * MIB } },
      { method: "GET", skip: 1, effect: { type: "stall", after: MIB } },
    );
    const found = await session.tab.page.evaluate(async (key) => {
      const { stream } = await s3.download(key, { to: "stream" });
      return sha256(await new Response(stream as ReadableStream).arrayBuffer());
    }, session.stack.ready.sampleKey);
    assert.equal(found, sample);
  });

  test("that is aborted leaves the target file unchanged", async () => {
    await session.stack.addFaults({ method: "GET", effect: { type: "stall", after: 3 * MIB } });
    const found = await session.tab.page.evaluate(async (key) => {
      const root = await navigator.storage.getDirectory();
      const to = await root.getFileHandle("untouched.txt", { create: true });
      const writable = await to.createWritable();
      await writable.write("kept");
      await writable.close();
      const started = s3.download(key, {
        to,
        onProgress: ({ loaded }) => {
          if (loaded > 1_000_000) started.abort();
        },
      });
      const code = await outcome(async () => String(await started));
      return [code, await (await to.getFile()).text()];
    }, session.stack.ready.sampleKey);
    assert.deepEqual(found, ["AbortError", "kept"]);
  });

  test("that fails leaves the target file unchanged", async () => {
    const found = await session.tab.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const to = await root.getFileHandle("kept.txt", { create: true });
      const writable = await to.createWritable();
      await writable.write("kept");
      await writable.close();
      const code = await outcome(async () => String(await s3.download("not/there", { to })));
      return [code, await (await to.getFile()).text()];
    });
    assert.deepEqual(found, ["NoSuchKey", "kept"]);
  });
});

describe("an upload from a browser", () => {
  for (const via of ["post", "put", "multipart"] as const) {
    test(`by ${via} is complete after a closed connection, a stall and a SlowDown`, async () => {
      const method = via === "post" ? "POST" : "PUT";
      await session.stack.addFaults(
        { method, effect: { type: "cut", of: "request", after: 900_000 } },
        { method, skip: 1, effect: { type: "stall", of: "request", after: 300_000 } },
        { method, skip: 2, effect: { type: "error", status: 503, code: "SlowDown" } },
      );
      await upload({ via });
      assert.equal(await outcomeOfTransfer(), KEY);
      assert.equal(digest(await stored(KEY)), digest(FILM));
    });
  }

  for (const via of ["post", "put", "multipart"] as const) {
    const method = via === "post" ? "POST" : "PUT";
    for (const [of, after] of [
      ["request", 0],
      ["request", 5 * MIB - 1],
      ["response", 0],
    ] as const) {
      test(`by ${via} is complete after the connection closes at byte ${after} of the ${of}`, async () => {
        await session.stack.addFaults({ method, times: 2, effect: { type: "cut", of, after } });
        await upload({ via });
        assert.equal(await outcomeOfTransfer(), KEY);
        assert.equal(digest(await stored(KEY)), digest(FILM));
      });
    }

    test(`by ${via} outlasts a burst of 503, and a SlowDown that says how long`, async () => {
      const burst = { type: "error", status: 503, code: "ServiceUnavailable" };
      const slow = { type: "error", status: 503, code: "SlowDown", retryAfter: 1 };
      await session.stack.addFaults(
        { method, times: 3, effect: burst },
        { method, skip: 3, effect: slow },
      );
      await upload({ via });
      assert.equal(await outcomeOfTransfer(), KEY);
      assert.equal(digest(await stored(KEY)), digest(FILM));
    });

    test(`by ${via} goes on when the credentials end in the middle of it`, async () => {
      await connect("guest");
      await uploadAndPause(via);
      await session.tab.setClock(4_000_000);
      await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
      await resume();
      assert.equal(await outcomeOfTransfer(), KEY);
      assert.equal(digest(await stored(KEY, 4_000)), digest(FILM));
      const counts = await session.stack.counts();
      assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
    });

    test(`by ${via} goes on when the device's clock turns out wrong in the middle of it`, async () => {
      await uploadAndPause(via);
      await session.stack.changeSettings({ clockOffsetSeconds: 7_200 });
      await resume();
      assert.equal(await outcomeOfTransfer(), KEY);
      assert.equal(digest(await stored(KEY, 7_200)), digest(FILM));
    });
  }

  test("that is aborted while its parts are put together is whole or not there", async () => {
    await node.delete(KEY);
    await session.stack.addFaults({
      method: "POST",
      skip: 1,
      effect: { type: "delay", milliseconds: 300 },
    });
    const completion = session.tab.page.waitForRequest(
      (request) => request.method() === "POST" && /[?&]uploadId=/.test(request.url()),
    );
    await upload({ via: "multipart" });
    await completion;
    const aborted = session.tab.page.waitForResponse(
      (response) => response.request().method() === "DELETE",
    );
    await session.tab.page.evaluate(() => transfer.abort());
    assert.equal(await outcomeOfTransfer(), "AbortError");
    await aborted;
    assert.equal(await unfinishedUploads(), 0);
    const info = await node.head(KEY).catch((error) => error.code);
    if (info !== "NotFound") assert.equal(digest(await stored(KEY)), digest(FILM));
  });

  test("in parts is complete after a pause", async () => {
    await uploadAndPause();
    await resume();
    assert.equal(await outcomeOfTransfer(), KEY);
    assert.equal(digest(await stored(KEY)), digest(FILM));
  });

  test("that is aborted leaves no object and no unfinished upload", async () => {
    await node.delete(KEY);
    await uploadAndPause();
    assert.equal(await unfinishedUploads(), 1);
    const aborted = session.tab.page.waitForResponse(
      (response) => response.request().method() === "DELETE",
    );
    await session.tab.page.evaluate(() => transfer.abort());
    assert.equal(await outcomeOfTransfer(), "AbortError");
    await aborted;
    assert.equal(await unfinishedUploads(), 0);
    await assert.rejects(node.head(KEY), { code: "NotFound" });
  });
});

describe("a resumable upload", () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "s3-signpost-transfer-"));
    file = join(folder, "film.bin");
    await writeFile(file, FILM);
  });
  after(() => rm(folder, { recursive: true }));

  /** Starts an upload whose first part is stored and whose other parts stall. */
  async function startUpload(): Promise<void> {
    await session.stack.addFaults({
      method: "PUT",
      skip: 1,
      times: 0,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const firstPart = session.tab.page.waitForResponse(
      (response) => response.request().method() === "PUT" && response.ok(),
    );
    await session.tab.page.locator("#picker").setInputFiles(file);
    await upload({ via: "multipart", resumable: true });
    await firstPart;
  }

  /** Uploads the file again, and returns the number of parts that were sent. */
  async function uploadAgain(): Promise<number> {
    await session.stack.reset();
    await connect();
    let parts = 0;
    session.tab.page.on("request", (request) => {
      if (request.method() === "PUT") parts += 1;
    });
    await session.tab.page.locator("#picker").setInputFiles(file);
    await upload({ via: "multipart", resumable: true });
    assert.equal(await outcomeOfTransfer(), KEY);
    assert.equal(digest(await stored(KEY)), digest(FILM));
    return parts;
  }

  function storedEntries(): Promise<number> {
    return session.tab.page.evaluate(() => localStorage.length);
  }

  test("of a file that changes during a pause fails with BodyUnreadable", async () => {
    await session.stack.addFaults({
      method: "PUT",
      times: 3,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const changing = join(folder, "changing.bin");
    await writeFile(changing, FILM);
    await session.tab.page.locator("#picker").setInputFiles(changing);
    await upload({ via: "multipart" }, 1);
    await waitForPause();
    await writeFile(changing, FILM.subarray(1));
    const aborted = session.tab.page.waitForResponse(
      (response) => response.request().method() === "DELETE",
    );
    await resume();
    assert.equal(await outcomeOfTransfer(), "BodyUnreadable");
    await aborted;
  });

  test("is resumed after a reload with only the missing parts", async () => {
    await startUpload();
    await session.tab.page.reload();
    await session.tab.page.waitForFunction(() => "signpost" in globalThis);
    assert.equal(await uploadAgain(), 2);
    assert.deepEqual([await unfinishedUploads(), await storedEntries()], [0, 0]);
  });

  test("is resumed in another tab after its tab was closed", async () => {
    await startUpload();
    const { context, page } = session.tab;
    await session.open({ context });
    await page.close();
    assert.equal(await uploadAgain(), 2);
  });

  test("that was aborted at the service starts again", async () => {
    await startUpload();
    await session.tab.page.reload();
    await session.tab.page.waitForFunction(() => "signpost" in globalThis);
    const [entry] = await session.tab.page.evaluate(() => Object.entries(localStorage));
    const query = { uploadId: String(entry?.[1]).split(" ")[0] as string };
    const { url } = await node.presign({ key: KEY, method: "DELETE", query });
    assert.equal((await fetch(url, { method: "DELETE" })).status, 204);
    assert.equal(await uploadAgain(), 3);
  });

  test("stores no key, token or signature in the browser", async () => {
    await startUpload();
    const kept = await session.tab.page.evaluate(() => JSON.stringify(localStorage));
    assert.match(kept, /film\.bin/);
    assert.doesNotMatch(kept, /X-Amz-|Signature|AKIA/i);
    assert.ok(!kept.includes(session.stack.ready.secretAccessKey));
  });
});

describe("in a dedicated worker", () => {
  /** Runs a script in a new worker, with `s3` and `file`, and returns its result. */
  async function inWorker(script: string): Promise<unknown> {
    return session.tab.page.evaluate(
      async ([url, { region, bucket, s3, accessKeyId, secretAccessKey }, retry, script]) => {
        const options = {
          region,
          bucket,
          endpoint: s3,
          credentials: { accessKeyId, secretAccessKey },
          retry,
        };
        const source = `
          import { S3 } from "${url}index.js";
          const root = await navigator.storage.getDirectory();
          const file = await root.getFileHandle("worker.bin", { create: true });
          const entries = await root.getDirectoryHandle("entries", { create: true });
          const nameOf = (key) => encodeURIComponent(key).slice(-100);
          const storage = {
            getItem: async (key) => {
              const found = await entries.getFileHandle(nameOf(key)).catch(() => undefined);
              return found ? (await found.getFile()).text() : null;
            },
            setItem: async (key, value) => {
              const entry = await entries.getFileHandle(nameOf(key), { create: true });
              const writable = await entry.createWritable();
              await writable.write(value);
              await writable.close();
            },
            removeItem: (key) => entries.removeEntry(nameOf(key)),
          };
          const s3 = new S3({ ...${JSON.stringify(options)}, storage });
          try {
            postMessage(await (async () => { ${script} })());
          } catch (error) {
            postMessage(String(error.code ?? error));
          }`;
        const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
        const worker = new Worker(address, { type: "module" });
        try {
          return await new Promise((resolve) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => resolve(message);
          });
        } finally {
          worker.terminate();
        }
      },
      [session.site.url, session.stack.ready, RETRY, script] as const,
    );
  }

  const toFile = () => `await s3.download("${session.stack.ready.sampleKey}", { to: file });`;
  const upload = (via: string, more = "") =>
    `await s3.upload(await file.getFile(), { key: "${KEY}", via: "${via}", partSize: 5 * 1024 * 1024, ${more} });`;

  for (const via of ["post", "put", "multipart"] as const) {
    test(`an upload by ${via} reports progress, and a download to a file completes, after closed connections, stalls and 503`, async () => {
      const method = via === "post" ? "POST" : "PUT";
      const slow = { type: "error", status: 503, code: "SlowDown" };
      await session.stack.addFaults(
        { method: "GET", effect: { type: "cut", after: 3 * MIB } },
        { method: "GET", skip: 1, effect: { type: "stall", after: MIB } },
        { method: "GET", skip: 2, effect: slow },
        { method, effect: { type: "cut", of: "request", after: 900_000 } },
        { method, skip: 1, effect: { type: "stall", of: "request", after: 300_000 } },
        { method, skip: 2, effect: slow },
      );
      const found = await inWorker(`
        ${toFile()}
        let reports = 0;
        const onProgress = ({ loaded, phase }) => { if (phase !== "done" && loaded > 0) reports += 1; };
        ${upload(via, "onProgress")}
        return reports > 0;`);
      assert.equal(found, true);
      assert.equal(digest(await stored(KEY)), sample);
    });
  }

  test("a download of an object that is replaced during a stall fails with ObjectChanged", async () => {
    await node.upload(sampleBytes(MIB), { key: KEY });
    await session.stack.addFaults({
      method: "GET",
      times: 0,
      effect: { type: "stall", after: 1_000 },
    });
    const stall = session.tab.page.waitForResponse(
      (response) =>
        response.request().method() === "GET" && response.url().startsWith(session.stack.ready.s3),
    );
    const found = inWorker(`
      const started = s3.download("${KEY}");
      return started.then(() => "done");`);
    await stall;
    await node.upload(sampleBytes(MIB - 1), { key: KEY });
    assert.equal(await found, "ObjectChanged");
  });

  test("an upload whose worker was terminated is resumed by the next with only the missing parts", async () => {
    const before = await unfinishedUploads();
    await inWorker(`${toFile()} return "";`);
    const stall = { type: "stall", of: "request", after: 1_000 } as const;
    await session.stack.addFaults({ method: "PUT", skip: 1, times: 0, effect: stall });
    await inWorker(`
      return new Promise((resolve) => {
        const onProgress = ({ loaded }) => { if (loaded > 5 * 1024 * 1024) resolve("left"); };
        (async () => { ${upload("multipart", "resumable: true, concurrency: 1, onProgress")} })();
      });`);
    assert.equal(await unfinishedUploads(), before + 1);
    await session.stack.reset();
    assert.equal(
      await inWorker(`${upload("multipart", "resumable: true")} return "done";`),
      "done",
    );
    assert.equal(await requestCount("PUT"), 1);
    assert.equal(await unfinishedUploads(), before);
    assert.equal(digest(await stored(KEY)), sample);
  });
});
