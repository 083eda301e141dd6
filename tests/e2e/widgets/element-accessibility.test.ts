import assert from "node:assert/strict";
import { test } from "node:test";
import { dropSession, textFile } from "./element-drop-session.ts";

const session = dropSession();

/** Returns the name of the focused button, or the text of one in the page. */
function focused(): Promise<string | null | undefined> {
  return session.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.shadowRoot?.activeElement?.ariaLabel ?? activeElement?.textContent;
  });
}

/** Presses a key on the button that opens the picker, and chooses files in it. */
async function chooseByKeyboard(...files: ReturnType<typeof textFile>[]): Promise<void> {
  const [chooser] = await Promise.all([
    session.page.waitForEvent("filechooser"),
    session.page.keyboard.press("Enter"),
  ]);
  await chooser.setFiles(files);
}

/** Collects the texts that the element announces. */
async function collectAnnouncements(): Promise<() => Promise<string[]>> {
  await session.page.evaluate(() => {
    const announced: string[] = [];
    const ariaNotify = (text: string) => announced.push(text);
    Object.assign(document.querySelector("s3-drop") as Element, { ariaNotify });
    Object.assign(globalThis, { announced });
  });
  return () => session.page.evaluate("announced");
}

test("the keyboard alone chooses a file, pauses and resumes its upload, and submits the form", async () => {
  const page = await session.openForm("pausable");
  const button = page.getByRole("button", { name: /Choose files/ });
  await button.waitFor();
  await session.stall();
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Documents, No file chosen, Choose files or drop files");
  await chooseByKeyboard(textFile("a.txt", "a"));
  await page.getByRole("button", { name: "Pause a.txt" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await session.waitForState("paused");
  assert.equal(await focused(), "Resume a.txt");
  await session.stack.reset();
  await page.keyboard.press("Space");
  await session.waitForState("done");
  // The button to pause has gone, and the focus with it to the neighbour.
  assert.equal(await focused(), "Remove a.txt");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Send");
  await page.keyboard.press("Enter");
  await page.waitForURL(/submitted/);
  assert.deepEqual(session.submitted, [["docs", "element/a.txt"]]);
});

test("the focus moves to a neighbour when its file is removed", async () => {
  const page = await session.openForm();
  const button = "Documents, No file chosen, Choose files or drop files";
  await session.choose(textFile("a.txt", "a"), textFile("b.txt", "b"));
  await session.outcomes();
  await page.getByRole("button", { name: "Remove a.txt" }).press("Enter");
  assert.equal(await focused(), "Remove b.txt");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), button);
});

test("a form that cannot be submitted moves the focus to the button", async () => {
  const page = await session.openForm("", "required");
  await page.getByRole("button", { name: "Send" }).click();
  assert.equal(await focused(), "Documents, No file chosen, Choose file or drop file");
});

test("a drag over the element is announced once when it enters and when it leaves", async () => {
  const page = await session.openForm();
  const announced = await collectAnnouncements();
  await page.evaluate(() => {
    const drop = document.querySelector("s3-drop") as Element;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([""], "a.txt"));
    const enter = (element: Element) =>
      element.dispatchEvent(
        new DragEvent("dragenter", { bubbles: true, composed: true, dataTransfer }),
      );
    enter(drop);
    enter(drop.shadowRoot?.querySelector("button") as Element);
    enter(document.body);
  });
  assert.deepEqual(await announced(), ["Entered drop zone", "Left drop zone"]);
});

test("the number of added files and the end of the uploads are announced", async () => {
  const page = await session.openForm('max-size="2B"');
  const announced = await collectAnnouncements();
  await session.choose(textFile("a.txt", "a"), textFile("b.txt", "b"), textFile("c.txt", "long"));
  await page.waitForFunction(() => String(Reflect.get(globalThis, "announced")).includes("not"));
  const texts = (await announced()).join(". ");
  assert.match(texts, /2 files added/);
  assert.match(texts, /c\.txt: .*4.*2/);
  assert.match(texts, /2 files uploaded, 1 file not uploaded/);
});

test("without ariaNotify, a polite live region has the announcement", async () => {
  const page = await session.openForm();
  await page.evaluate(() =>
    Object.assign(document.querySelector("s3-drop") as Element, { ariaNotify: undefined }),
  );
  await session.choose(textFile("a.txt", "a"));
  const region = page.locator('s3-drop [aria-live="polite"]');
  await region.filter({ hasText: "1 file uploaded" }).waitFor({ state: "attached" });
});
