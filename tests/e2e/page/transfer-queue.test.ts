import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";
import {
  choose,
  file,
  openTransfer,
  rows,
  stallUpload,
  stored,
  upload,
  uploaded,
} from "./transfer-steps.ts";

const session = pageSession();

describe("several uploads", () => {
  test("store each file, with the bytes of its own", async () => {
    const names = ["a.bin", "Ärger ☃.bin", "c d+e&f.bin"];
    await openTransfer(session);
    await upload(session, ...names.map((name, index) => file(name, sampleBytes(1000 + index))));
    await uploaded(session, /^Done: 3 files, 3\.0 kB/);
    const sizes = await Promise.all(
      names.map(async (name) => (await stored(session, `uploads/${name}`)).length),
    );
    assert.deepEqual(sizes, [1000, 1001, 1002]);
  });

  test("of a folder keep the paths within it", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "transfer-"));
    t.after(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, "photos", "2026"), { recursive: true });
    await writeFile(join(folder, "photos", "2026", "cat.txt"), "cat");
    await openTransfer(session);
    await session.driver.page.locator("#folder").setInputFiles(join(folder, "photos"));
    await session.driver.button("Upload").click();
    await uploaded(session, /^Done: 1 file/);
    assert.equal((await stored(session, "uploads/photos/2026/cat.txt")).toString(), "cat");
  });

  test("with one failure name it first, and Retry sends it again", async () => {
    await openTransfer(session);
    const key = "uploads/bad.txt";
    await session.stack.addFaults({
      key,
      method: "PUT",
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await session.driver.choose("PUT");
    await upload(session, file("good.txt", "good"), file("bad.txt", "bad"));
    await uploaded(session, /^Done: 1 file.* 1 file failed\.$/);
    const first = session.driver.page.locator(".upload-name").first();
    await first.filter({ hasText: key }).waitFor();
    await session.driver.button("Retry bad.txt").click();
    await uploaded(session, /^Done: 1 file, 3 bytes/);
    assert.equal((await stored(session, key)).toString(), "bad");
  });

  test("continue after a pause of all", async () => {
    const bytes = sampleBytes(3_000_000);
    await openTransfer(session);
    await session.stack.addFaults(stallUpload("POST", 100_000));
    await session.driver.choose("Form POST");
    await upload(session, file("paused.bin", bytes));
    await session.driver.page.locator(".upload-row[data-state=running]").waitFor();
    await session.driver.button("Pause all").click();
    await session.driver.page.locator(".upload-row[data-state=paused]").waitFor();
    await session.driver.button("Resume all").click();
    await uploaded(session, /^Done: 1 file, 3\.0 MB/);
    assert.deepEqual(new Uint8Array(await stored(session, "uploads/paused.bin")), bytes);
  });

  test("that are paused one by one leave their place to others", async () => {
    await openTransfer(session);
    await session.stack.addFaults({ ...stallUpload("PUT", 100_000), times: 3 });
    await session.driver.choose("PUT");
    const names = ["1.bin", "2.bin", "3.bin", "4.bin"];
    await upload(session, ...names.map((name) => file(name, sampleBytes(300_000))));
    await session.driver.button("Pause 1.bin").click();
    await session.driver.page.locator(".upload-row[data-state=done]").waitFor();
    assert.deepEqual(
      (await rows(session)).map(([key, figures]) => [key, /paused|done/.exec(figures ?? "")?.[0]]),
      [
        ["uploads/1.bin", "paused"],
        ["uploads/2.bin", undefined],
        ["uploads/3.bin", undefined],
        ["uploads/4.bin", "done"],
      ],
    );
  });

  test("of the same key are uploaded once", async () => {
    await openTransfer(session);
    await upload(session, file("a.txt", "first"), file("a.txt", "second"));
    assert.equal((await session.driver.problem()).code, "DuplicateKey");
    await uploaded(session, /^Done: 1 file, 5 bytes/);
  });
});

describe("the account of an upload", () => {
  test("is that of the moment of the click", async () => {
    await openTransfer(session);
    await session.stack.addFaults({
      method: "POST",
      effect: { type: "delay", milliseconds: 300 },
    });
    await upload(session, file("mine.txt", "mine"));
    await session.driver.field("Bucket").fill("another-bucket");
    await uploaded(session, /^Done: 1 file/);
    assert.equal((await stored(session, "uploads/mine.txt")).toString(), "mine");
  });
});

describe("an upload in parts", () => {
  test("sends after a reload only the part that is missing", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "transfer-"));
    t.after(() => rm(folder, { recursive: true }));
    // One part of 16 MiB, and a small one. On the disk, so that its date stays.
    const bytes = sampleBytes(17_000_000);
    const path = join(folder, "large.bin");
    await writeFile(path, bytes);
    const begin = async () => {
      await openTransfer(session);
      await session.driver.page.getByLabel("Resume after a reload").check();
      await session.driver.choose("In parts");
      await session.driver.page.locator("#file").setInputFiles(path);
      await session.driver.button("Upload").click();
    };
    await session.stack.addFaults({ ...stallUpload("PUT", 10_000), skip: 1 });
    await begin();
    while ((await session.stack.requests()).filter(isStoredPart).length < 1);
    const dialog = session.driver.page.waitForEvent("dialog");
    const reloaded = session.driver.page.reload();
    await (await dialog).accept();
    await reloaded;
    await session.driver.open("Link");
    await session.stack.reset();
    await begin();
    await uploaded(session, /^Done: 1 file, 17\.0 MB/);
    assert.equal((await session.stack.requests()).filter(isStoredPart).length, 1);
    assert.deepEqual(new Uint8Array(await stored(session, "uploads/large.bin")), bytes);
  });
});

function isStoredPart({ method, path, status }: { method: string; path: string; status?: number }) {
  return method === "PUT" && path.endsWith("large.bin") && status === 200;
}

describe("the list", () => {
  test("of thousands of files has rows for 200, and a count of the others", async () => {
    await session.driver.open("Transfer");
    await session.driver.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      for (let index = 0; index < 3000; index += 1) {
        dataTransfer.items.add(new File(["x"], `${index}.txt`));
      }
      const drop = document.getElementById("drop");
      drop?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    });
    await session.driver.page.getByText("And 2,800 files more: 2,800 waiting.").waitFor();
    assert.equal(await session.driver.page.locator(".upload-row").count(), 200);
  });

  test("shows characters that could hide or reorder others", async () => {
    await session.driver.open("Transfer");
    await choose(session, file("photo\u202egnp.exe", "x"));
    await session.driver.page.getByText("uploads/photo[U+202E]gnp.exe").waitFor();
  });

  test("keeps the focus when a row is removed", async () => {
    await session.driver.open("Transfer");
    await choose(session, file("1.txt", "1"), file("2.txt", "2"));
    await session.driver.button("Remove 1.txt").press("Enter");
    await session.driver.button("Remove 1.txt").waitFor({ state: "detached" });
    assert.equal(
      await session.driver.page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
      "Remove 2.txt",
    );
  });

  test("is empty after Remove all, which asks before files are lost", async () => {
    await session.driver.open("Transfer");
    await choose(session, file("1.txt", "1"), file("2.txt", "2"));
    await session.driver.button("Remove all").click();
    await session.driver.page.getByText("2 files are not uploaded yet.").waitFor();
    await session.driver.page.locator("#confirmation-accept").click();
    await session.driver.page.locator(".upload-row").first().waitFor({ state: "detached" });
  });
});
