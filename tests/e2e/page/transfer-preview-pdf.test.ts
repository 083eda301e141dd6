import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Frame } from "playwright-core";
import { startWholeChromium } from "../browser.ts";
import { pageSession } from "./page-session.ts";
import { previewObject } from "./transfer-steps.ts";

const session = pageSession({ start: startWholeChromium });

/** Waits for the document in the frame of the preview, and returns its type. */
async function frameType(): Promise<string> {
  const isLoaded = (frame: Frame) => frame.url().startsWith("blob:");
  const frame =
    session.driver.page.frames().find(isLoaded) ??
    (await session.driver.page.waitForEvent("framenavigated", isLoaded));
  return frame.evaluate(() => document.contentType);
}

describe("the preview", () => {
  test("of a PDF is shown by the viewer of the browser", async () => {
    await previewObject(session, "preview/a.pdf", "%PDF-1.4\n%%EOF", "application/pdf");
    assert.equal(await frameType(), "application/pdf");
  });

  test("of HTML that claims to be a PDF runs no script", async () => {
    const script = "<script>top.document.title = 'ran'</script>";
    await previewObject(session, "preview/b.pdf", script, "application/pdf");
    assert.equal(await frameType(), "application/pdf");
    assert.notEqual(await session.driver.page.title(), "ran");
  });
});
