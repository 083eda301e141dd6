import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import fc from "fast-check";
import type { QueueEvent } from "../../../js/queue/queue-event.ts";
import type { QueueItem } from "../../../js/queue/queue-item.ts";
import { settled } from "../support/time.ts";
import { EVENTS, type Fixture, file, fixture, restoreTime } from "./fake-client.ts";

afterEach(restoreTime);

/** The states that an event leads to, and the states that it can follow. */
const TRANSITIONS: Record<string, { from: (string | undefined)[]; to: string | undefined }> = {
  add: { from: [undefined], to: "waiting" },
  reject: { from: ["waiting", "paused"], to: "rejected" },
  start: { from: ["waiting"], to: "running" },
  pause: { from: ["waiting", "running"], to: "paused" },
  resume: { from: ["paused"], to: "waiting" },
  retry: { from: ["failed"], to: "waiting" },
  progress: { from: ["running"], to: "running" },
  done: { from: ["running"], to: "done" },
  error: { from: ["waiting", "running", "paused"], to: "failed" },
};

const OPEN = ["waiting", "running", "paused"];
const METHODS = ["start", "pause", "resume", "retry", "remove"] as const;

type Step =
  | { type: "add"; sizes: number[] }
  | { type: "call"; method: (typeof METHODS)[number]; item: number | undefined }
  | { type: "clear" }
  | { type: "settle" }
  | { type: "pass"; milliseconds: number }
  | {
      type: "upload";
      does: "report" | "finish" | "fail" | "confirm";
      upload: number;
      part: number;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("add" as const),
      sizes: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("call" as const),
      method: fc.constantFrom(...METHODS),
      item: fc.option(fc.nat(), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "clear" as const }) },
  { weight: 6, arbitrary: fc.constant({ type: "settle" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("pass" as const),
      milliseconds: fc.integer({ min: 1, max: 200 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant("upload" as const),
      does: fc.constantFrom("report", "report", "finish", "finish", "fail", "confirm"),
      upload: fc.nat(),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

const setup = fc.record({
  concurrency: fc.integer({ min: 1, max: 3 }),
  autoStart: fc.boolean(),
  maxFiles: fc.integer({ min: 1, max: 12 }),
  maxSize: fc.integer({ min: 5, max: 20 }),
  isAsync: fc.boolean(),
});

/** Compares the queue with what its events have said. */
class Observer {
  readonly states = new Map<QueueItem, string>();
  isBusy = false;

  constructor({ queue }: Fixture) {
    for (const type of EVENTS) {
      queue.addEventListener(type, (event) => {
        const { item } = event as Partial<QueueEvent>;
        if (item) this.onEvent(type, item);
        else this.onIdle();
      });
    }
  }

  onEvent(type: string, item: QueueItem): void {
    const before = this.states.get(item);
    if (type === "remove") {
      assert.ok(this.states.delete(item), "an item is removed once, after its add");
      return;
    }
    const { from, to } = TRANSITIONS[type] as { from: (string | undefined)[]; to: string };
    // The last progress event shows the item as done.
    if (type === "progress" && item.state === "done") return;
    assert.ok(from.includes(before), `${type} follows ${before}`);
    this.states.set(item, to);
    this.isBusy ||= type === "add" || OPEN.includes(item.state);
    if (type === "add") assert.ok(["waiting", "rejected", "failed"].includes(item.state));
    else assert.equal(item.state, to);
  }

  onIdle(): void {
    assert.equal(this.unsettled, 0, "idle comes after the end of all files");
    assert.ok(this.isBusy, "idle comes once for each end of the work");
    this.isBusy = false;
  }

  get unsettled(): number {
    return [...this.states.values()].filter((state) => OPEN.includes(state)).length;
  }
}

function run(fixture: Fixture, step: Step): Promise<void> | void {
  const { queue, uploads, time } = fixture;
  switch (step.type) {
    case "add":
      queue.add(
        step.sizes.map((size, at) =>
          file(`${uploads.length}-${at}`, size, { lastModified: time.instant + at }),
        ),
      );
      return;
    case "call": {
      const { items } = queue;
      const id = step.item === undefined ? undefined : items[step.item % (items.length || 1)]?.id;
      if (id !== undefined) queue[step.method](id);
      else if (step.method !== "remove") queue[step.method]();
      return;
    }
    case "clear":
      queue.clear();
      return;
    case "settle":
      return settled();
    case "pass":
      return time.pass(step.milliseconds);
    case "upload": {
      const active = uploads.filter(({ state }) => state === "running");
      const upload = active[step.upload % (active.length || 1)];
      if (!upload) return;
      if (step.does === "confirm") upload.isConfirmed = true;
      else if (step.does === "fail" && !upload.isConfirmed) upload.fail();
      else if (step.does === "report")
        upload.report(Math.floor(step.part * upload.file.size * 0.9));
      else upload.finish();
    }
  }
}

function checkSums({ queue }: Fixture): void {
  const counted = queue.items.filter(({ state }) => state !== "rejected");
  const total = counted.reduce((sum, { file }) => sum + file.size, 0);
  assert.equal(queue.progress.total, total);
  const least = counted.reduce((sum, { progress }) => sum + progress.loaded, 0);
  const { loaded } = queue.progress;
  assert.ok(loaded >= least && loaded <= total, `${least} <= ${loaded} <= ${total}`);
  const left = counted.filter(({ state, file }) => state !== "done" && file.size > 0);
  assert.equal(loaded === total, left.length === 0);
}

test("random calls, ends and failures keep the states, the sums, the concurrency and idle consistent", async () => {
  let doneFiles = 0;
  let keys = 0;
  await fc.assert(
    fc.asyncProperty(
      setup,
      fc.array(step, { maxLength: 60, size: "max" }),
      async (setup, steps) => {
        const { isAsync, ...options } = setup;
        const key = isAsync ? async () => `${++keys}` : undefined;
        const testbed = fixture({ ...options, ...(key ? { key } : {}) });
        const observer = new Observer(testbed);
        const { queue, uploads } = testbed;
        let before = { loaded: 0, mayDecrease: true };
        for (const step of [...steps, { type: "settle" } as const]) {
          await run(testbed, step);
          const running = uploads.filter(({ state }) => state === "running");
          assert.ok(running.length <= options.concurrency);
          checkSums(testbed);
          const mayDecrease =
            step.type === "clear" ||
            (step.type === "call" && ["remove", "retry"].includes(step.method)) ||
            step.type === "settle";
          const { loaded } = queue.progress;
          assert.ok(mayDecrease || before.mayDecrease || loaded >= before.loaded);
          before = { loaded, mayDecrease };
          assert.deepEqual([...observer.states.keys()], queue.items);
          for (const [item, state] of observer.states) assert.equal(item.state, state);
        }
        // Nothing can start that has not started, and nothing is left running beyond the end.
        queue.start();
        for (let turn = 0; turn < 200 && observer.unsettled > 0; turn += 1) {
          for (const upload of uploads) if (upload.state === "running") upload.finish();
          await settled();
        }
        await testbed.time.pass(100);
        for (const { state } of queue.items)
          assert.ok(["done", "failed", "rejected"].includes(state), state);
        assert.equal(observer.isBusy, false);
        doneFiles += queue.items.filter(({ state }) => state === "done").length;
      },
    ),
    { seed: 14, numRuns: 300 },
  );
  assert.ok(doneFiles > 100, `${doneFiles} files were done`);
});
