import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { KEY, MIB, transferSession } from "../transfer-session.ts";

const {
  reference,
  session,
  requestCount,
  connect,
  download,
  outcomeOfTransfer,
  waitForPause,
  downloadAndPause,
  resume,
} = transferSession();

describe("a download in a browser", () => {
  for (const after of [0, 1, 4_194_303, 8 * MIB - 1]) {
    test(`whose connection closes twice after ${after} bytes is complete`, async () => {
      await session.stack.addFaults({ method: "GET", times: 2, effect: { type: "cut", after } });
      await download(session.stack.ready.sampleKey);
      assert.equal(await outcomeOfTransfer(), reference.sample);
    });
  }

  test("that stalls is cancelled and resumed at its position", async () => {
    await session.stack.addFaults({
      method: "GET",
      times: 2,
      effect: { type: "stall", after: 3 * MIB },
    });
    await download(session.stack.ready.sampleKey);
    assert.equal(await outcomeOfTransfer(), reference.sample);
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
    assert.equal(await outcomeOfTransfer(), reference.sample);
  });

  test("continues when its credentials expire", async () => {
    await connect("guest");
    await downloadAndPause();
    await session.tab.setClock(4_000_000);
    await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
    await resume();
    assert.equal(await outcomeOfTransfer(), reference.sample);
    const counts = await session.stack.counts();
    assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
  });

  test("continues when the device's clock turns out to be wrong", async () => {
    await downloadAndPause();
    await session.stack.changeSettings({ clockOffsetSeconds: 7_200 });
    await resume();
    assert.equal(await outcomeOfTransfer(), reference.sample);
  });

  test("of an object that is replaced during a pause fails with ObjectChanged", async () => {
    await reference.node.upload(sampleBytes(MIB), { key: KEY });
    await session.stack.addFaults({ method: "GET", effect: { type: "stall", after: 500_000 } });
    await download(KEY, 1);
    await waitForPause();
    await reference.node.upload(sampleBytes(MIB - 1), { key: KEY });
    await resume();
    assert.equal(await outcomeOfTransfer(), "ObjectChanged");
  });

  test("sends no request during a pause and completes after it", async () => {
    await downloadAndPause();
    assert.equal(await requestCount("GET"), 1);
    await resume();
    assert.equal(await outcomeOfTransfer(), reference.sample);
    assert.equal(await requestCount("GET"), 2);
  });

  test("waits for the network while offline, without attempts", async () => {
    await downloadAndPause();
    await session.tab.context.setOffline(true);
    const failed = session.tab.page.waitForEvent("requestfailed");
    await resume();
    await failed;
    await session.tab.context.setOffline(false);
    assert.equal(await outcomeOfTransfer(), reference.sample);
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
    assert.equal(found, reference.sample);
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
    assert.equal(found, reference.sample);
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
