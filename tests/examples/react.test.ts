import assert from "node:assert/strict";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { exampleSession, findingsOfAxe } from "./example-session.ts";

const session = exampleSession("react");

const HELLO = { name: "hello.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") };

describe("the list", () => {
  test("has a link to each uploaded file", async () => {
    const page = await session.open();
    await page.getByLabel("Files of at most 100 MB").setInputFiles([HELLO]);
    const link = page.getByRole("link", { name: "hello.txt" });
    await link.hover();
    const url = new URL((await link.getAttribute("href")) ?? "");
    const key = decodeURIComponent(url.pathname.slice(`/${session.stack.ready.bucket}/`.length));
    assert.match(key, /^users\/eu-west-1:[\da-f-]{36}\/hello\.txt$/);
    assert.equal(await session.textOf(key), "Hello");
    assert.equal(await (await fetch(url)).text(), "Hello");
  });

  test("shows why a file is rejected, and uploads the others", async () => {
    const page = await session.open();
    const folder = await mkdtemp(join(tmpdir(), "s3-signpost-"));
    try {
      const [large, small] = [join(folder, "large.bin"), join(folder, "small.bin")];
      await Promise.all([writeFile(large, ""), writeFile(small, "small")]);
      await truncate(large, 100_000_001);
      await page.getByLabel("Files of at most 100 MB").setInputFiles([large, small]);
      await page.getByRole("link", { name: "small.bin" }).waitFor();
      const row = page.getByRole("listitem").filter({ hasText: "large.bin" });
      const text = await row.innerText();
      assert.match(text, /The file has 100,000,001 bytes; the maximum is 100,000,000 bytes\./);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("retries a file that has failed", async () => {
    const page = await session.open();
    const effect = { type: "error", status: 403, code: "AccessDenied", message: "Access Denied" };
    await session.stack.addFaults({ service: "s3", method: "POST", effect });
    await page.getByLabel("Files of at most 100 MB").setInputFiles([HELLO]);
    await page.getByText("Access Denied").waitFor();
    assert.deepEqual(await findingsOfAxe(page), []);
    await page.getByRole("button", { name: "Retry hello.txt" }).click();
    await page.getByRole("link", { name: "hello.txt" }).waitFor();
    // Chromium reports each response with an error status.
    assert.match(session.errors.splice(0).join(), /status of 403/);
  });
});

test("the page says that the local stack is to be started, if there are no credentials", async () => {
  await session.stack.changeSettings({ guestAccess: false });
  const page = await session.open();
  assert.match(await page.getByRole("alert").innerText(), /start it with npm start/);
  session.errors.splice(0);
});
