import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Pastes a text that is made inside the page, and returns the milliseconds until the page responds. */
async function pasteRepeated(label: string, text: string, times: number): Promise<number> {
  const { driver } = session;
  await driver.page.evaluate(([text, times]) => navigator.clipboard.writeText(text.repeat(times)), [
    text,
    times,
  ] as const);
  await driver.field(label).focus();
  const start = performance.now();
  await driver.page.keyboard.press("ControlOrMeta+V");
  await driver.page.evaluate(() => new Promise(requestAnimationFrame));
  return performance.now() - start;
}

/** A paste of 10 MB takes most of this on a busy machine. Without a limit, the page is frozen for a minute. */
const MAX_PAUSE = 5_000;

describe("a text of 10 MB", () => {
  for (const [view, label] of [
    ["Link", "Secret access key"],
    ["Link", "Object key"],
    ["Inspect", "Signed URL"],
    ["Explain", "S3's response"],
    ["Credentials", "OIDC token"],
  ] as const) {
    test(`is not inserted into ${label}, and the page says so`, async () => {
      const { driver } = session;
      await driver.open(view);
      const pause = await pasteRepeated(label, "a", 10_000_000);
      const { code } = await driver.problem();
      assert.deepEqual([code, await driver.field(label).inputValue()], ["TextTooLong", ""]);
      assert.ok(pause < MAX_PAUSE, `The page did not respond for ${pause} ms.`);
    });
  }

  test("is kept beside the field for keys", async () => {
    const { driver } = session;
    await driver.open("Many");
    const pause = await pasteRepeated("Keys", "photos/2026/1.jpg\n", 600_000);
    await driver.page.getByText(/^A text of 10\.8 MB/).waitFor();
    assert.ok(pause < MAX_PAUSE, `The page did not respond for ${pause} ms.`);
  });
});

describe("a text of many lines", () => {
  test("is not inserted into a field that browsers would need seconds for", async () => {
    const { driver } = session;
    await driver.page.getByText("Version, encryption, headers").click();
    const pause = await pasteRepeated("Signed headers", "a: b\n", 20_000);
    const { text } = await driver.problem();
    assert.match(text, /it has 20,001 lines, and the maximum is 2,000/);
    assert.ok(pause < MAX_PAUSE, `The page did not respond for ${pause} ms.`);
  });
});

describe("a key with hidden characters", () => {
  const key = "a\u202Egpj.exe";

  test("is shown with them in the list of links and in the preview of many links", async () => {
    const { driver } = session;
    await session.fillIn(key);
    await driver.link();
    await driver.button("Copy link").click();
    const made = driver.page.locator("#history-table th[scope=row]");
    assert.equal(await made.textContent(), "a[U+202E]gpj.exe");
    await driver.open("Many");
    await driver.field("Keys").fill(key);
    await driver.button("Sign links").click();
    await driver.page.locator("#many-preview", { hasText: ",a[U+202E]gpj.exe,http" }).waitFor();
  });
});
