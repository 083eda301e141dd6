import assert from "node:assert/strict";
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

describe("an upload", () => {
  test("stores the bytes of the file, and its new link downloads them", async () => {
    const bytes = sampleBytes(400_000);
    await session.driver.guestButton.click();
    await session.driver.open("Transfer");
    await session.driver.pickFile("photo.png", "image/png", bytes);
    await session.driver.button("Upload").click();
    await session.driver.button("Link photo.png").click();
    const response = await fetch(await session.driver.link());
    assert.equal(response.headers.get("content-type"), "image/png");
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  });

  test("shows the key that each file gets while the prefix is typed", async () => {
    await session.driver.open("Transfer");
    await session.driver.pickFile("a b.png", "image/png", sampleBytes(10));
    await session.driver.page.locator(".upload-row").waitFor();
    await session.driver.field("Prefix").fill("2026/photos/");
    await session.driver.page.getByText("2026/photos/a b.png", { exact: true }).waitFor();
  });

  test("shows the ETag from S3", async () => {
    await openTransfer(session);
    await upload(session, file("abc.txt", "abc", "text/plain"));
    // The MD5 of "abc", RFC 1321.
    await session.driver.page.getByText('"900150983cd24fb0d6963f7d28e17f72"').waitFor();
  });

  test("that is cancelled stores nothing", async () => {
    await openTransfer(session);
    await session.stack.addFaults(stallUpload("POST", 2_000_000));
    await upload(session, file("cancelled.bin", sampleBytes(24_000_000)));
    await session.driver.page
      .locator(".upload-figures", { hasText: /^[\d.]+ MB of 24\.0 MB/ })
      .waitFor();
    await session.driver.button("Cancel cancelled.bin").click();
    await uploaded(session, /^Cancelled uploads\/cancelled\.bin after [\d.]+ MB\.$/);
    await assert.rejects(stored(session, "uploads/cancelled.bin"), /404/);
  });

  test("of a file above Max size is rejected with both sizes", async () => {
    await openTransfer(session);
    await session.driver.field("Max size").fill("1 kB");
    await choose(session, file("large.bin", sampleBytes(1_001)));
    const { code, text } = await session.driver.problem();
    assert.equal(code, "FileTooLarge");
    assert.match(text, /1,001 bytes; the maximum is 1,000.*increase Max size/s);
  });

  test("of a file whose type is not allowed is rejected", async () => {
    await openTransfer(session);
    await session.driver.field("Allowed types").fill("image/*");
    await choose(session, file("notes.txt", "notes", "text/plain"));
    const { code, text } = await session.driver.problem();
    assert.equal(code, "FileNotAccepted");
    assert.match(text, /change Allowed types/);
  });

  test("within its limit and type is stored", async () => {
    await openTransfer(session);
    await session.driver.field("Max size").fill("1 kB");
    await session.driver.field("Allowed types").fill("image/*, .pdf");
    await upload(session, file("small.png", sampleBytes(1_000), "image/png"));
    await uploaded(session, /^Done: 1 file, 1\.0 kB in/);
  });

  test("that S3 rejects shows code, status and hint", async () => {
    await openTransfer(session);
    await session.driver.field("Secret access key").fill("not-the-secret");
    await upload(session, file("a.txt", "a", "text/plain"));
    const { code, text } = await session.driver.problem();
    assert.equal(code, "SignatureDoesNotMatch");
    assert.match(text, /S3 responded with 403.*The secret key is wrong/s);
  });

  test("without a file is rejected with NoFile", async () => {
    await openTransfer(session);
    await session.driver.button("Upload").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["file", "NoFile"]);
  });

  test("with a prefix that no key can begin with is rejected by that field", async () => {
    await openTransfer(session);
    await choose(session, file("a.txt", "a"));
    await session.driver.set("Prefix", "\ud800");
    await session.driver.button("Upload").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["key", "InvalidKey"]);
  });

  test("to a key that is too long names the key in its row", async () => {
    await openTransfer(session);
    await session.driver.field("Prefix").fill("x".repeat(1_020));
    await upload(session, file("long-name.txt", "a"));
    const { code, text } = await session.driver.problem();
    assert.equal(code, "InvalidKey");
    assert.match(text, /^Key /);
  });

  test("stores a key that no link can address", async () => {
    await openTransfer(session);
    await session.driver.field("Prefix").fill("a/../");
    await upload(session, file("b", "b"));
    await uploaded(session, /^Done: 1 file/);
    assert.equal((await rows(session))[0]?.[0], "a/../b");
  });

  test("accepts a dropped file", async () => {
    await session.driver.open("Transfer");
    await session.driver.dropFile("dropped.txt", "text/plain", "dropped");
    await session.driver.page.getByText("uploads/dropped.txt", { exact: true }).waitFor();
  });

  test("accepts a pasted file", async () => {
    await session.driver.open("Transfer");
    await session.driver.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(["pasted"], "image.png"));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    });
    await session.driver.page.getByText("uploads/image.png", { exact: true }).waitFor();
  });
});
