import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";
import { put, stallDownload } from "./transfer-steps.ts";

/** Bytes before a cut. The browser may discard those that the page has not read yet, which are at most a few million. */
const CUT = 6_000_000;

const session = pageSession();

/** Fills in the account and the key of an object to download. */
async function fillIn(key: string): Promise<void> {
  await session.fillIn("hello.txt");
  await session.driver.open("Transfer");
  await session.driver.field("Object key").fill(key);
}

/** Replaces the dialog of the browser: it gives a file of the page's own file system. */
async function chooseFileToSave(): Promise<void> {
  await session.driver.page.evaluate(() => {
    Object.assign(window, {
      async showSaveFilePicker({ suggestedName }: { suggestedName: string }) {
        const folder = await navigator.storage.getDirectory();
        return folder.getFileHandle(suggestedName, { create: true });
      },
    });
  });
}

/** Returns the size and the SHA-256 of a file of the page's own file system. */
async function savedFile(name: string): Promise<[number, string]> {
  return session.driver.page.evaluate(async (name) => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle(name)).getFile();
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [file.size, Array.from(new Uint8Array(hash)).join()];
  }, name);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))).join();
}

describe("a download into the page", () => {
  test("can be saved with the stored bytes", async () => {
    const bytes = sampleBytes(300_000);
    await put(session, "downloads/report.bin", bytes);
    await fillIn("downloads/report.bin");
    await session.driver.button("Download").click();
    const saving = session.driver.page.waitForEvent("download");
    await session.driver.page.getByRole("link", { name: "Save report.bin" }).click();
    const saved = await saving;
    assert.deepEqual(new Uint8Array(await readFile(await saved.path())), bytes);
  });

  test("shows the checksum that verified it", async () => {
    await fillIn("hello.txt");
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^Done: .* Verified by CRC64NVME\.$/).waitFor();
  });

  test("shows its progress", async () => {
    await fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults(stallDownload(4_000_000));
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    assert.equal(Math.round(await session.driver.progress("Download")), 48);
  });

  test("can be cancelled", async () => {
    await fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults(stallDownload(4_000_000));
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await session.driver.button("Cancel").click();
    await session.driver.page.getByText("Cancelled after 4.0 MB.").waitFor();
    await session.driver.button("Download").waitFor();
  });

  test("resumes after a pause and completes", async () => {
    await fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults(stallDownload(4_000_000));
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await session.driver.button("Pause").click();
    await session.driver.button("Resume").click();
    await session.driver.page.getByText(/^Done: 8\.4 MB/).waitFor();
  });

  test("of a text shows the beginning of the text", async () => {
    await fillIn("hello.txt");
    await session.driver.button("Download").click();
    await session.driver.page.locator("#preview pre").waitFor();
    assert.equal(
      await session.driver.page.locator("#preview pre").textContent(),
      "Hello from your own S3.\n",
    );
  });

  test("of a missing object shows NoSuchKey", async () => {
    await fillIn("no/such/object");
    await session.driver.button("Download").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["download", "NoSuchKey"]);
  });
});

describe("a download to disk", () => {
  test("writes the stored bytes to the chosen file", async () => {
    const bytes = sampleBytes(3_000_000);
    await put(session, "downloads/disk.bin", bytes);
    await fillIn("downloads/disk.bin");
    await chooseFileToSave();
    await session.driver.button("Download").click();
    await session.driver.page
      .getByText(/^Done: 3\.0 MB in .* Saved as disk\.bin\. Verified by CRC64NVME\.$/)
      .waitFor();
    assert.deepEqual(await savedFile("disk.bin"), [3_000_000, await sha256(bytes)]);
  });

  test("continues after an error with the bytes that are missing", async () => {
    const bytes = sampleBytes(8_000_000);
    await put(session, "downloads/resumed.bin", bytes);
    await fillIn("downloads/resumed.bin");
    await chooseFileToSave();
    await session.stack.addFaults(
      { method: "GET", effect: { type: "cut", after: CUT } },
      {
        method: "GET",
        skip: 1,
        effect: { type: "error", status: 403, code: "AccessDenied" },
      },
    );
    await session.driver.button("Download").click();
    assert.equal((await session.driver.problem()).code, "AccessDenied");
    await session.driver.page.getByText(/ received\. Resume continues from there\.$/).waitFor();
    await session.driver.button("Resume").click();
    await session.driver.page.getByText(/^Done: 8\.0 MB.*resumed after an error\.$/).waitFor();
    assert.deepEqual(await savedFile("resumed.bin"), [8_000_000, await sha256(bytes)]);
  });

  test("starts again if the object was replaced after an error", async () => {
    await put(session, "downloads/changed.bin", sampleBytes(8_000_000));
    await fillIn("downloads/changed.bin");
    await chooseFileToSave();
    await session.stack.addFaults(
      { method: "GET", effect: { type: "cut", after: CUT } },
      { method: "GET", skip: 1, effect: { type: "error", status: 403, code: "AccessDenied" } },
    );
    await session.driver.button("Download").click();
    await session.driver.problem();
    const bytes = sampleBytes(8_000_001);
    await put(session, "downloads/changed.bin", bytes);
    await session.driver.button("Resume").click();
    await session.driver.page.getByText(/^Done: 8\.0 MB.*Verified by CRC64NVME\.$/).waitFor();
    assert.deepEqual(await savedFile("changed.bin"), [8_000_001, await sha256(bytes)]);
  });

  test("that was damaged on the way leaves no file", async () => {
    await put(session, "downloads/damaged.bin", sampleBytes(10_000));
    await fillIn("downloads/damaged.bin");
    await chooseFileToSave();
    await session.stack.addFaults({ method: "GET", effect: { type: "corrupt", at: 5_000 } });
    await session.driver.button("Download").click();
    assert.equal((await session.driver.problem()).code, "ChecksumMismatch");
    assert.equal((await savedFile("damaged.bin"))[0], 0);
  });

  test("does nothing if no file is chosen", async () => {
    await fillIn("hello.txt");
    await session.driver.page.evaluate(() => {
      Object.assign(window, {
        showSaveFilePicker() {
          return Promise.reject(new DOMException("", "AbortError"));
        },
      });
    });
    await session.stack.clearRequests();
    await session.driver.button("Download").click();
    await session.driver.button("Download").waitFor();
    assert.deepEqual(await session.stack.counts(), {});
  });
});
