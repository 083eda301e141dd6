import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import type { Credentials, ProviderOptions } from "../../../js/credentials/provider.ts";
import { S3 } from "../../../js/s3.ts";
import { settled } from "../support/time.ts";

const KEYS = { accessKeyId: "ASIA1", secretAccessKey: "hush" };

/** Returns a client whose provider calls `state.provide`; requests to S3 get no response. */
function setUp() {
  const calls: ProviderOptions[] = [];
  const state: { provide: () => Promise<Credentials> } = { provide: () => new Promise(() => {}) };
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "photos",
    credentials: (options) => {
      calls.push(options ?? {});
      return state.provide();
    },
    fetch: () => new Promise(() => {}),
  });
  return { s3, calls, state };
}

const file = new File(["x".repeat(100)], "a.txt", { lastModified: 1 });

const operations: [string, (s3: S3, signal: AbortSignal) => Promise<unknown>][] = [
  ["download", (s3, signal) => s3.download("a", { signal })],
  ["head", (s3, signal) => s3.head("a", { signal })],
  ["delete", (s3, signal) => s3.delete("a", { signal })],
  ["list", (s3, signal) => s3.list("", { signal })[Symbol.asyncIterator]().next()],
  ["upload by POST", (s3, signal) => s3.upload(file, { key: "a", via: "post", signal })],
  ["upload by PUT", (s3, signal) => s3.upload(file, { key: "a", via: "put", signal })],
  ["upload in parts", (s3, signal) => s3.upload("x", { key: "a", via: "multipart", signal })],
  ["resumable upload", (s3, signal) => s3.upload(file, { key: "a", via: "multipart", signal })],
];

afterEach(() => mock.timers.reset());

for (const [name, start] of operations) {
  test(`aborting a ${name} aborts the provider's signal`, async () => {
    const { s3, calls } = setUp();
    const controller = new AbortController();
    const running = start(s3, controller.signal);
    await settled();
    controller.abort();
    await assert.rejects(running, { name: "AbortError" });
    await settled();
    assert.deepEqual(
      calls.map(({ signal }) => signal?.aborted),
      [true],
    );
  });

  test(`a ${name} fails with ProviderTimedOut if the provider does not settle`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const { s3, calls } = setUp();
    const running = start(s3, new AbortController().signal);
    const outcome = assert.rejects(running, { name: "CredentialsError", code: "ProviderTimedOut" });
    await settled();
    mock.timers.tick(60_000);
    await outcome;
    assert.equal(calls[0]?.signal?.aborted, true);
  });
}

test("aborting one transfer does not abort a provider that another one waits for", async () => {
  const { s3, calls } = setUp();
  const one = s3.download("a");
  const other = s3.download("b");
  await settled();
  one.abort();
  await assert.rejects(one, { name: "AbortError" });
  await settled();
  assert.equal(calls.length, 1);
  assert.equal(calls[0]?.signal?.aborted, false);
  other.abort();
  await assert.rejects(other, { name: "AbortError" });
});

test("a pause during a provider call aborts the provider's signal with a plain AbortError", async () => {
  const { s3, calls } = setUp();
  const transfer = s3.download("a");
  await settled();
  transfer.pause();
  await settled();
  assert.equal(calls[0]?.signal?.reason.name, "AbortError");
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
});

test("a provider that timed out is called again by the next call", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { s3, calls, state } = setUp();
  const hung = assert.rejects(s3.presign("a"), { code: "ProviderTimedOut" });
  await settled();
  mock.timers.tick(60_000);
  await hung;
  state.provide = async () => KEYS;
  assert.match((await s3.presign("a")).url, /ASIA1/);
  assert.equal(calls.length, 2);
});

test("a background refresh times out, and the current credentials stay usable", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 6, 1) });
  const { s3, calls, state } = setUp();
  state.provide = async () => ({ ...KEYS, expiration: Date.now() + 240_000 });
  await s3.presign({ key: "a", expiresIn: 1 });
  state.provide = () => new Promise(() => {});
  mock.timers.tick(130_000);
  await s3.presign({ key: "a", expiresIn: 1 });
  await settled();
  assert.equal(calls.length, 2);
  mock.timers.tick(60_000);
  await settled();
  assert.equal(calls[1]?.signal?.aborted, true);
  assert.match((await s3.presign({ key: "a", expiresIn: 1 })).url, /ASIA1/);
});

test("a provider that settles in time leaves no timer", async () => {
  const { s3, state } = setUp();
  const cleared = mock.method(globalThis, "clearTimeout");
  state.provide = async () => KEYS;
  await s3.presign("a");
  assert.equal(cleared.mock.callCount(), 1);
  mock.restoreAll();
});
