import assert from "node:assert/strict";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { workerSession } from "../service-worker/worker-session.ts";

const HELLO = "Hello from your own S3.\n";
const HOUR = 3_600;
const MIB = 1024 * 1024;
const isFirefox = process.env["TEST_BROWSER"] === "firefox";

const session = workerSession();

const hello = async () => (await session.fetch("/files/hello.txt")).text;

/** Returns the number of requests that Cognito received by operation. */
async function cognitoRequests(): Promise<Record<string, number>> {
  const counts = Object.entries(await session.stack.counts());
  return Object.fromEntries(
    counts
      .filter(([name]) => /^cognito-identity Get/.test(name))
      .map(([name, count]) => [name.split(" ")[1], count]),
  );
}

describe("a worker's credentials", () => {
  test("are renewed after they have expired", async () => {
    await session.open();
    await hello();
    await session.stack.changeSettings({ clockOffsetSeconds: 2 * HOUR });
    assert.equal(await hello(), HELLO);
    assert.deepEqual(await cognitoRequests(), { GetCredentialsForIdentity: 2, GetId: 1 });
  });

  test("are renewed if S3 rejects them early", async () => {
    await session.open();
    const effect = { type: "error", status: 400, code: "ExpiredToken" };
    await session.stack.addFaults({ method: "GET", key: "hello.txt", effect });
    assert.equal(await hello(), HELLO);
    assert.deepEqual(await session.requestsFor("hello.txt"), ["GET 400", "GET 200"]);
  });

  test("are requested once for the files of two tabs", async () => {
    await session.open();
    const first = session.page;
    const second = await session.openTab();
    const loadAll = (tab: typeof first) =>
      tab.evaluate(async () => {
        const files = Array.from({ length: 20 }, (_, index) => fetch(`/files/hello.txt?${index}`));
        return (await Promise.all(files)).map(({ status }) => status);
      });
    const statuses = await Promise.all([loadAll(first), loadAll(second)]);
    assert.deepEqual(new Set(statuses.flat()), new Set([200]));
    assert.deepEqual(await cognitoRequests(), { GetCredentialsForIdentity: 1, GetId: 1 });
  });
});

describe("a worker", () => {
  test("serves files after it was stopped", { skip: isFirefox && "needs CDP" }, async () => {
    await session.open();
    const { run } = await session.state();
    const cdp = await session.context.newCDPSession(session.page);
    await cdp.send("ServiceWorker.enable");
    await cdp.send("ServiceWorker.stopAllWorkers");
    assert.equal(await hello(), HELLO);
    assert.notEqual((await session.state()).run, run);
  });

  test("is replaced by its next version, which serves open pages", async () => {
    await session.open({ version: "1" });
    await session.register({ version: "2" });
    assert.equal((await session.state()).version, "2");
    assert.equal(await hello(), HELLO);
  });

  const skip = isFirefox && "Firefox stops a worker that is replaced";
  test("finishes its responses while its next version takes over", { skip }, async () => {
    await session.open({ version: "1" });
    await session.stack.addFaults({
      key: "sample-8mb.bin",
      effect: { type: "delay", milliseconds: 1_000 },
    });
    const size = session.page.evaluate(async () => {
      const response = await fetch("/files/sample-8mb.bin");
      return (await response.arrayBuffer()).byteLength;
    });
    await session.register({ version: "2" });
    assert.equal(await size, 8 * MIB);
  });
});

describe("credentials of a page", () => {
  /** Calls `provideCredentials` in the tab with the stack's key, or with a provider that fails. */
  const provide = (page = session.page, fails = false) => {
    const { accessKeyId, secretAccessKey } = session.stack.ready;
    return page.evaluate(
      ([credentials, fails]) => {
        serviceWorker.provideCredentials(() => {
          if (fails) throw new signpost.CredentialsError("LoginFailed", "Nobody is signed in.");
          return { ...credentials, expiration: new Date(Date.now() + 3_600_000) };
        });
      },
      [{ accessKeyId, secretAccessKey }, fails] as const,
    );
  };

  test("reach a worker that already waits for them", async () => {
    await session.open({ credentials: "page" });
    const text = hello();
    await session.page.waitForFunction(() => "serviceWorker" in globalThis);
    await provide();
    assert.equal(await text, HELLO);
  });

  test("come from the tab that has some", async () => {
    await session.open({ credentials: "page" });
    await provide(session.page, true);
    await provide(await session.openTab());
    assert.equal(await hello(), HELLO);
  });

  test("are stored nowhere", async () => {
    await session.open({ credentials: "page" });
    await provide();
    await hello();
    const stored = await session.page.evaluate(async () => [
      await caches.keys(),
      await indexedDB.databases(),
      localStorage.length + sessionStorage.length,
    ]);
    assert.deepEqual(stored, [[], [], 0]);
  });

  test("whose provider fails are reported as the error of that provider", async () => {
    await session.open({ credentials: "page" });
    await provide(session.page, true);
    const { status, text } = await session.fetch("/files/hello.txt");
    assert.deepEqual([status, text], [401, "401 LoginFailed\nNobody is signed in.\n"]);
  });
});

describe("100 MB", () => {
  const SIZE = 100 * MIB;

  before(() => session.put("large.bin", new Uint8Array(SIZE), "application/octet-stream"));

  test("are saved by a link with ?download", async () => {
    await session.open();
    const [download] = await Promise.all([
      session.page.waitForEvent("download"),
      session.page.evaluate(() => {
        location.href = "/files/large.bin?download=large.bin";
      }),
    ]);
    assert.equal((await stat(await download.path())).size, SIZE);
  });

  // Firefox reads a whole response ahead, also without a worker, and Chromium does if its cache may store it.
  const skip = isFirefox && "Firefox has no backpressure";
  test("are passed on as fast as the page reads them, without a buffer", { skip }, async () => {
    let sent = 0;
    const server = createServer((_, response) => {
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("cache-control", "no-store");
      response.setHeader("content-length", SIZE);
      const block = Buffer.alloc(64 * 1024);
      const send = () => {
        while (sent < SIZE) {
          sent += block.length;
          if (!response.write(block)) return response.once("drain", send);
        }
        return response.end();
      };
      send();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { region, bucket } = session.stack.ready;
    await session.open({ s3: { region, bucket, endpoint: `http://127.0.0.1:${port}` } });
    await session.page.evaluate(async () => {
      const { body } = await fetch("/files/large.bin");
      const reader = body?.getReader();
      await reader?.read();
      Object.assign(globalThis, { reader });
    });
    for (let last = -1; last !== sent; await setTimeout(500)) last = sent;
    assert.ok(sent < SIZE / 4, `${sent / MIB} MiB were sent`);
    server.closeAllConnections();
    server.close();
  });
});
