import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { digest, KEY, MIB, RETRY, transferSession } from "../transfer-session.ts";

const { reference, session, stored, unfinishedUploads, requestCount } = transferSession();

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
      assert.equal(digest(await stored(KEY)), reference.sample);
    });
  }

  test("a download of an object that is replaced during a stall fails with ObjectChanged", async () => {
    await reference.node.upload(sampleBytes(MIB), { key: KEY });
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
    await reference.node.upload(sampleBytes(MIB - 1), { key: KEY });
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
    assert.equal(digest(await stored(KEY)), reference.sample);
  });
});
