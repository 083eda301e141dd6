import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { chosenFile, largeFile } from "./chosen-file.ts";
import { fault } from "./faults.ts";
import { widgetSession } from "./widget-session.ts";

const guide = "widgets/dropzone";
const constants = ["dropzone"];
const session = widgetSession([
  { library: "Dropzone: PUT", guide, constants },
  { library: "Dropzone: POST", guide, constants },
]);

const cat = chosenFile("cat.pdf");
const notes = chosenFile("notes.txt", 3_000);

/** Opens the page of a recipe, and prints each event of Dropzone. */
async function run(library: string): Promise<Page> {
  const page = await session.run(library);
  await printEvents();
  return page;
}

function printEvents(): Promise<void> {
  return session.page.evaluate(() => {
    for (const type of ["success", "error", "canceled"]) {
      recipe.dropzone.on(type, ({ name }: File) => console.log(type, name));
    }
  });
}

for (const method of ["PUT", "POST"] as const) {
  const library = `Dropzone: ${method}`;

  test(`Dropzone uploads several files by ${method}, with their types`, async () => {
    await run(library);
    await session.choose(cat, notes);
    const lines = await session.printed(2);
    assert.deepEqual([...lines].sort(), ["success cat.pdf", "success notes.txt"]);
    await session.assertStored(cat, notes);
    assert.equal(await session.count(`s3 ${method}`), 2);
  });

  test(`Dropzone retries a file by ${method} with a new signature`, async () => {
    const page = await run(library);
    await session.stack.addFaults(fault(method, { type: "error", status: 503, code: "SlowDown" }));
    await session.choose(notes);
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
    await session.cancelDuring(
      method,
      () => session.choose(notes),
      () => page.evaluate(() => recipe.dropzone.removeAllFiles(true)),
    );
    assert.deepEqual(await session.printed(2), ["error notes.txt", "canceled notes.txt"]);
  });

  test(`Dropzone uploads by ${method} in a page that is open for longer than its credentials live`, async () => {
    const page = await session.run(library);
    await page.clock.install();
    await session.reload();
    await printEvents();
    await session.stack.clearRequests();
    await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
    await page.clock.runFor(4_000_000);
    await session.choose(notes);
    assert.deepEqual(await session.printed(1), ["success notes.txt"]);
    await session.assertStored(notes);
  });
}

const REFUSED = [
  ["of a type that is not accepted", chosenFile("movie.mp4").path],
  // `maxFilesize` is in MiB.
  ["over maxFilesize", largeFile("large.txt", 20 * 1024 * 1024 + 1)],
] as const;
for (const [what, path] of REFUSED) {
  test(`Dropzone rejects a file ${what} before it sends anything`, async () => {
    await run("Dropzone: PUT");
    await session.choose(path);
    assert.match((await session.printed(1))[0] ?? "", /^error (movie\.mp4|large\.txt)$/);
    assert.equal(await session.count("s3 PUT"), 0);
  });
}

test("S3 rejects a file over the policy's maxSize, which Dropzone does not know", async () => {
  const page = await run("Dropzone: POST");
  const message = page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        recipe.dropzone.on("error", (_: File, text: string) => resolve(text)),
      ),
  );
  await session.choose(largeFile("larger.txt", 20_000_001));
  assert.match(await message, /EntityTooLarge/);
  await session.assertStored();
});
