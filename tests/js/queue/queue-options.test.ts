import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { SignpostError } from "../../../js/errors.ts";
import type { UploadQueueOptions } from "../../../js/queue/queue-options.ts";
import { UploadQueue } from "../../../js/queue/upload-queue.ts";
import { thrownError } from "../support/thrown-error.ts";
import { settled } from "../support/time.ts";
import { file, files, fixture, restoreTime } from "./fake-client.ts";

afterEach(restoreTime);

const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe("options", () => {
  const WRONG: [options: unknown, field: string][] = [
    [5, "options"],
    [{ concurency: 3 }, "concurency"],
    [{ key: "a" }, "key"],
    [{ concurrency: 0 }, "concurrency"],
    [{ concurrency: 1.5 }, "concurrency"],
    [{ concurrency: "3" }, "concurrency"],
    [{ autoStart: 1 }, "autoStart"],
    [{ maxFiles: -1 }, "maxFiles"],
    [{ maxSize: "5" }, "maxSize"],
    [{ minSize: -1 }, "minSize"],
    [{ maxTotal: Number.NaN }, "maxTotal"],
    [{ accept: ["image/*"] }, "accept"],
    [{ validate: true }, "validate"],
    [{ upload: 5 }, "upload"],
    [{ upload: Promise.resolve({}) }, "upload"],
    [{ upload: { key: "a" } }, "upload.key"],
    [{ upload: revoked.proxy }, "upload"],
    [
      {
        get key() {
          throw new Error("hush");
        },
      },
      "key",
    ],
  ];
  for (const [index, [options, field]] of WRONG.entries()) {
    test(`wrong option ${index} is an InvalidOption of ${field}`, () => {
      const error = thrownError(() => fixture(options as UploadQueueOptions));
      assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
      assert.ok(error.message.startsWith(`\`${field}\` `), error.message);
      assert.doesNotMatch(error.message, /hush/);
    });
  }

  for (const client of [undefined, null, {}, "s3", { upload: true }]) {
    test(`${JSON.stringify(client)} as a client is an InvalidOption of s3`, () => {
      const error = thrownError(() => new UploadQueue(client as never));
      assert.deepEqual([error.code, error.field], ["InvalidOption", "s3"]);
    });
  }

  test("each option is read once", async () => {
    const reads: string[] = [];
    const options = {};
    for (const [name, value] of Object.entries({ concurrency: 1, maxSize: 5, autoStart: true })) {
      const get = () => {
        reads.push(name);
        return value;
      };
      Object.defineProperty(options, name, { enumerable: true, get });
    }
    const { queue } = fixture(options);
    queue.add(files("a"));
    await settled();
    assert.deepEqual(reads.sort(), ["autoStart", "concurrency", "maxSize"]);
  });

  test("null options and undefined ones have their defaults", async () => {
    const { queue } = fixture({ maxSize: undefined, accept: null, upload: null } as never);
    const [a] = queue.add(files("a"));
    await settled();
    assert.deepEqual([a?.state, queue.started], ["running", true]);
  });

  test("an upload function that throws, or returns a key or no object, fails the file", async () => {
    const bug = new Error("a bug");
    const results: [() => unknown, string][] = [
      [() => ({ key: "a" }), "InvalidOption"],
      [() => 5, "InvalidOption"],
      [async () => ({}), "InvalidOption"],
      [
        () => {
          throw bug;
        },
        "CallbackFailed",
      ],
    ];
    for (const [upload, code] of results) {
      const { queue, uploads, events } = fixture({ upload: upload as never });
      const [a] = queue.add(files("a"));
      await settled();
      assert.deepEqual([a?.state, a?.error?.code, uploads.length], ["failed", code, 0]);
      assert.deepEqual(events, ["add a", "error a", "idle"]);
    }
  });
});

describe("add with something else than files", () => {
  const blob = new Blob(["a"]);
  const WRONG: [files: unknown, field: string][] = [
    [undefined, "files"],
    [null, "files"],
    [5, "files"],
    [file("a"), "files"],
    [{}, "files"],
    [revoked.proxy, "files"],
    ["ab", "files.0"],
    [[file("a"), blob], "files.1"],
    [[undefined], "files.0"],
    [[{ name: "a", size: 5 }], "files.0"],
  ];
  for (const [index, [value, field]] of WRONG.entries()) {
    test(`wrong argument ${index} is an InvalidOption of ${field}, and adds nothing`, () => {
      const { queue, events } = fixture();
      const error = thrownError(() => queue.add(value as never));
      assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
      assert.deepEqual([queue.items.length, events], [0, []]);
    });
  }

  test("a generator and a Set of files are added", () => {
    const { queue } = fixture();
    queue.add(new Set(files("a")));
    queue.add(
      (function* () {
        yield file("b");
      })(),
    );
    assert.deepEqual(
      queue.items.map(({ path }) => path),
      ["a", "b"],
    );
  });
});

