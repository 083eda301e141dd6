import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

describe("an upload", () => {
  test("stores the bytes of the file, and its new link downloads them", async () => {
    const bytes = sampleBytes(400_000);
    await session.driver.guestButton.click();
    await session.driver.open("Transfer");
    await session.driver.pickFile("photo.png", "image/png", bytes);
    await session.driver.button("Upload").click();
    await session.driver.button("Create a link").click();
    const response = await fetch(await session.driver.link());
    assert.equal(response.headers.get("content-type"), "image/png");
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  });

  test("appends the file name to the prefix in the key", async () => {
    await session.driver.open("Transfer");
    await session.driver.field("Upload as").fill("2026/photos/");
    await session.driver.pickFile("a b.png", "image/png", sampleBytes(10));
    assert.equal(await session.driver.field("Upload as").inputValue(), "2026/photos/a b.png");
  });

  test("shows the ETag from S3", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.pickFile("abc.txt", "text/plain", Buffer.from("abc"));
    await session.driver.button("Upload").click();
    // The MD5 of "abc", RFC 1321.
    await session.driver.page.getByText('"900150983cd24fb0d6963f7d28e17f72"').waitFor();
  });

  test("that is cancelled stores nothing", async () => {
    await session.fillIn("uploads/cancelled.bin");
    await session.driver.open("Transfer");
    await session.stack.addFaults({
      method: "POST",
      effect: { type: "stall", of: "request", after: 2_000_000 },
    });
    await session.driver.pickFile(
      "cancelled.bin",
      "application/octet-stream",
      sampleBytes(24_000_000),
    );
    await session.driver.button("Upload").click();
    await session.driver.page.getByText(/^[\d.]+ MB of 24\.0 MB/).waitFor();
    await session.driver.button("Cancel").click();
    await session.driver.page.getByText(/^Cancelled after/).waitFor();
    await session.driver.open("Link");
    assert.equal((await fetch(await session.driver.link())).status, 404);
  });

  test("of a file above Max size is rejected with both sizes", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.field("Max size").fill("1 kB");
    await session.driver.pickFile("large.bin", "application/octet-stream", sampleBytes(1_001));
    await session.driver.button("Upload").click();
    const { field, code, text } = await session.driver.problem();
    assert.deepEqual([field, code], ["limit", "EntityTooLarge"]);
    assert.match(text, /1,001 bytes; the maximum is 1,000/);
  });

  test("of a file whose type is not allowed is rejected", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.field("Allowed type").fill("image/");
    await session.driver.pickFile("notes.txt", "text/plain", sampleBytes(10));
    await session.driver.button("Upload").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["type", "UnsatisfiablePolicy"]);
  });

  test("within its limit and type is stored", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.field("Max size").fill("1 kB");
    await session.driver.field("Allowed type").fill("image/");
    await session.driver.pickFile("small.png", "image/png", sampleBytes(1_000));
    await session.driver.button("Upload").click();
    await session.driver.page.getByText(/^Done: 1\.0 kB/).waitFor();
  });

  test("that S3 rejects shows code, status and hint", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.field("Secret access key").fill("not-the-secret");
    await session.driver.pickFile("a.txt", "text/plain", sampleBytes(10));
    await session.driver.button("Upload").click();
    const { field, code, text } = await session.driver.problem();
    assert.deepEqual([field, code], ["upload", "SignatureDoesNotMatch"]);
    assert.match(text, /S3 responded with 403.*The secret key is wrong/s);
  });

  test("without a file is rejected with NoFile", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.button("Upload").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["file", "NoFile"]);
  });

  test("without a key shows the problem by its own field, not by that of the link", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.pickFile("a.txt", "text/plain", sampleBytes(10));
    await session.driver.field("Upload as").fill("");
    await session.driver.button("Upload").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["key", "InvalidKey"]);
  });

  test("stores a key that no link can address", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.pickFile("a.txt", "text/plain", sampleBytes(10));
    await session.driver.field("Upload as").fill("a/../b");
    await session.driver.button("Upload").click();
    await session.driver.page
      .locator("#upload-facts")
      .getByText("a/../b", { exact: true })
      .waitFor();
  });

  test("accepts a dropped file", async () => {
    await session.driver.open("Transfer");
    await session.driver.dropFile("dropped.txt", "text/plain", "dropped");
    assert.equal(await session.driver.field("Upload as").inputValue(), "uploads/dropped.txt");
  });
});
