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
  /** The transfer under way in the page, and how it ended: a digest, or an error's code. */
  var transfer: Transfer<unknown>;
  var transferred: Promise<string>;
  /** Chooses the file to upload. */
  var picker: HTMLInputElement;
  function sha256(bytes: ArrayBuffer): Promise<string>;
  function pausing(
    begun: () => Transfer<unknown>,
    after: number,
  ): (progress: { loaded: number }) => void;
  function outcome(work: () => Promise<string>): Promise<string>;
}

const MIB = 1024 * 1024;
const FILM = sampleBytes(11 * MIB);
const KEY = "transfers/film.bin";
const RETRY = { baseDelay: 1, maxDelay: 10, stallTimeout: 400 };

interface Fault {
  method: string;
  key?: string;
  skip?: number;
  times?: number;
  effect: { type: string } & Record<string, unknown>;
}

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

/** The object as the stack gives it to a tab fetch, which its clock may run ahead of. */
async function stored(key: string, aheadSeconds = 0): Promise<Uint8Array> {
  node.clockOffset = aheadSeconds * 1_000;
  const reply = await fetch((await node.presign(key)).url);
  assert.equal(reply.status, 200);
  return new Uint8Array(await reply.arrayBuffer());
}

/** Unfinished uploads, as the stack lists them. */
async function unfinished(): Promise<number> {
  const reply = await fetch((await node.presign({ query: { uploads: "" } })).url);
  const text = await reply.text();
  assert.match(text, /<\/ListMultipartUploadsResult>/);
  return [...text.matchAll(/<UploadId>/g)].length;
}

async function befall(...faults: Fault[]): Promise<void> {
  const address = `${session.stack.ready.identity}/_stack/faults`;
  const reply = await fetch(address, { method: "POST", body: JSON.stringify(faults) });
  assert.ok(reply.ok, await reply.text());
}

/** Answers so far to requests of this method. */
async function asked(method: string): Promise<number> {
  return (await session.stack.counts())[`s3 ${method}`] ?? 0;
}

/** Makes a client in the page that loses patience soon. */
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
      globalThis.pausing = (begun, after) => {
        let left = 1;
        return ({ loaded }) => {
          if (loaded >= after && left-- > 0) begun().pause();
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

/** Begins a download in the page, and pauses it once so many bytes are there. */
async function download(key: string, pauseAfter = Number.POSITIVE_INFINITY): Promise<void> {
  await session.tab.page.evaluate(
    ([key, pauseAfter]) => {
      const begun = s3.download(key, { onProgress: pausing(() => begun, pauseAfter) });
      globalThis.transfer = begun;
      globalThis.transferred = outcome(async () =>
        sha256(await ((await begun).blob as Blob).arrayBuffer()),
      );
    },
    [key, pauseAfter] as const,
  );
}

/** Begins an upload of the picked file, or else of the film, in the page. */
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
      const begun = s3.upload(picker.files?.[0] ?? bytes(), {
        key,
        partSize: 5 * 1024 * 1024,
        onProgress: pausing(() => begun, pauseAfter),
        ...options,
      });
      globalThis.transfer = begun;
      globalThis.transferred = outcome(async () => (await begun).key);
    },
    [KEY, options, FILM.length, pauseAfter] as const,
  );
}

/** A digest or a key where it was done, and otherwise the error's code. */
function ended(): Promise<string> {
  return session.tab.page.evaluate(() => globalThis.transferred);
}

async function paused(): Promise<void> {
  await session.tab.page.waitForFunction(() => transfer.state === "paused");
}

/** Leaves the sample's download paused in its middle, which a stall keeps from being over before. */
async function downloadAndPause(): Promise<void> {
  await befall({ method: "GET", effect: { type: "stall", after: 3 * MIB } });
  await download(session.stack.ready.sampleKey, MIB);
  await paused();
}

/** Leaves an upload paused: in one request, in its middle; in parts, with one part sent at most. */
async function uploadAndPause(via: "post" | "put" | "multipart" = "multipart"): Promise<void> {
  const stall = { type: "stall", of: "request", after: 1_000 } as const;
  if (via === "multipart") await befall({ method: "PUT", skip: 1, times: 2, effect: stall });
  else await befall({ method: via === "post" ? "POST" : "PUT", effect: stall });
  await upload({ via }, 1);
  await paused();
}

async function resume(): Promise<void> {
  await session.tab.page.evaluate(() => transfer.resume());
}

