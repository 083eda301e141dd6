import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { packageSession } from "../package-session.ts";

/** A little more than an hour, so that a URL which a slow device signs for an hour has expired. */
const HOUR = 3_660_000;

/** CORS rules that hide S3's `Date`, so that only error documents contain its time. */
const WITHOUT_DATE = [
  {
    allowedOrigins: ["*"],
    allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
    allowedHeaders: ["*"],
    exposeHeaders: ["ETag"],
  },
];

const clocks = [
  ["an hour fast", HOUR],
  ["an hour slow", -HOUR],
  ["a day fast", 24 * HOUR],
  ["a day slow", -24 * HOUR],
] as const;

const session = packageSession();

beforeEach(() => session.stack.changeSettings({ cors: WITHOUT_DATE }));

function upload(via: "auto" | "put" | "multipart"): Promise<string> {
  return session.tab.page.evaluate(async (via) => {
    const body = new Blob([new Uint8Array(6 * 1024 * 1024)]);
    return (await s3.upload(body, { key: `clock/${via}`, via })).via;
  }, via);
}

for (const [name, shift] of clocks) {
  describe(`a guest whose device is ${name}`, () => {
    beforeEach(() => session.openConnected("guest", { clockShift: shift }));

    test("gets a URL that works immediately", async () => {
      const text = await session.tab.page.evaluate(async () => {
        const { url } = await s3.presign("hello.txt");
        return (await fetch(url)).text();
      });
      assert.equal(text, "Hello from your own S3.\n");
      assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 1 });
    });

    test("downloads without a rejected request", async () => {
      assert.equal(await session.downloadHello(), "Hello from your own S3.\n");
      // These CORS rules hide the checksum, and the HEAD asks for it once.
      assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 1, "s3 HEAD": 1 });
    });

    test("uploads without a rejected request", async () => {
      assert.equal(await upload("auto"), "post");
      assert.deepEqual(await session.requestCounts("s3"), { "s3 POST": 1 });
    });

    test("gets the true expiry of a URL", async () => {
      const expiresAt = await session.tab.page.evaluate(async () => {
        const { expiresAt } = await s3.presign({ key: "hello.txt", expiresIn: 600 });
        return expiresAt.getTime();
      });
      assert.ok(Math.abs(expiresAt - Date.now() - 600_000) < 5_000, String(expiresAt - Date.now()));
    });
  });

  describe(`a page with a long-lived key whose device is ${name}`, () => {
    beforeEach(() => session.openConnected("key", { clockShift: shift }));

    test("downloads after one rejected request", async () => {
      assert.equal(await session.downloadHello(), "Hello from your own S3.\n");
      assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 2, "s3 HEAD": 1 });
    });

    test("uploads by PUT after one rejected request", async () => {
      assert.equal(await upload("put"), "put");
      assert.deepEqual(await session.requestCounts("s3"), { "s3 PUT": 2 });
    });

    test("uploads in parts after one rejected request", async () => {
      assert.equal(await upload("multipart"), "multipart");
      assert.deepEqual(await session.requestCounts("s3"), { "s3 POST": 3, "s3 PUT": 1 });
    });
  });
}

for (const [name, shift] of clocks.filter(([, shift]) => shift < 0)) {
  test(`a form from a device ${name} is sent again after a request for S3's time`, async () => {
    await session.openConnected("key", { clockShift: shift });
    assert.equal(await upload("auto"), "post");
    assert.deepEqual(await session.requestCounts("s3"), { "s3 POST": 2, "s3 GET": 1 });
  });

  test(`a device ${name} that can read S3's Date needs no request for the time`, async () => {
    await session.stack.reset();
    await session.openConnected("key", { clockShift: shift });
    assert.equal(await upload("auto"), "post");
    assert.deepEqual(await session.requestCounts("s3"), { "s3 POST": 2 });
  });
}

for (const [name, shift] of clocks.filter(([, shift]) => shift > 0)) {
  test(`a form from a device ${name} is accepted at once`, async () => {
    await session.openConnected("key", { clockShift: shift });
    assert.equal(await upload("auto"), "post");
    assert.deepEqual(await session.requestCounts("s3"), { "s3 POST": 1 });
  });
}

test("the clock offset is learned once", async () => {
  await session.openConnected("key", { clockShift: -24 * HOUR });
  await session.downloadHello();
  await session.stack.clearRequests();
  await session.downloadHello();
  await upload("auto");
  assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 1, "s3 POST": 1 });
});

test("a device whose clock is corrected later continues", async () => {
  await session.openConnected("key", { clockShift: HOUR });
  await session.downloadHello();
  await session.tab.setClock(0);
  await session.stack.clearRequests();
  assert.equal(await session.downloadHello(), "Hello from your own S3.\n");
  assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 2 });
});
