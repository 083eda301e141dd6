import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { axeViolations } from "./axe-violations.ts";
import { pageSession } from "./page-session.ts";
import { file, openTransfer, stallUpload, stored, upload, uploaded } from "./transfer-steps.ts";

const session = pageSession();

async function excess(): Promise<number> {
  return session.driver.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Brings the list into every state, with a chart and a preview. */
async function showEverything(): Promise<void> {
  const { driver, stack } = session;
  await openTransfer(session);
  await driver.choose("PUT");
  await driver.field("Max size").fill("500 kB");
  await stack.addFaults(
    {
      key: "uploads/denied.txt",
      method: "PUT",
      effect: { type: "error", status: 403, code: "AccessDenied" },
    },
    { ...stallUpload("PUT", 100_000), key: "uploads/running.bin" },
    { ...stallUpload("PUT", 100_000), key: "uploads/paused.bin" },
  );
  await upload(
    session,
    file("denied.txt", "x"),
    file("done.txt", "done"),
    file("paused.bin", sampleBytes(300_000)),
    file("running.bin", sampleBytes(300_000)),
    file(`${"long name ".repeat(15)}.bin`, sampleBytes(600_000)),
  );
  await driver.button("Pause paused.bin").click();
  for (const state of ["done", "failed", "paused", "rejected", "running"]) {
    await driver.page.locator(`.upload-row[data-state=${state}]`).waitFor();
  }
  await driver.field("Object key").fill("hello.txt");
  await driver.button("Preview").click();
  await driver.page.locator("#preview pre").waitFor();
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`in ${colorScheme} colours axe finds nothing in any state, and nothing is too wide`, async () => {
    await session.driver.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await showEverything();
    for (const width of [360, 768, 1440]) {
      await session.driver.page.setViewportSize({ width, height: 900 });
      assert.deepEqual([await axeViolations(session.driver.page), await excess()], [[], 0]);
    }
  });
}

describe("uploads", () => {
  test("wait for the network, and then store the file", async () => {
    const { driver } = session;
    await openTransfer(session);
    await driver.context.setOffline(true);
    await upload(session, file("offline.bin", sampleBytes(200_000)));
    await driver.page.locator(".upload-figures", { hasText: "offline, waiting" }).waitFor();
    await driver.context.setOffline(false);
    await uploaded(session, /^Done: 1 file/);
    assert.equal((await stored(session, "uploads/offline.bin")).length, 200_000);
  });

  test("are listed before the next click, so that no button moves under it", async () => {
    await openTransfer(session);
    const rows = await session.driver.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["a"], "a.txt"));
      const input = document.querySelector<HTMLInputElement>("#file");
      if (input) input.files = data.files;
      input?.dispatchEvent(new Event("change", { bubbles: true }));
      return document.querySelectorAll(".upload-row").length;
    });
    assert.equal(rows, 1);
  });

  test("that the CORS rules forbid say so", async () => {
    const { driver, stack } = session;
    await stack.changeSettings({ cors: [] });
    await openTransfer(session);
    await driver.choose("PUT");
    await upload(session, file("a.txt", "a"));
    const { code } = await driver.problem();
    assert.match(code, /CorsBlocked|NetworkOrCors/);
  });

  test("have a chart of their throughput, with the same in words", async () => {
    const { driver, stack } = session;
    await openTransfer(session);
    await stack.addFaults(stallUpload("POST", 1_500_000));
    // A smaller form reports no progress.
    await upload(session, file("chart.bin", sampleBytes(2_000_000)));
    await driver.page.locator(".upload-row[data-state=running]").waitFor();
    await driver.page.locator("#throughput-text", { hasText: /^Now .*peak .*average/ }).waitFor();
    await driver.page.locator("#throughput-chart path[d^='M']").first().waitFor();
  });

  test("ask before the page is left, until they are done", async () => {
    const { driver, stack } = session;
    await openTransfer(session);
    await stack.addFaults({ method: "POST", effect: { type: "delay", milliseconds: 1000 } });
    await upload(session, file("a.txt", "a"));
    const asksToStay = () =>
      driver.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
    const during = await asksToStay();
    await uploaded(session, /^Done: 1 file/);
    assert.deepEqual([during, await asksToStay()], [true, false]);
  });

  test("leave no secret and no signed URL in the document", async () => {
    await openTransfer(session);
    await upload(session, file("a.txt", "a"));
    await uploaded(session, /^Done: 1 file/);
    const html = await session.driver.page.locator("#view-transfer").innerHTML();
    assert.doesNotMatch(html, /X-Amz-Signature/);
  });

  test("are started, paused and resumed by keyboard", async () => {
    const { driver, stack } = session;
    await openTransfer(session);
    await stack.addFaults(stallUpload("POST", 50_000));
    await driver.choose("Form POST");
    await driver.page.locator("#file").setInputFiles([file("a.bin", sampleBytes(200_000))]);
    await driver.button("Upload").press("Enter");
    await driver.page.locator("#upload-pause:focus").waitFor();
    await driver.page.keyboard.press("Enter");
    await driver.button("Resume all").press("Enter");
    await uploaded(session, /^Done: 1 file/);
    await driver.page.locator("#upload:focus").waitFor();
  });
});
