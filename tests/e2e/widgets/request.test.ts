import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFile, until, widgetSession } from "./widget-session.ts";

const section = "Upload components";
const session = widgetSession([
  {
    library: "antd",
    section,
    modules: { antd: "tests/e2e/widgets/stand-ins/antd.ts" },
  },
  {
    library: "Element Plus",
    section,
    // The bundle with the compiler of templates.
    modules: { vue: "node_modules/vue/dist/vue.esm-bundler.js" },
  },
]);

declare global {
  /** The component that stands in for that of antd. */
  var upload: { abort(file: File): void };
  var started: File;
  var percent: [string, number];
  var failure: { error: { code: string }; response: string };
}

const cat = chosenFile("cat.png", "image/png");
const notes = chosenFile("notes.txt", "text/plain", 3_000);
/** Stops the request of an upload after some bytes, and keeps the connection open. */
const STALLED_UPLOAD = {
  service: "s3" as const,
  method: "POST",
  times: 0,
  effect: { type: "stall", of: "request", after: 1_000 },
};

for (const library of ["antd", "Element Plus"]) {
  const input = "input[type=file]";

  test(`${library} uploads several files, and reports each once`, async () => {
    const page = await session.run(library);
    await page.setInputFiles(input, [cat, notes]);
    const lines = await session.printed(2);
    const prefix = library === "antd" ? "done " : "";
    assert.deepEqual([...lines].sort(), [`${prefix}uploads/cat.png`, `${prefix}uploads/notes.txt`]);
    await session.assertStored(cat, notes);
    assert.equal(session.lines.length, 2);
  });

  test(`${library} uploads a file whose credentials expire in the middle`, async () => {
    const page = await session.run(library);
    await session.stack.addFaults({
      service: "s3",
      method: "POST",
      effect: { type: "error", status: 400, code: "ExpiredToken" },
    });
    await page.setInputFiles(input, notes);
    await session.printed(1);
    await session.assertStored(notes);
    assert.equal((await session.stack.counts())["s3 POST"], 2);
  });
}

test("antd gets an error of this package for a file of a refused type, and its text for the list", async () => {
  const page = await session.run("antd");
  await page.setInputFiles("input[type=file]", chosenFile("movie.mp4", "video/mp4"));
  assert.deepEqual(await session.printed(1), ["error undefined"]);
  const { code, response } = await page.evaluate(() => ({
    code: failure.error.code,
    response: failure.response,
  }));
  assert.equal(code, "FileNotAccepted");
  assert.match(response, /not accepted\. Choose a file/);
  await session.assertStored();
});

test("Element Plus reports a file that is too large by the error's message and hint", async () => {
  const page = await session.run("Element Plus");
  await page.setInputFiles("input[type=file]", {
    name: "large.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(20_000_001),
  });
  assert.deepEqual(await session.printed(1), [
    "large.bin The file has 20000001 bytes; at most 20000000 are allowed. Choose a smaller file.",
  ]);
  await session.assertStored();
});

test("antd's abort cancels the request, and the same file can be uploaded again", async () => {
  const page = await session.run("antd");
  await session.stack.addFaults(STALLED_UPLOAD);
  const cancelled = page.waitForEvent("requestfailed");
  const sent = page.waitForEvent(
    "request",
    (request) => request.method() === "POST" && request.url().startsWith(session.stack.ready.s3),
  );
  await page.setInputFiles("input[type=file]", notes);
  await sent;
  await page.evaluate(() => upload.abort(started));
  await cancelled;
  await session.stack.reset();
  await session.assertStored();
  await page.setInputFiles("input[type=file]", notes);
  assert.deepEqual(await session.printed(1), ["done uploads/notes.txt"]);
  await session.assertStored(notes);
});

test("removing a file from the list of Element Plus cancels its request", async () => {
  const page = await session.run("Element Plus");
  await session.stack.addFaults(STALLED_UPLOAD);
  const sent = page.waitForEvent(
    "request",
    (request) => request.method() === "POST" && request.url().startsWith(session.stack.ready.s3),
  );
  const cancelled = page.waitForEvent("requestfailed");
  await page.setInputFiles("input[type=file]", notes);
  await sent;
  await page.locator(".el-upload-list__item .el-icon--close").dispatchEvent("click");
  await cancelled;
  await until(
    async () => (await page.locator(".el-upload-list__item").count()) === 0,
    () => "The file is still in the list.",
  );
  await session.stack.reset();
  await session.assertStored();
  assert.deepEqual(session.lines, []);
});
