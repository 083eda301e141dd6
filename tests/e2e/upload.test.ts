import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { demoSession } from "./demo-session.ts";
import { sampleBytes } from "./sample-bytes.ts";

const session = demoSession();

describe("an upload", () => {
  test("stores the bytes of the file, and its new link downloads them", async () => {
    const bytes = sampleBytes(400_000);
    await session.demo.guestButton.click();
    await session.demo.pickFile("photo.png", "image/png", bytes);
    await session.demo.button("Upload").click();
    await session.demo.button("Create a link").click();
    const response = await fetch(await session.demo.link());
    assert.equal(response.headers.get("content-type"), "image/png");
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  });

  test("appends the file name to the prefix in the key", async () => {
    await session.demo.field("Upload as").fill("2026/photos/");
    await session.demo.pickFile("a b.png", "image/png", sampleBytes(10));
    assert.equal(await session.demo.field("Upload as").inputValue(), "2026/photos/a b.png");
  });

  test("shows the ETag from S3", async () => {
    await session.fillIn("hello.txt");
    await session.demo.pickFile("abc.txt", "text/plain", Buffer.from("abc"));
    await session.demo.button("Upload").click();
    // The MD5 of "abc", RFC 1321.
    await session.demo.page.getByText('"900150983cd24fb0d6963f7d28e17f72"').waitFor();
  });

  test("that is cancelled stores nothing", async () => {
    await session.fillIn("uploads/cancelled.bin");
    await session.stack.addFaults({
      method: "POST",
      effect: { type: "stall", of: "request", after: 2_000_000 },
    });
    await session.demo.pickFile(
      "cancelled.bin",
      "application/octet-stream",
      sampleBytes(24_000_000),
    );
    await session.demo.button("Upload").click();
    await session.demo.page.getByText(/^[\d.]+ MB of 24\.0 MB/).waitFor();
    await session.demo.button("Cancel").click();
    await session.demo.page.getByText(/^Cancelled after/).waitFor();
    assert.equal((await fetch(await session.demo.link())).status, 404);
  });

  test("of a file above Max size is rejected with both sizes", async () => {
    await session.fillIn("hello.txt");
    await session.demo.field("Max size").fill("1 kB");
    await session.demo.pickFile("large.bin", "application/octet-stream", sampleBytes(1_001));
    await session.demo.button("Upload").click();
    const { field, code, text } = await session.demo.problem();
    assert.deepEqual([field, code], ["uploadLimit", "EntityTooLarge"]);
    assert.match(text, /1,001 bytes; the maximum is 1,000/);
  });

  test("of a file whose type is not allowed is rejected", async () => {
    await session.fillIn("hello.txt");
    await session.demo.field("Allowed type").fill("image/");
    await session.demo.pickFile("notes.txt", "text/plain", sampleBytes(10));
    await session.demo.button("Upload").click();
    const { field, code } = await session.demo.problem();
    assert.deepEqual([field, code], ["uploadType", "UnsatisfiablePolicy"]);
  });

  test("within its limit and type is stored", async () => {
    await session.fillIn("hello.txt");
    await session.demo.field("Max size").fill("1 kB");
    await session.demo.field("Allowed type").fill("image/");
    await session.demo.pickFile("small.png", "image/png", sampleBytes(1_000));
    await session.demo.button("Upload").click();
    await session.demo.page.getByText(/^Done: 1\.0 kB/).waitFor();
  });

  test("that S3 rejects shows code, status and hint", async () => {
    await session.fillIn("hello.txt");
    await session.demo.field("Secret access key").fill("not-the-secret");
    await session.demo.pickFile("a.txt", "text/plain", sampleBytes(10));
    await session.demo.button("Upload").click();
    const { field, code, text } = await session.demo.problem();
    assert.deepEqual([field, code], ["upload", "SignatureDoesNotMatch"]);
    assert.match(text, /S3 responded with 403.*The secret key is wrong/s);
  });

  test("without a file is rejected with NoFile", async () => {
    await session.fillIn("hello.txt");
    await session.demo.button("Upload").click();
    const { field, code } = await session.demo.problem();
    assert.deepEqual([field, code], ["file", "NoFile"]);
  });

  test("without a key shows the problem by its own field, not by that of the link", async () => {
    await session.fillIn("hello.txt");
    await session.demo.pickFile("a.txt", "text/plain", sampleBytes(10));
    await session.demo.field("Upload as").fill("");
    await session.demo.button("Upload").click();
    const { field, code } = await session.demo.problem();
    assert.deepEqual([field, code], ["uploadKey", "InvalidKey"]);
  });

  test("stores a key that no link can address", async () => {
    await session.fillIn("hello.txt");
    await session.demo.pickFile("a.txt", "text/plain", sampleBytes(10));
    await session.demo.field("Upload as").fill("a/../b");
    await session.demo.button("Upload").click();
    await session.demo.page.locator("#upload-facts").getByText("a/../b", { exact: true }).waitFor();
  });

  test("accepts a dropped file", async () => {
    await session.demo.dropFile("dropped.txt", "text/plain", "dropped");
    assert.equal(await session.demo.field("Upload as").inputValue(), "uploads/dropped.txt");
  });
});