describe("a rejected file", () => {
  const CASES: [options: UploadQueueOptions, rejected: File, code: string, field: string][] = [
    [{ maxSize: 9 }, file("a", 10), "FileTooLarge", "maxSize"],
    [{ minSize: 11 }, file("a", 10), "FileTooSmall", "minSize"],
    [
      { accept: "image/*,.pdf" },
      file("a.txt", 1, { type: "text/plain" }),
      "FileNotAccepted",
      "accept",
    ],
    [{ maxFiles: 0 }, file("a"), "TooManyFiles", "maxFiles"],
    [{ maxTotal: 9 }, file("a", 10), "TotalTooLarge", "maxTotal"],
    [{ validate: () => "No." }, file("a"), "FileRejected", "validate"],
  ];
  for (const [options, rejected, code, field] of CASES) {
    test(`by ${field} has the error ${code}, is never uploaded and counts for nothing`, async () => {
      const { queue, uploads, events } = fixture(options);
      const [item] = queue.add([rejected]);
      assert.deepEqual(
        [item?.state, item?.error?.code, item?.error?.field],
        ["rejected", code, field],
      );
      assert.ok(item?.error instanceof SignpostError && item.error.hint);
      queue.retry(item.id);
      queue.start(item.id);
      queue.pause(item.id);
      await settled();
      assert.deepEqual([item.state, uploads.length, queue.progress.total], ["rejected", 0, 0]);
      assert.deepEqual(events.slice(0, 2), [`add ${rejected.name}`, `reject ${rejected.name}`]);
    });
  }

  test("messages name the sizes, and that of validate is its own", () => {
    const messageOf = (options: UploadQueueOptions) =>
      fixture(options).queue.add([file("a", 10)])[0]?.error?.message;
    assert.deepEqual(
      [{ maxSize: 9 }, { maxTotal: 8 }, { validate: () => "Too dull." }].map(messageOf),
      [
        "The file has 10 bytes; the maximum is 9 bytes.",
        "With this file, all files have 10 bytes; the maximum is 8 bytes.",
        "Too dull.",
      ],
    );
  });

  test("a file at a limit is accepted", () => {
    const { queue } = fixture({
      maxFiles: 1,
      maxSize: 10,
      minSize: 10,
      maxTotal: 10,
      accept: ".TXT",
    });
    assert.equal(queue.add([file("a.txt", 10)])[0]?.state, "waiting");
  });

  test("rejected files do not count for maxFiles and maxTotal, and stay until they are removed", () => {
    const { queue, states } = fixture({ maxFiles: 2, maxTotal: 12, maxSize: 10 });
    queue.add([file("a", 11), file("b", 6), file("c", 7), file("d", 6), file("e", 0)]);
    assert.deepEqual(states(), [
      "a rejected",
      "b waiting",
      "c rejected",
      "d waiting",
      "e rejected",
    ]);
    for (const { id, state } of queue.items) if (state === "rejected") queue.remove(id);
    assert.deepEqual(states(), ["b waiting", "d waiting"]);
  });

  test("a removed file makes room for another", () => {
    const { queue } = fixture({ maxFiles: 1 });
    const [a] = queue.add(files("a"));
    queue.remove(a?.id as string);
    assert.equal(queue.add(files("b"))[0]?.state, "waiting");
  });
});

