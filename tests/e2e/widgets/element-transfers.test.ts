import assert from "node:assert/strict";
import { test } from "node:test";
import { dropSession, textFile } from "./element-drop-session.ts";

declare global {
  var removedDrop: HTMLElementTagNameMap["s3-drop"];
}

const session = dropSession();

test("a failed upload shows why, and Retry completes it", async () => {
  const page = await session.openForm();
  await session.stack.addFaults({
    service: "s3",
    method: "POST",
    effect: { type: "error", status: 403, code: "AccessDenied" },
  });
  await session.choose(textFile("a.txt", "a"));
  assert.deepEqual(await session.outcomes(), ["a.txt AccessDenied"]);
  session.errors.length = 0;
  assert.deepEqual(await page.evaluate(() => codes), ["AccessDenied"]);
  await page.getByText("Access Denied").waitFor();
  await page.getByRole("button", { name: "Retry a.txt" }).click();
  await page.getByRole("button", { name: "Documents, 1 file uploaded" }).waitFor();
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
});

test("an upload is paused and resumed by its button, which keeps the focus", async () => {
  const page = await session.openForm("pausable");
  await session.stall();
  await session.choose(textFile("a.txt", "a"));
  await page.getByRole("button", { name: "Pause a.txt" }).press("Enter");
  await session.waitForState("paused");
  await session.stack.reset();
  const resume = page.getByRole("button", { name: "Resume a.txt" });
  assert.equal(await resume.evaluate((button) => button.matches(":focus")), true);
  await page.keyboard.press("Enter");
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
});

test("with manual, files wait for the button", async () => {
  const page = await session.openForm("manual");
  await session.choose(textFile("a.txt", "a"));
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
  await page.evaluate(() => document.querySelector("s3-drop")?.add([new File(["b"], "b.txt")]));
  await page.getByRole("button", { name: "Upload", exact: true }).waitFor();
});

test("several files are uploaded at once, at most as many as concurrency says", async () => {
  const page = await session.openForm('concurrency="2"');
  await session.stall();
  await session.choose(textFile("a.txt", "a"), textFile("b.txt", "b"), textFile("c.txt", "c"));
  await page.waitForFunction(() => {
    const states = document.querySelector("s3-drop")?.items.map(({ state }) => state);
    return states?.join() === "running,running,waiting";
  });
});

test("an element that is moved continues, and one that is removed pauses until it is inserted", async () => {
  const page = await session.openForm();
  await session.stall();
  await session.choose(textFile("a.txt", "a"));
  await session.waitForState("uploading");
  const states = await page.evaluate(async () => {
    const drop = document.querySelector("s3-drop") as HTMLElementTagNameMap["s3-drop"];
    const client = document.querySelector("s3-client");
    const task = () => new Promise((resolve) => setTimeout(resolve, 5));
    const state = async () => {
      await task();
      return drop.items[0]?.state;
    };
    client?.append(drop);
    const moved = await state();
    drop.remove();
    const removed = await state();
    globalThis.removedDrop = drop;
    return [moved, removed];
  });
  assert.deepEqual(states, ["running", "paused"]);
  await session.stack.reset();
  await page.evaluate(() => document.querySelector("s3-client")?.append(removedDrop));
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
});
