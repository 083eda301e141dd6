import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { Transfer } from "../../../js/transfer/transfer.ts";
import { errorResponse, fakeService, objectResponse } from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const NEVER = () => new Promise<Response>(() => {});

test("then, catch and finally return plain promises", async () => {
  const { environment } = fakeService();
  const transfer = new Transfer(environment, () => ({ work: async () => 1 }));
  for (const derived of [
    transfer.then((n) => n),
    transfer.catch(() => 0),
    transfer.finally(() => {}),
  ]) {
    assert.equal(Object.getPrototypeOf(derived), Promise.prototype);
    assert.equal(await derived, 1);
  }
});

test("an abort rejects with an AbortError, as fetch does", async () => {
  const { environment, responses } = fakeService();
  responses.push(NEVER);
  const transfer = download(environment, "a");
  transfer.abort();
  await assert.rejects(transfer, (error: DOMException) => {
    return error instanceof DOMException && error.name === "AbortError";
  });
  assert.equal(transfer.state, "aborted");
});

test("an abort with a reason rejects with that reason", async () => {
  const { environment, responses } = fakeService();
  responses.push(NEVER);
  const reason = new Error("the user left");
  const transfer = download(environment, "a");
  transfer.abort(reason);
  await assert.rejects(transfer, reason);
});

test("the caller's signal aborts the transfer and its running request", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(NEVER);
  const controller = new AbortController();
  const transfer = download(environment, "a", { signal: controller.signal });
  await settled();
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(transfer, reason);
  assert.equal(requests[0]?.signal.aborted, true);
});

test("with an aborted signal nothing is signed or sent", async () => {
  const { environment, requests, signed } = fakeService();
  const transfer = download(environment, "a", { signal: AbortSignal.abort("late") });
  assert.equal(transfer.state, "aborted");
  await transfer.then(
    () => assert.fail("It must not succeed"),
    (reason) => assert.equal(reason, "late"),
  );
  await settled();
  assert.deepEqual([signed.length, requests.length], [0, 0]);
});

test("a transfer removes its listener from the caller's signal at the end", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["x"]));
  const { signal } = new AbortController();
  const remove = mock.method(signal, "removeEventListener");
  await download(environment, "a", { signal });
  assert.equal(remove.mock.callCount(), 1);
});

test("an abort without a handler is not an unhandled rejection", async () => {
  const { environment, responses } = fakeService();
  responses.push(NEVER);
  const unhandled = mock.fn();
  process.on("unhandledRejection", unhandled);
  download(environment, "a").abort();
  await settled();
  await settled();
  process.off("unhandledRejection", unhandled);
  assert.equal(unhandled.mock.callCount(), 0);
});

test("the state changes from running to done, and stays", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["x"]));
  const transfer = download(environment, "a");
  assert.equal(transfer.state, "running");
  await transfer;
  transfer.abort();
  transfer.pause();
  assert.equal(transfer.state, "done");
  await transfer;
});

test("a finished transfer cannot be aborted, not even from its last onProgress", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["x"]));
  const transfer = download(environment, "a", {
    onProgress: ({ phase }) => {
      if (phase === "done") transfer.abort();
    },
  });
  assert.equal((await transfer).blob?.size, 1);
  assert.equal(transfer.state, "done");
});

test("the state of a rejected transfer is failed", async () => {
  const { environment, responses } = fakeService();
  responses.push(errorResponse(404, "NoSuchKey"));
  const transfer = download(environment, "a");
  await assert.rejects(transfer);
  assert.equal(transfer.state, "failed");
});

test("no timer is left after a transfer has ended", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(objectResponse(["x", "y"]));
  await download(environment, "a");
  assert.equal(time.pending, 0);
});

test("an error of onProgress does not fail the transfer, and is reported to the page", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["x"]));
  const late: (() => void)[] = [];
  const queue = mock.method(globalThis, "queueMicrotask", (run: () => void) => late.push(run));
  const mistake = new Error("a mistake of the page");
  await download(environment, "a", {
    onProgress: () => {
      throw mistake;
    },
  });
  queue.mock.restore();
  assert.throws(() => late[0]?.(), mistake);
});
