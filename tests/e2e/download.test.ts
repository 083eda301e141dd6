import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { someBytes, visits } from "./visit.ts";

const visit = visits();

describe("a download", () => {
  test("can be saved, with the bytes that are stored", async () => {
    const bytes = someBytes(300_000);
    await visit.put("downloads/report.bin", bytes);
    await visit.demo.button("Download").click();
    const saving = visit.demo.page.waitForEvent("download");
    await visit.demo.page.getByRole("link", { name: "Save report.bin" }).click();
    const saved = await saving;
    assert.deepEqual(new Uint8Array(await readFile(await saved.path())), bytes);
  });

  test("says by which checksum its bytes were verified", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Download").click();
    await visit.demo.page.getByText(/^Done: .* Verified by CRC64NVME\.$/).waitFor();
  });

  test("shows how far it is while it runs", async () => {
    await visit.fillIn(visit.stack.ready.sampleKey);
    await visit.stack.stall({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await visit.demo.button("Download").click();
    await visit.demo.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    assert.equal(Math.round(await visit.demo.progress("Download")), 48);
  });

  test("can be cancelled", async () => {
    await visit.fillIn(visit.stack.ready.sampleKey);
    await visit.stack.stall({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await visit.demo.button("Download").click();
    await visit.demo.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await visit.demo.button("Cancel").click();
    await visit.demo.page.getByText("Cancelled after 4.0 MB.").waitFor();
    await visit.demo.button("Download").waitFor();
  });

  test("goes on after a pause, to all of its bytes", async () => {
    await visit.fillIn(visit.stack.ready.sampleKey);
    await visit.stack.stall({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await visit.demo.button("Download").click();
    await visit.demo.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await visit.demo.button("Pause").click();
    await visit.demo.button("Resume").click();
    await visit.demo.page.getByText(/^Done: 8\.4 MB/).waitFor();
  });

  test("of a text shows how it begins", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Download").click();
    await visit.demo.page.locator("#download-preview pre").waitFor();
    assert.equal(
      await visit.demo.page.locator("#download-preview pre").textContent(),
      "Hello from your own S3.\n",
    );
  });

  test("of an object that is not there names NoSuchKey", async () => {
    await visit.fillIn("no/such/object");
    await visit.demo.button("Download").click();
    const { field, code } = await visit.demo.problem();
    assert.deepEqual([field, code], ["download", "NoSuchKey"]);
  });
});