describe("a download in a browser", () => {
  for (const after of [0, 1, 4_194_303, 8 * MIB - 1]) {
    test(`that is cut after ${after} bytes, twice, brings every byte`, async () => {
      await befall({ method: "GET", times: 2, effect: { type: "cut", after } });
      await download(session.stack.ready.sampleKey);
      assert.equal(await ended(), sample);
    });
  }

  test("that stalls is cut, and goes on from where it was", async () => {
    await befall({ method: "GET", times: 2, effect: { type: "stall", after: 3 * MIB } });
    await download(session.stack.ready.sampleKey);
    assert.equal(await ended(), sample);
    assert.equal(await session.tab.page.evaluate(() => transfer.progress.attempt), 3);
  });

  test("outlasts a burst of 503, and a SlowDown that says how long", async () => {
    await befall(
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
    assert.equal(await ended(), sample);
  });

  test("goes on when the credentials end in the middle of it", async () => {
    await connect("guest");
    await downloadAndPause();
    await session.tab.setClock(4_000_000);
    await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
    await resume();
    assert.equal(await ended(), sample);
    const counts = await session.stack.counts();
    assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
  });

  test("goes on when the device's clock turns out wrong in the middle of it", async () => {
    await downloadAndPause();
    await session.stack.changeSettings({ clockOffsetSeconds: 7_200 });
    await resume();
    assert.equal(await ended(), sample);
  });

  test("of an object that is replaced meanwhile is ObjectChanged", async () => {
    await node.upload(sampleBytes(MIB), { key: KEY });
    await befall({ method: "GET", effect: { type: "stall", after: 500_000 } });
    await download(KEY, 1);
    await paused();
    await node.upload(sampleBytes(MIB - 1), { key: KEY });
    await resume();
    assert.equal(await ended(), "ObjectChanged");
  });

  test("waits out a pause without a request, and brings every byte", async () => {
    await downloadAndPause();
    assert.equal(await asked("GET"), 1);
    await resume();
    assert.equal(await ended(), sample);
    assert.equal(await asked("GET"), 2);
  });

  test("waits for the network where there is none, with no try in vain", async () => {
    await downloadAndPause();
    await session.tab.context.setOffline(true);
    const failed = session.tab.page.waitForEvent("requestfailed");
    await resume();
    await failed;
    await session.tab.context.setOffline(false);
    assert.equal(await ended(), sample);
    assert.equal(await session.tab.page.evaluate(() => transfer.progress.attempt), 3);
  });

  test("goes into a file, through a cut, and reads back the same", async () => {
    await befall({ method: "GET", effect: { type: "cut", after: 3 * MIB } });
    const found = await session.tab.page.evaluate(async (key) => {
      const root = await navigator.storage.getDirectory();
      const to = await root.getFileHandle("sample.bin", { create: true });
      await s3.download(key, { to });
      return sha256(await (await to.getFile()).arrayBuffer());
    }, session.stack.ready.sampleKey);
    assert.equal(found, sample);
  });

  test("goes into a stream, through a cut and a stall", async () => {
    await befall(
      { method: "GET", effect: { type: "cut", after: 3 * MIB } },
      { method: "GET", skip: 1, effect: { type: "stall", after: MIB } },
    );
    const found = await session.tab.page.evaluate(async (key) => {
      const { stream } = await s3.download(key, { to: "stream" });
      return sha256(await new Response(stream as ReadableStream).arrayBuffer());
    }, session.stack.ready.sampleKey);
    assert.equal(found, sample);
  });

  test("that is aborted leaves a file as it was", async () => {
    await befall({ method: "GET", effect: { type: "stall", after: 3 * MIB } });
    const found = await session.tab.page.evaluate(async (key) => {
      const root = await navigator.storage.getDirectory();
      const to = await root.getFileHandle("untouched.txt", { create: true });
      const writable = await to.createWritable();
      await writable.write("kept");
      await writable.close();
      const begun = s3.download(key, {
        to,
        onProgress: ({ loaded }) => {
          if (loaded > 1_000_000) begun.abort();
        },
      });
      const code = await outcome(async () => String(await begun));
      return [code, await (await to.getFile()).text()];
    }, session.stack.ready.sampleKey);
    assert.deepEqual(found, ["AbortError", "kept"]);
  });

  test("that fails leaves a file as it was", async () => {
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
    test(`by ${via} that is cut, stalls and is throttled stores every byte`, async () => {
      const method = via === "post" ? "POST" : "PUT";
      await befall(
        { method, effect: { type: "cut", of: "request", after: 900_000 } },
        { method, skip: 1, effect: { type: "stall", of: "request", after: 300_000 } },
        { method, skip: 2, effect: { type: "error", status: 503, code: "SlowDown" } },
      );
      await upload({ via });
      assert.equal(await ended(), KEY);
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
      test(`by ${via} that is cut after ${after} bytes of the ${of} stores every byte`, async () => {
        await befall({ method, times: 2, effect: { type: "cut", of, after } });
        await upload({ via });
        assert.equal(await ended(), KEY);
        assert.equal(digest(await stored(KEY)), digest(FILM));
      });
    }

    test(`by ${via} outlasts a burst of 503, and a SlowDown that says how long`, async () => {
      const burst = { type: "error", status: 503, code: "ServiceUnavailable" };
      const slow = { type: "error", status: 503, code: "SlowDown", retryAfter: 1 };
      await befall({ method, times: 3, effect: burst }, { method, skip: 3, effect: slow });
      await upload({ via });
      assert.equal(await ended(), KEY);
      assert.equal(digest(await stored(KEY)), digest(FILM));
    });

    test(`by ${via} goes on when the credentials end in the middle of it`, async () => {
      await connect("guest");
      await uploadAndPause(via);
      await session.tab.setClock(4_000_000);
      await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
      await resume();
      assert.equal(await ended(), KEY);
      assert.equal(digest(await stored(KEY, 4_000)), digest(FILM));
      const counts = await session.stack.counts();
      assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
    });

    test(`by ${via} goes on when the device's clock turns out wrong in the middle of it`, async () => {
      await uploadAndPause(via);
      await session.stack.changeSettings({ clockOffsetSeconds: 7_200 });
      await resume();
      assert.equal(await ended(), KEY);
      assert.equal(digest(await stored(KEY, 7_200)), digest(FILM));
    });
  }

  test("that is aborted while its parts are put together is whole or not there", async () => {
    await node.delete(KEY);
    await befall({ method: "POST", skip: 1, effect: { type: "delay", milliseconds: 300 } });
    const asked = session.tab.page.waitForRequest(
      (request) => request.method() === "POST" && /[?&]uploadId=/.test(request.url()),
    );
    await upload({ via: "multipart" });
    await asked;
    const gone = session.tab.page.waitForResponse((reply) => reply.request().method() === "DELETE");
    await session.tab.page.evaluate(() => transfer.abort());
    assert.equal(await ended(), "AbortError");
    await gone;
    assert.equal(await unfinished(), 0);
    const info = await node.head(KEY).catch((error) => error.code);
    if (info !== "NotFound") assert.equal(digest(await stored(KEY)), digest(FILM));
  });

  test("in parts goes on after a pause, and stores every byte", async () => {
    await uploadAndPause();
    await resume();
    assert.equal(await ended(), KEY);
    assert.equal(digest(await stored(KEY)), digest(FILM));
  });

  test("that is aborted leaves neither object nor unfinished upload", async () => {
    await node.delete(KEY);
    await uploadAndPause();
    assert.equal(await unfinished(), 1);
    const gone = session.tab.page.waitForResponse((reply) => reply.request().method() === "DELETE");
    await session.tab.page.evaluate(() => transfer.abort());
    assert.equal(await ended(), "AbortError");
    await gone;
    assert.equal(await unfinished(), 0);
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

  /** Leaves the first part at the service, and the others on their way. */
  async function begin(): Promise<void> {
    await befall({
      method: "PUT",
      skip: 1,
      times: 0,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const through = session.tab.page.waitForResponse(
      (reply) => reply.request().method() === "PUT" && reply.ok(),
    );
    await session.tab.page.locator("#picker").setInputFiles(file);
    await upload({ via: "multipart", resumable: true });
    await through;
  }

  /** Uploads it again, to the end: how many parts this page has sent for that. */
  async function goOn(): Promise<number> {
    await session.stack.reset();
    await connect();
    let parts = 0;
    session.tab.page.on("request", (request) => {
      if (request.method() === "PUT") parts += 1;
    });
    await session.tab.page.locator("#picker").setInputFiles(file);
    await upload({ via: "multipart", resumable: true });
    assert.equal(await ended(), KEY);
    assert.equal(digest(await stored(KEY)), digest(FILM));
    return parts;
  }

  function remembered(): Promise<number> {
    return session.tab.page.evaluate(() => localStorage.length);
  }

  test("of a file that changes meanwhile is BodyUnreadable, and no matter of the network", async () => {
    await befall({
      method: "PUT",
      times: 3,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const changing = join(folder, "changing.bin");
    await writeFile(changing, FILM);
    await session.tab.page.locator("#picker").setInputFiles(changing);
    await upload({ via: "multipart" }, 1);
    await paused();
    await writeFile(changing, FILM.subarray(1));
    const gone = session.tab.page.waitForResponse((reply) => reply.request().method() === "DELETE");
    await resume();
    assert.equal(await ended(), "BodyUnreadable");
    await gone;
  });

  test("is taken up after a reload: only the missing parts are sent", async () => {
    await begin();
    await session.tab.page.reload();
    await session.tab.page.waitForFunction(() => "signpost" in globalThis);
    assert.equal(await goOn(), 2);
    assert.deepEqual([await unfinished(), await remembered()], [0, 0]);
  });

  test("is taken up in another tab after its own was closed", async () => {
    await begin();
    const { context, page } = session.tab;
    await session.open({ context });
    await page.close();
    assert.equal(await goOn(), 2);
  });

  test("that the service has cleared away is sent anew", async () => {
    await begin();
    await session.tab.page.reload();
    await session.tab.page.waitForFunction(() => "signpost" in globalThis);
    const [entry] = await session.tab.page.evaluate(() => Object.entries(localStorage));
    const query = { uploadId: String(entry?.[1]).split(" ")[0] as string };
    const { url } = await node.presign({ key: KEY, method: "DELETE", query });
    assert.equal((await fetch(url, { method: "DELETE" })).status, 204);
    assert.equal(await goOn(), 3);
  });

  test("keeps the key, the token and the signature out of the page's storage", async () => {
    await begin();
    const kept = await session.tab.page.evaluate(() => JSON.stringify(localStorage));
    assert.match(kept, /film\.bin/);
    assert.doesNotMatch(kept, /X-Amz-|Signature|AKIA/i);
    assert.ok(!kept.includes(session.stack.ready.secretAccessKey));
  });
});

describe("in a dedicated worker", () => {
  /** What the script, given `s3`, `file` and `kept`, makes of itself; it runs in a worker of its own. */
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
          const shelf = await root.getDirectoryHandle("shelf", { create: true });
          const nameOf = (key) => encodeURIComponent(key).slice(-100);
          const storage = {
            getItem: async (key) => {
              const found = await shelf.getFileHandle(nameOf(key)).catch(() => undefined);
              return found ? (await found.getFile()).text() : null;
            },
            setItem: async (key, value) => {
              const entry = await shelf.getFileHandle(nameOf(key), { create: true });
              const writable = await entry.createWritable();
              await writable.write(value);
              await writable.close();
            },
            removeItem: (key) => shelf.removeEntry(nameOf(key)),
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
    test(`an upload by ${via} counts, and a download reaches a file, through cuts, stalls and 503`, async () => {
      const method = via === "post" ? "POST" : "PUT";
      const slow = { type: "error", status: 503, code: "SlowDown" };
      await befall(
        { method: "GET", effect: { type: "cut", after: 3 * MIB } },
        { method: "GET", skip: 1, effect: { type: "stall", after: MIB } },
        { method: "GET", skip: 2, effect: slow },
        { method, effect: { type: "cut", of: "request", after: 900_000 } },
        { method, skip: 1, effect: { type: "stall", of: "request", after: 300_000 } },
        { method, skip: 2, effect: slow },
      );
      const found = await inWorker(`
        ${toFile()}
        let counted = 0;
        const onProgress = ({ loaded, phase }) => { if (phase !== "done" && loaded > 0) counted += 1; };
        ${upload(via, "onProgress")}
        return counted > 0;`);
      assert.equal(found, true);
      assert.equal(digest(await stored(KEY)), sample);
    });
  }

  test("a download of an object that is replaced meanwhile is ObjectChanged", async () => {
    await node.upload(sampleBytes(MIB), { key: KEY });
    await befall({ method: "GET", times: 0, effect: { type: "stall", after: 1_000 } });
    const stall = session.tab.page.waitForResponse(
      (reply) =>
        reply.request().method() === "GET" && reply.url().startsWith(session.stack.ready.s3),
    );
    const found = inWorker(`
      const begun = s3.download("${KEY}");
      return begun.then(() => "done");`);
    await stall;
    await node.upload(sampleBytes(MIB - 1), { key: KEY });
    assert.equal(await found, "ObjectChanged");
  });

  test("an upload whose worker was ended is taken up by the next: only the missing parts are sent", async () => {
    const before = await unfinished();
    await inWorker(`${toFile()} return "";`);
    const stall = { type: "stall", of: "request", after: 1_000 } as const;
    await befall({ method: "PUT", skip: 1, times: 0, effect: stall });
    await inWorker(`
      return new Promise((resolve) => {
        const onProgress = ({ loaded }) => { if (loaded > 5 * 1024 * 1024) resolve("left"); };
        (async () => { ${upload("multipart", "resumable: true, concurrency: 1, onProgress")} })();
      });`);
    assert.equal(await unfinished(), before + 1);
    await session.stack.reset();
    assert.equal(
      await inWorker(`${upload("multipart", "resumable: true")} return "done";`),
      "done",
    );
    assert.equal(await asked("PUT"), 1);
    assert.equal(await unfinished(), before);
    assert.equal(digest(await stored(KEY)), sample);
  });
});
