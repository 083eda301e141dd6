import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { someBytes, visits } from "./visit.ts";

const visit = visits();

describe("an upload", () => {
  test("by form POST stores the bytes of the file, which its new link fetches", async () => {
    const bytes = someBytes(400_000);
    await visit.demo.guestButton.click();
    await visit.demo.pickFile("photo.png", "image/png", bytes);
    await visit.demo.button("Upload").click();
    await visit.demo.button("Create a link").click();
    const reply = await fetch(await visit.demo.link());
    assert.equal(reply.headers.get("content-type"), "image/png");
    assert.deepEqual(new Uint8Array(await reply.arrayBuffer()), bytes);
  });

  test("takes the file's name into the key, under the prefix that is there", async () => {
    await visit.demo.field("Upload as").fill("2026/photos/");
    await visit.demo.pickFile("a b.png", "image/png", someBytes(10));
    assert.equal(await visit.demo.field("Upload as").inputValue(), "2026/photos/a b.png");
  });

  test("shows the ETag that S3 gives", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.pickFile("abc.txt", "text/plain", Buffer.from("abc"));
    await visit.demo.button("Upload").click();
    // The MD5 of "abc", RFC 1321.
    await visit.demo.page.getByText('"900150983cd24fb0d6963f7d28e17f72"').waitFor();
  });

  test("can be cancelled, and then nothing is stored", async () => {
    await visit.fillIn("uploads/cancelled.bin");
    await visit.stack.stall({
      method: "POST",
      effect: { type: "stall", of: "request", after: 2_000_000 },
    });
    await visit.demo.pickFile("cancelled.bin", "application/octet-stream", someBytes(24_000_000));
    await visit.demo.button("Upload").click();
    await visit.demo.page.getByText(/^[\d.]+ MB of 24\.0 MB/).waitFor();
    await visit.demo.button("Cancel").click();
    await visit.demo.page.getByText(/^Cancelled after/).waitFor();
    assert.equal((await fetch(await visit.demo.link())).status, 404);
  });

  test("of a file above the limit is refused in words", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Max size").fill("1 kB");
    await visit.demo.pickFile("large.bin", "application/octet-stream", someBytes(1_001));
    await visit.demo.button("Upload").click();
    const { field, code, text } = await visit.demo.problem();
    assert.deepEqual([field, code], ["uploadLimit", "EntityTooLarge"]);
    assert.match(text, /1,001 bytes; the maximum is 1,000/);
  });

  test("of a file of another type than the policy allows is refused in words", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Allowed type").fill("image/");
    await visit.demo.pickFile("notes.txt", "text/plain", someBytes(10));
    await visit.demo.button("Upload").click();
    const { field, code } = await visit.demo.problem();
    assert.deepEqual([field, code], ["uploadType", "UnsatisfiablePolicy"]);
  });

  test("within its limit and type is stored", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Max size").fill("1 kB");
    await visit.demo.field("Allowed type").fill("image/");
    await visit.demo.pickFile("small.png", "image/png", someBytes(1_000));
    await visit.demo.button("Upload").click();
    await visit.demo.page.getByText(/^Done: 1\.0 kB/).waitFor();
  });

  test("that S3 refuses shows S3's code, its status and what to do", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Secret access key").fill("not-the-secret");
    await visit.demo.pickFile("a.txt", "text/plain", someBytes(10));
    await visit.demo.button("Upload").click();
    const { field, code, text } = await visit.demo.problem();
    assert.deepEqual([field, code], ["upload", "SignatureDoesNotMatch"]);
    assert.match(text, /S3 responded with 403.*The secret key is wrong/s);
  });

  test("with no file says that there is none", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Upload").click();
    const { field, code } = await visit.demo.problem();
    assert.deepEqual([field, code], ["file", "NoFile"]);
  });

  test("with no key says so by its own field, and not by that of the link", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.pickFile("a.txt", "text/plain", someBytes(10));
    await visit.demo.field("Upload as").fill("");
    await visit.demo.button("Upload").click();
    const { field, code } = await visit.demo.problem();
    assert.deepEqual([field, code], ["uploadKey", "InvalidKey"]);
  });

  test("stores a key that no link can reach", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.pickFile("a.txt", "text/plain", someBytes(10));
    await visit.demo.field("Upload as").fill("a/../b");
    await visit.demo.button("Upload").click();
    await visit.demo.page.locator("#upload-facts").getByText("a/../b", { exact: true }).waitFor();
  });

  test("takes a file that is dropped on the box", async () => {
    await visit.demo.dropFile("dropped.txt", "text/plain", "dropped");
    assert.equal(await visit.demo.field("Upload as").inputValue(), "uploads/dropped.txt");
  });
});
