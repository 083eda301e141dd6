import assert from "node:assert/strict";
import { test } from "node:test";
import { dropSession, textFile } from "./element-drop-session.ts";

const session = dropSession();

test("a form is submitted with the keys of the uploaded files", async () => {
  const page = await session.openForm();
  await session.choose(textFile("a.txt", "a"), textFile("b.txt", "bb"));
  await page.getByRole("button", { name: "Documents, 2 files uploaded" }).waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL(/submitted/);
  assert.deepEqual(session.submitted, [
    ["docs", "element/a.txt"],
    ["docs", "element/b.txt"],
  ]);
  const { blob } = await session.node.download("element/b.txt");
  assert.equal(await blob?.text(), "bb");
});

test("the form cannot be submitted while a file is uploaded", async () => {
  const page = await session.openForm();
  await session.stall();
  await session.choose(textFile("a.txt", "a"));
  await session.waitForState("uploading");
  await page.getByRole("button", { name: "Send" }).click();
  assert.deepEqual(
    await page.evaluate(() => {
      const drop = document.querySelector("s3-drop");
      return [drop?.validationMessage, drop?.value, drop?.matches(":focus")];
    }),
    ["Wait until all files are uploaded.", [], true],
  );
  assert.equal(session.submitted, undefined);
});

test("an input that is required makes the empty control invalid", async () => {
  const page = await session.openForm("", "required");
  assert.equal(
    await page.evaluate(() => document.querySelector("s3-drop")?.validity.valueMissing),
    true,
  );
  await session.choose(textFile("a.txt", "a"));
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), true);
});

test("a file that cannot be uploaded makes the control invalid until it is removed", async () => {
  const page = await session.openForm('max-size="2B"');
  await session.choose(textFile("a.txt", "a"), textFile("long.txt", "long"));
  assert.deepEqual(await session.outcomes(), ["a.txt done", "long.txt FileTooLarge"]);
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), false);
  await page.getByRole("button", { name: "Remove long.txt" }).click();
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), true);
  assert.deepEqual(await session.value(), ["element/a.txt"]);
});

test("a reset of the form removes the files", async () => {
  const page = await session.openForm();
  await session.choose(textFile("a.txt", "a"));
  await session.outcomes();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("button", { name: "Documents, No file chosen" }).waitFor();
  assert.deepEqual(await session.value(), []);
});

test("a reset of the form aborts an upload", async () => {
  const page = await session.openForm();
  await session.stall();
  const sent = page.waitForRequest((request) => request.url().startsWith(session.stack.ready.s3));
  await session.choose(textFile("a.txt", "a"));
  await sent;
  const aborted = page.waitForEvent("requestfailed");
  await page.getByRole("button", { name: "Reset" }).click();
  await aborted;
  await session.waitForState("empty");
  assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), true);
});

test("the browser restores the uploaded files when the user comes back to the form", async () => {
  const page = await session.openForm();
  await session.choose(textFile("a.txt", "a"));
  await session.outcomes();
  // A page that another one has left for good, not one that the browser kept.
  await page.evaluate(() => addEventListener("unload", () => {}));
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL(/submitted/);
  await page.goBack();
  await page.getByRole("button", { name: "Documents, 1 file uploaded" }).waitFor();
  assert.deepEqual(await session.value(), ["element/a.txt"]);
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  assert.deepEqual(await session.value(), []);
});

test("change follows each change of the value, and s3-done precedes it with the value set", async () => {
  const page = await session.openForm();
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const drop = document.querySelector("s3-drop");
    for (const type of ["s3-done", "change", "s3-remove"]) {
      document.addEventListener(type, () => seen.push(`${type} ${drop?.value}`));
    }
  });
  await session.choose(textFile("a.txt", "a"));
  await session.outcomes();
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  assert.deepEqual(await page.evaluate("seen"), [
    "s3-done element/a.txt",
    "change element/a.txt",
    "s3-remove ",
    "change ",
  ]);
});

test("a disabled fieldset disables the button and ignores files", async () => {
  const page = await session.open(
    `<fieldset disabled><s3-drop><input type="file" aria-label="Documents"></s3-drop></fieldset>`,
  );
  assert.equal(await page.getByRole("button", { name: "Documents" }).isDisabled(), true);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["a"], "a.txt"));
    const event = new DragEvent("drop", { bubbles: true, dataTransfer });
    document.querySelector("s3-drop")?.dispatchEvent(event);
  });
  assert.equal(await page.evaluate(() => document.querySelector("s3-drop")?.items.length), 0);
});
