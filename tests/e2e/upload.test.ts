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
    await visit.demo.button("Link to it").click();
    const reply = await fetch(await visit.demo.link());
    assert.equal(reply.headers.get("content-type"), "image/png");
    assert.deepEqual(new Uint8Array(await reply.arrayBuffer()), bytes);
  });

  test("takes the file's name into the key, under the prefix that is there", async () => {
    await visit.demo.field("Key it gets").fill("2026/photos/");
    await visit.demo.pickFile("a b.png", "image/png", someBytes(10));
    assert.equal(await visit.demo.field("Key it gets").inputValue(), "2026/photos/a b.png");
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
    await visit.demo.field("Refuse above").fill("1 kB");
    await visit.demo.pickFile("large.bin", "application/octet-stream", someBytes(1_001));
    await visit.demo.button("Upload").click();
    const { field, code } = await visit.demo.problem();
    assert.deepEqual([field, code], ["upload", "UnsatisfiablePolicy"]);
  });
});
