import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Fills in the account and the key of an object to download. */
async function fillIn(key: string): Promise<void> {
  await session.fillIn("hello.txt");
  await session.driver.open("Transfer");
  await session.driver.field("Object key").fill(key);
}

describe("a download", () => {
  test("can be saved with the stored bytes", async () => {
    const bytes = sampleBytes(300_000);
    await session.put("downloads/report.bin", bytes);
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
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    assert.equal(Math.round(await session.driver.progress("Download")), 48);
  });

  test("can be cancelled", async () => {
    await fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await session.driver.button("Cancel").click();
    await session.driver.page.getByText("Cancelled after 4.0 MB.").waitFor();
    await session.driver.button("Download").waitFor();
  });

  test("resumes after a pause and completes", async () => {
    await fillIn(session.stack.ready.sampleKey);
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 4_000_000 },
    });
    await session.driver.button("Download").click();
    await session.driver.page.getByText(/^4\.0 MB of 8\.4 MB/).waitFor();
    await session.driver.button("Pause").click();
    await session.driver.button("Resume").click();
    await session.driver.page.getByText(/^Done: 8\.4 MB/).waitFor();
  });

  test("of a text shows the beginning of the text", async () => {
    await fillIn("hello.txt");
    await session.driver.button("Download").click();
    await session.driver.page.locator("#download-preview pre").waitFor();
    assert.equal(
      await session.driver.page.locator("#download-preview pre").textContent(),
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
