import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { digest, FILM, KEY, MIB, transferSession } from "../transfer-session.ts";

const {
  reference,
  session,
  stored,
  unfinishedUploads,
  connect,
  upload,
  outcomeOfTransfer,
  uploadAndPause,
  resume,
} = transferSession();

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
    await reference.node.delete(KEY);
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
    const info = await reference.node.head(KEY).catch((error) => error.code);
    if (info !== "NotFound") assert.equal(digest(await stored(KEY)), digest(FILM));
  });

  test("in parts is complete after a pause", async () => {
    await uploadAndPause();
    await resume();
    assert.equal(await outcomeOfTransfer(), KEY);
    assert.equal(digest(await stored(KEY)), digest(FILM));
  });

  test("that is aborted leaves no object and no unfinished upload", async () => {
    await reference.node.delete(KEY);
    await uploadAndPause();
    assert.equal(await unfinishedUploads(), 1);
    const aborted = session.tab.page.waitForResponse(
      (response) => response.request().method() === "DELETE",
    );
    await session.tab.page.evaluate(() => transfer.abort());
    assert.equal(await outcomeOfTransfer(), "AbortError");
    await aborted;
    assert.equal(await unfinishedUploads(), 0);
    await assert.rejects(reference.node.head(KEY), { code: "NotFound" });
  });
});
