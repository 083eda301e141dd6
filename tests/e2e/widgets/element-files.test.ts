import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { dropSession, textFile } from "./element-drop-session.ts";
import { isFirefox } from "./element-session.ts";

const session = dropSession();
let folder: string;

before(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "s3-signpost-folder-")), "trip");
  await mkdir(join(folder, "day 1"), { recursive: true });
  await writeFile(join(folder, "map.txt"), "map");
  await writeFile(join(folder, "day 1", "sea.txt"), "sea");
});
after(() => rm(join(folder, ".."), { recursive: true }));

const skip = isFirefox && "WebDriver BiDi neither drops files of the disk nor chooses a folder";
const skipPaste = isFirefox && "Firefox drops the files of a paste event that a script makes";

/** Drops files or folders of the disk on the element, as a user does. */
async function dropFromDisk(...files: string[]): Promise<void> {
  const { page } = session;
  const box = await page.locator("s3-drop").boundingBox();
  assert(box);
  const debug = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const at = { x: box.x + 20, y: box.y + 20 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await debug.send("Input.dispatchDragEvent", { type, data, ...at });
  }
  await debug.detach();
}

test("the button opens the picker, and the chosen file is uploaded", async () => {
  const page = await session.openForm();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /Choose files/ }).click(),
  ]);
  assert.equal(chooser.isMultiple(), true);
  await chooser.setFiles([textFile("a.txt", "a")]);
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
});

test("without multiple, another file replaces the first", async () => {
  const page = await session.openForm("", "");
  await session.choose(textFile("a.txt", "a"));
  await session.outcomes();
  await session.choose(textFile("b.txt", "b"));
  assert.deepEqual(await session.outcomes(), ["b.txt done"]);
  assert.equal(await page.getByRole("listitem").count(), 1);
});

test("a file of another type and one that is too large are rejected, with the reason and the hint", async () => {
  const page = await session.openForm('max-size="2B"', 'multiple accept=".txt"');
  await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(["x"], "x.gif", { type: "image/gif" }));
    files.items.add(new File(["long"], "long.txt"));
    const event = new DragEvent("drop", { bubbles: true, dataTransfer: files });
    document.querySelector("s3-drop")?.dispatchEvent(event);
  });
  assert.deepEqual(await session.outcomes(), ["x.gif FileNotAccepted", "long.txt FileTooLarge"]);
  await page.getByText("Choose a file of one of these types: .txt.").waitFor();
  await page.getByText("Choose a smaller file.").waitFor();
  assert.deepEqual(await page.evaluate(() => codes), []);
});

test("the message of validate rejects a file", async () => {
  const page = await session.openForm();
  await page.evaluate(() => {
    const drop = document.querySelector("s3-drop");
    if (drop) drop.validate = (file) => (file.name === "a.txt" ? "Not this one." : undefined);
  });
  await session.choose(textFile("a.txt", "a"), textFile("b.txt", "b"));
  assert.deepEqual(await session.outcomes(), ["a.txt FileRejected", "b.txt done"]);
  await page.getByText("Not this one.").waitFor();
});

test("files of equal names get a number, and the tokens of the prefix are replaced", async () => {
  const page = await session.openForm('value-type="key"');
  await page.evaluate(() => {
    const drop = document.querySelector("s3-drop");
    drop?.setAttribute("prefix", "{identity}/{date}/");
    drop?.add([new File(["1"], "a.txt"), new File(["22"], "a.txt")]);
  });
  await session.outcomes();
  const keys = await session.value();
  assert.match(keys?.[0] ?? "", /^eu-west-1:[\w-]{36}\/\d{4}-\d\d-\d\d\/a\.txt$/);
  assert.match(keys?.[1] ?? "", /\/a \(2\)\.txt$/);
});

test("a pasted file is uploaded", { skip: skipPaste }, async () => {
  const page = await session.openForm();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["x"], "image.png", { type: "image/png" }));
    const event = new ClipboardEvent("paste", { bubbles: true, clipboardData, cancelable: true });
    document.querySelector("s3-drop")?.dispatchEvent(event);
  });
  assert.deepEqual(await session.outcomes(), ["image.png done"]);
});

test("the files of a dropped folder keep their paths in it", { skip }, async () => {
  await session.openForm();
  await dropFromDisk(folder);
  await session.page.getByRole("button", { name: "Documents, 2 files uploaded" }).waitFor();
  assert.deepEqual([...((await session.value()) ?? [])].sort(), [
    "element/trip/day 1/sea.txt",
    "element/trip/map.txt",
  ]);
  const { blob } = await session.node.download("element/trip/day 1/sea.txt");
  assert.equal(await blob?.text(), "sea");
});

test("a folder that is chosen in an input with webkitdirectory keeps its paths", {
  skip,
}, async () => {
  const page = await session.openForm("", "webkitdirectory");
  await page.locator("s3-drop input").setInputFiles(folder);
  await page.getByRole("button", { name: "Documents, 2 files uploaded" }).waitFor();
  assert.deepEqual([...((await session.value()) ?? [])].sort(), [
    "element/trip/day 1/sea.txt",
    "element/trip/map.txt",
  ]);
});

test("an attribute that is no size is reported, and the next file is uploaded after it is corrected", async () => {
  const page = await session.openForm('max-size="lots"');
  await session.choose(textFile("a.txt", "a"));
  await page.getByText('got "lots"').waitFor();
  assert.deepEqual(await page.evaluate(() => codes), ["InvalidOption"]);
  await page.evaluate(() => document.querySelector("s3-drop")?.setAttribute("max-size", "1KB"));
  await session.choose(textFile("a.txt", "a"));
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
  assert.equal(await page.getByText('got "lots"').count(), 0);
});

test("two elements upload to the buckets of their own clients", async () => {
  const page = await session.open(
    `<s3-drop><input type="file"></s3-drop>
     <s3-client ${session.attributes}><s3-drop prefix="inner/"><input type="file"></s3-drop></s3-client>`,
  );
  await page.evaluate(() => {
    const [first, second] = document.querySelectorAll("s3-drop");
    first?.add([new File(["1"], "a.txt")]);
    second?.add([new File(["2"], "a.txt")]);
  });
  assert.deepEqual(await session.outcomes(), ["a.txt InvalidOption"]);
  await page.getByText("neither the element nor an <s3-client> around it has one").waitFor();
  await page.evaluate(() => {
    const [first] = document.querySelectorAll("s3-drop");
    if (first) first.client = document.querySelector("s3-client")?.client;
    first?.retry();
  });
  await page.waitForFunction(() =>
    [...document.querySelectorAll("s3-drop")].every(({ items }) => items[0]?.state === "done"),
  );
  assert.equal(await (await session.node.download("a.txt")).blob?.text(), "1");
  assert.equal(await (await session.node.download("inner/a.txt")).blob?.text(), "2");
});
