import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { demoSession } from "./demo-session.ts";
import { sampleBytes } from "./sample-bytes.ts";

const session = demoSession();

describe("a download", () => {
  test("can be saved with the stored bytes", async () => {
    const bytes = sampleBytes(300_000);
    await session.put("downloads/report.bin", bytes);
    await session.demo.button("Download").click();
    const saving = session.demo.page.waitForEvent("download");
    await session.demo.page.getByRole("link", { name: "Save report.bin" }).click();
    const saved = await saving;
    assert.deepEqual(new Uint8Array(await readFile(await saved.path())), bytes);
  });

  test("shows the checksum that verified it", async () => {
    await session.fillIn("hello.txt");
    await session.demo.button("Download").click();
    await session.demo.page.getByText(/^Done: .* Verified by CRC64NVME\.$/).waitFor();
  });

  test("shows its progress", async () => {
    await session.fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await session.demo.button("Download").click();
    await session.demo.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    assert.equal(Math.round(await session.demo.progress("Download")), 48);
  });

  test("can be cancelled", async () => {
    await session.fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await session.demo.button("Download").click();
    await session.demo.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await session.demo.button("Cancel").click();
    await session.demo.page.getByText("Cancelled after 4.0 MB.").waitFor();
    await session.demo.button("Download").waitFor();
  });

  test("resumes after a pause and completes", async () => {
    await session.fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await session.demo.button("Download").click();
    await session.demo.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await session.demo.button("Pause").click();
    await session.demo.button("Resume").click();
    await session.demo.page.getByText(/^Done: 8\.4 MB/).waitFor();
  });

  test("of a text shows the beginning of the text", async () => {
    await session.fillIn("hello.txt");
    await session.demo.button("Download").click();
    await session.demo.page.locator("#download-preview pre").waitFor();
    assert.equal(
      await session.demo.page.locator("#download-preview pre").textContent(),
      "Hello from your own S3.\n",
    );
  });

  test("of a missing object shows NoSuchKey", async () => {
    await session.fillIn("no/such/object");
    await session.demo.button("Download").click();
    const { field, code } = await session.demo.problem();
    assert.deepEqual([field, code], ["download", "NoSuchKey"]);
  });
});
