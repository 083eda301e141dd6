import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { UploadQueue } from "../../../js/queue/upload-queue.ts";
import { thrownError } from "../support/thrown-error.ts";
import { settled } from "../support/time.ts";
import { file, fixture, restoreTime } from "./fake-client.ts";

afterEach(restoreTime);

/** The state, or the code of the error, of each item. */
function outcomes({ items }: UploadQueue): string[] {
  return items.map(({ state, error }) => error?.code ?? state);
}

test("a file that was rejected by a limit is uploaded after the limit was raised", async () => {
  const { queue, events, uploads } = fixture({ maxSize: 5 });
  queue.add([file("a", 10)]);
  queue.setLimits({ maxSize: 10 });
  await settled();
  assert.deepEqual(outcomes(queue), ["running"]);
  assert.deepEqual([events, uploads.length], [["add a", "reject a", "retry a", "start a"], 1]);
});

test("a waiting file that breaks a new limit is rejected, and loses its key", async () => {
  const { queue, events } = fixture({ autoStart: false });
  queue.add([file("a", 10)]);
  queue.setLimits({ maxSize: 5 });
  assert.deepEqual(outcomes(queue), ["FileTooLarge"]);
  assert.equal(queue.items[0]?.key, "");
  assert.deepEqual(events.slice(0, 2), ["add a", "reject a"]);
  queue.setLimits({});
  await settled();
  assert.equal(queue.items[0]?.key, "a");
});

test("files whose upload has started keep their place, and the others follow in order", async () => {
  const { queue } = fixture({ concurrency: 1 });
  queue.add([file("a", 10)]);
  await settled();
  queue.add([file("b", 10), file("c", 10)]);
  queue.setLimits({ maxFiles: 2, maxSize: 10 });
  assert.deepEqual(outcomes(queue), ["running", "waiting", "TooManyFiles"]);
  queue.setLimits({ maxSize: 5 });
  assert.deepEqual(outcomes(queue), ["running", "FileTooLarge", "FileTooLarge"]);
  queue.setLimits({ maxTotal: 20 });
  assert.deepEqual(outcomes(queue), ["running", "waiting", "TotalTooLarge"]);
});

test("a file that validate has rejected stays rejected", async () => {
  const { queue } = fixture({ maxSize: 5, validate: () => "Too dull." });
  queue.add([file("a", 1)]);
  queue.setLimits({});
  await settled();
  assert.deepEqual(outcomes(queue), ["FileRejected"]);
});

test("a wrong limit is an error, and the limits stay", () => {
  const { queue } = fixture({ maxSize: 5, autoStart: false });
  queue.add([file("a", 1)]);
  const error = thrownError(() => queue.setLimits({ maxSize: -1 }));
  assert.deepEqual([error.code, error.field], ["InvalidOption", "maxSize"]);
  queue.add([file("b", 10)]);
  assert.deepEqual(outcomes(queue), ["waiting", "FileTooLarge"]);
});
