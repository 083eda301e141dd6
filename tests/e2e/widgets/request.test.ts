import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFile, largeFile } from "./chosen-file.ts";
import { CUT, DENIED, EXPIRED, fault, PART } from "./faults.ts";
import { until, widgetSession } from "./widget-session.ts";

const guide = "widgets/upload-components";
const session = widgetSession([
  {
    library: "antd",
    guide,
    modules: { antd: "tests/e2e/widgets/stand-ins/antd.ts" },
  },
  {
    library: "Element Plus",
    guide,
    // The bundle with the compiler of templates.
    modules: { vue: "node_modules/vue/dist/vue.esm-bundler.js" },
  },
]);

declare global {
  /** The component that stands in for that of antd. */
  var upload: { abort(file: File): void };
  var started: File;
  var failure: { error: { code: string }; response: string };
}

const cat = chosenFile("cat.png");
const notes = chosenFile("notes.txt", 3_000);
/** A file of two parts. */
const book = chosenFile("book.pdf", PART + 10_000);

interface Component {
  library: string;
  /** The line that the recipe prints for a file. */
  done: (name: string) => string;
  /** Cancels the upload of the only file. */
  cancel: () => Promise<unknown>;
}

const COMPONENTS: Component[] = [
  {
    library: "antd",
    done: (name) => `done uploads/${name}`,
    cancel: () => session.page.evaluate(() => upload.abort(started)),
  },
  {
    library: "Element Plus",
    done: (name) => `uploads/${name}`,
    cancel: () =>
      session.page.locator(".el-upload-list__item .el-icon--close").dispatchEvent("click"),
  },
];

for (const { library, done, cancel } of COMPONENTS) {
  test(`${library} uploads several files, and reports each once`, async () => {
    await session.run(library);
    await session.choose(cat, notes);
    const lines = await session.printed(2);
    assert.deepEqual([...lines].sort(), [done("cat.png"), done("notes.txt")]);
    await session.assertStored(cat, notes);
    assert.equal(session.lines.length, 2);
  });

  test(`${library} sends a part again after a cut`, async () => {
    await session.run(library);
    await session.stack.addFaults(fault("PUT", CUT, { skip: 1 }));
    await session.choose(book);
    assert.deepEqual(await session.printed(1), [done("book.pdf")]);
    assert.equal(await session.count("s3 PUT"), 3);
    await session.assertStored(book);
  });

  test(`${library} continues with new credentials if they expire between two parts`, async () => {
    await session.run(library);
    await session.stack.addFaults(fault("PUT", EXPIRED, { skip: 1 }));
    await session.choose(book);
    assert.deepEqual(await session.printed(1), [done("book.pdf")]);
    assert.equal(await session.count("cognito-identity GetCredentialsForIdentity"), 2);
    await session.assertStored(book);
  });

  test(`${library} cancels an upload, and uploads the file when it is chosen again`, async () => {
    await session.run(library);
    await session.cancelDuring("POST", () => session.choose(notes), cancel);
    await session.choose(notes);
    assert.deepEqual(await session.printed(1), [done("notes.txt")]);
    await session.assertStored(notes);
  });

  test(`${library} aborts the upload in parts of a file that is cancelled`, async () => {
    await session.run(library);
    const aborted = session.deleted();
    await session.cancelDuring("PUT", () => session.choose(book), cancel);
    await aborted;
  });

  test(`${library} uploads a file that was denied when it is chosen again`, async () => {
    await session.run(library);
    await session.stack.addFaults(fault("POST", DENIED));
    await session.choose(notes);
    await session.printed(1);
    await session.choose(notes);
    assert.equal((await session.printed(2))[1], done("notes.txt"));
    await session.assertStored(notes);
  });
}

const REFUSED: [what: string, path: string, code: string, text: RegExp][] = [
  [
    "a refused type",
    chosenFile("movie.mp4").path,
    "FileNotAccepted",
    /not accepted\. Choose a file/,
  ],
  [
    "a file that is too large",
    largeFile("large.txt", 20_000_001),
    "FileTooLarge",
    /the maximum is 20,000,000 bytes\. Choose a smaller file/,
  ],
];
for (const [what, path, code, text] of REFUSED) {
  test(`antd gets the error of this package for ${what}, and its text for the list`, async () => {
    const page = await session.run("antd");
    await session.choose(path);
    assert.deepEqual(await session.printed(1), ["error undefined"]);
    const failed = await page.evaluate(() => ({
      code: failure.error.code,
      response: failure.response,
    }));
    assert.equal(failed.code, code);
    assert.match(failed.response, text);
    await session.assertStored();
  });
}

test("Element Plus reports a file that is too large by the error's message and hint", async () => {
  await session.run("Element Plus");
  await session.choose(largeFile("large.txt", 20_000_001));
  assert.deepEqual(await session.printed(1), [
    "large.txt The file has 20,000,001 bytes; the maximum is 20,000,000 bytes. Choose a smaller file.",
  ]);
  await session.assertStored();
});

test("Element Plus removes a cancelled file from its list, and reports nothing", async () => {
  const page = await session.run("Element Plus");
  const { cancel } = COMPONENTS[1] as Component;
  await session.cancelDuring("POST", () => session.choose(notes), cancel);
  await until(
    async () => (await page.locator(".el-upload-list__item").count()) === 0,
    () => "The file is still in the list.",
  );
  assert.deepEqual(session.lines, []);
});