describe("validate and key", () => {
  test("a file whose validate is pending waits, and does not delay others", async () => {
    const pending = deferred<string>();
    const { queue, states, events } = fixture({
      validate: ({ name }) => (name === "a" ? pending.promise : undefined),
    });
    queue.add(files("a", "b"));
    await settled();
    assert.deepEqual(states(), ["a waiting", "b running"]);
    pending.resolve("");
    await settled();
    assert.deepEqual(states(), ["a running", "b running"]);
    assert.deepEqual(events, ["add a", "add b", "start b", "start a"]);
  });

  test("a promise of a message rejects the file after its add event, and idle follows", async () => {
    const { queue, events } = fixture({ validate: async () => "No." });
    const [a] = queue.add(files("a"));
    assert.equal(a?.state, "waiting");
    await settled();
    assert.deepEqual([a.state, a.error?.message], ["rejected", "No."]);
    assert.deepEqual(events, ["add a", "reject a", "idle"]);
  });

  test("key is called with file and path after validate, and its promise is awaited", async () => {
    const calls: string[] = [];
    const { queue, upload } = fixture({
      validate: async () => void calls.push("validate"),
      key: async ({ name }, path) => {
        calls.push(`key ${name} ${path}`);
        return `up/${name}`;
      },
    });
    const [a] = queue.add(files("a"));
    assert.equal(a?.key, "");
    await settled();
    assert.deepEqual(calls, ["validate", "key a a"]);
    assert.deepEqual([a.key, upload("a").options.key], ["up/a", "up/a"]);
  });

  test("a function that throws or rejects fails the file, and retry calls it again", async () => {
    for (const name of ["key", "validate"] as const) {
      for (const isAsync of [false, true]) {
        const cause = new Error("no network");
        let failures = 1;
        const call = () => {
          if (failures-- <= 0) return name === "key" ? "k" : undefined;
          if (isAsync) return Promise.reject(cause);
          throw cause;
        };
        const { queue, events } = fixture({ [name]: call });
        const [a] = queue.add(files("a"));
        await settled();
        assert.deepEqual(
          [a?.state, a?.error?.code, a?.error?.field],
          ["failed", "CallbackFailed", name],
        );
        assert.equal(a?.error?.cause, cause);
        queue.retry();
        await settled();
        assert.equal(a?.state, "running");
        assert.deepEqual(events, ["add a", "error a", "idle", "retry a", "start a"]);
      }
    }
  });

  test("an error of this package that key throws is the item's error", async () => {
    const error = new SignpostError("LoginFailed", "Not signed in.");
    const { queue } = fixture({ key: () => Promise.reject(error) });
    const [a] = queue.add(files("a"));
    await settled();
    assert.equal(a?.error, error);
  });

  for (const key of [undefined, null, "", 5, {}, "a".repeat(1_025), "\ud800"]) {
    test(`the key ${String(key).slice(0, 10)} fails the file with InvalidKey`, async () => {
      const { queue, uploads } = fixture({ key: (() => key) as never });
      const [a] = queue.add(files("a"));
      await settled();
      assert.deepEqual([a?.state, a?.error?.code, uploads.length], ["failed", "InvalidKey", 0]);
    });
  }

  for (const message of [true, false, 5, {}]) {
    test(`${JSON.stringify(message)} of validate fails the file with InvalidOption`, async () => {
      const { queue } = fixture({ validate: (() => message) as never });
      const [a] = queue.add(files("a"));
      assert.deepEqual(
        [a?.state, a?.error?.code, a?.error?.field],
        ["failed", "InvalidOption", "validate"],
      );
    });
  }

  test("a value whose then throws fails the file", async () => {
    const { queue } = fixture({ key: (() => revoked.proxy) as never });
    const [a] = queue.add(files("a"));
    assert.equal(a?.error?.code, "CallbackFailed");
  });

  test("a file that is removed while its key is pending is not uploaded", async () => {
    const pending = deferred<string>();
    const { queue, uploads, events } = fixture({ key: () => pending.promise });
    const [a] = queue.add(files("a"));
    queue.remove(a?.id as string);
    pending.resolve("a");
    await settled();
    assert.deepEqual([uploads.length, events], [0, ["add a", "remove a", "idle"]]);
  });

  test("a file that is paused while its key is pending stays paused, and then continues", async () => {
    const pending = deferred<string>();
    const { queue, states } = fixture({ key: () => pending.promise });
    const [a] = queue.add(files("a"));
    queue.pause(a?.id);
    pending.resolve("a");
    await settled();
    assert.deepEqual(states(), ["a paused"]);
    queue.resume();
    await settled();
    assert.deepEqual(states(), ["a running"]);
  });

  test("promises are made for eight files at a time, and a removed file makes room", async () => {
    let calls = 0;
    const { queue } = fixture({
      key: () => {
        calls += 1;
        return new Promise<string>(() => {});
      },
    });
    const items = queue.add(files(..."abcdefghijkl"));
    await settled();
    assert.equal(calls, 8);
    queue.remove(items[0]?.id as string);
    await settled();
    assert.equal(calls, 9);
    queue.clear();
    await settled();
    assert.equal(calls, 9);
  });
});

describe("equal keys", () => {
  test("by default another file of the same name gets a number before its extension", () => {
    const { queue } = fixture();
    const image = (size: number) => file("image.jpg", size);
    queue.add([
      image(1),
      image(2),
      file("image (2).jpg", 9),
      image(3),
      file("README", 1),
      file("README", 2),
    ]);
    assert.deepEqual(
      queue.items.map(({ key }) => key),
      ["image.jpg", "image (2).jpg", "image (2) (2).jpg", "image (3).jpg", "README", "README (2)"],
    );
  });

  test("by default the same file is rejected the second time", () => {
    const { queue } = fixture();
    queue.add([file("a", 5)]);
    const [again, changed] = queue.add([file("a", 5), file("a", 5, { lastModified: 2 })]);
    assert.deepEqual(
      [again?.state, again?.error?.code, again?.error?.field],
      ["rejected", "DuplicateKey", "key"],
    );
    assert.equal(changed?.key, "a (2)");
  });

  test("the second file of a key of the application's is rejected, also after the first is done", async () => {
    const { queue, upload } = fixture({ key: () => "k" });
    const [a, b] = queue.add(files("a", "b"));
    assert.deepEqual([a?.state, b?.state, b?.error?.code], ["waiting", "rejected", "DuplicateKey"]);
    await settled();
    upload("a").finish();
    await settled();
    assert.equal(queue.add(files("c"))[0]?.state, "rejected");
  });

  test("the default key of a file of a chosen folder is its path", () => {
    const { queue } = fixture();
    const chosen = file("cat.jpg");
    Object.defineProperty(chosen, "webkitRelativePath", { value: "photos/2026/cat.jpg" });
    const [item] = queue.add([chosen]);
    assert.deepEqual([item?.path, item?.key], ["photos/2026/cat.jpg", "photos/2026/cat.jpg"]);
  });
});

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
