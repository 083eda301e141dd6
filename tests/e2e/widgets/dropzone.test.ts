import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { chosenFile, widgetSession } from "./widget-session.ts";

const section = "Upload components";
const constants = ["dropzone"];
const session = widgetSession([
  { library: "Dropzone: PUT", section, constants },
  { library: "Dropzone: POST", section, constants },
]);

const cat = chosenFile("cat.pdf", "application/pdf");
const notes = chosenFile("notes.txt", "text/plain", 3_000);
const INPUT = "input.dz-hidden-input";

/** Opens the page of a recipe, and prints each event of Dropzone. */
async function run(library: string): Promise<Page> {
  const page = await session.run(library);
  await page.evaluate(() => {
    for (const type of ["success", "error", "canceled"]) {
      recipe.dropzone.on(type, ({ name }: File) => console.log(type, name));
    }
  });
  return page;
}

for (const method of ["PUT", "POST"] as const) {
  const library = `Dropzone: ${method}`;

  test(`Dropzone uploads several files by ${method}, with their types`, async () => {
    const page = await run(library);
    await page.setInputFiles(INPUT, [cat, notes]);
    const lines = await session.printed(2);
    assert.deepEqual([...lines].sort(), ["success cat.pdf", "success notes.txt"]);
    await session.assertStored(cat, notes);
    assert.equal((await session.stack.counts())[`s3 ${method}`], 2);
  });

  test(`Dropzone retries a file by ${method} with a new signature`, async () => {
    const page = await run(library);
    await session.stack.addFaults({
      service: "s3",
      method,
      effect: { type: "error", status: 503, code: "SlowDown" },
    });
    await page.setInputFiles(INPUT, notes);
    assert.deepEqual(await session.printed(1), ["error notes.txt"]);
    await page.evaluate(() => {
      const { dropzone } = recipe;
      const [file] = dropzone.getRejectedFiles().concat(dropzone.files);
      file.status = "queued";
      dropzone.processFile(file);
    });
    assert.equal((await session.printed(2))[1], "success notes.txt");
    await session.assertStored(notes);
  });

  test(`a file that is removed from Dropzone during its ${method} is not stored`, async () => {
    const page = await run(library);
    await session.stack.addFaults({
      service: "s3",
      method,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const sent = page.waitForEvent("request", (request) => request.method() === method);
    const cancelled = page.waitForEvent("requestfailed");
    await page.setInputFiles(INPUT, notes);
    await sent;
    await page.evaluate(() => recipe.dropzone.removeAllFiles(true));
    await cancelled;
    assert.deepEqual(await session.printed(2), ["error notes.txt", "canceled notes.txt"]);
    await session.stack.reset();
    await session.assertStored();
  });
}

test("Dropzone rejects a type that is not accepted before it sends anything", async () => {
  const page = await run("Dropzone: PUT");
  await page.setInputFiles(INPUT, chosenFile("movie.mp4", "video/mp4"));
  assert.deepEqual(await session.printed(1), ["error movie.mp4"]);
  assert.equal((await session.stack.counts())["s3 PUT"], undefined);
});

test("S3 rejects a file over the policy's maxSize, which Dropzone does not know", async () => {
  const page = await run("Dropzone: POST");
  const message = page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        recipe.dropzone.on("error", (_: File, text: string) => resolve(text)),
      ),
  );
  await page.setInputFiles(INPUT, {
    name: "large.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(20_000_001),
  });
  assert.match(await message, /EntityTooLarge/);
  await session.assertStored();
});
