/**
 * The recipes of libraries that are not installed. Each runs with a stand-in, which has the documented interface of the
 * library: these tests show that a recipe uploads by that interface, not that the library still has it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFile, largeFile } from "./chosen-file.ts";
import { widgetSession } from "./widget-session.ts";

const folder = "tests/e2e/widgets/stand-ins";

/** Replaces modules by stand-ins. */
function replaced(file: string, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${folder}/${file}.ts`]));
}

const COMPONENTS = {
  "Vaadin Upload": replaced("kits", "@vaadin/upload"),
  "PrimeReact, PrimeVue and PrimeNG": replaced("kits", "primereact/fileupload"),
  Uploady: replaced("kits", "@rpldy/uploady", "@rpldy/upload-button"),
  "react-dropzone": replaced("kits", "react-dropzone"),
};
const EDITORS = {
  Tiptap: replaced(
    "tiptap",
    "@tiptap/core",
    "@tiptap/extension-file-handler",
    "@tiptap/extension-image",
    "@tiptap/starter-kit",
  ),
  Quill: replaced("quill", "quill"),
  Trix: replaced("trix", "trix"),
  EasyMDE: replaced("easymde", "easymde"),
  CKEditor: replaced("ckeditor", "ckeditor5"),
};

const session = widgetSession([
  ...recipes("widgets/upload-components", COMPONENTS),
  ...recipes("widgets/editors", EDITORS),
]);

function recipes(guide: string, modules: Record<string, Record<string, string>>) {
  return Object.entries(modules).map(([library, modules]) => ({ library, guide, modules }));
}

const report = chosenFile("report.pdf");
const notes = chosenFile("notes.txt", 3_000);

/** The lines that each recipe prints after two files. */
const PRINTED: Record<keyof typeof COMPONENTS, string[]> = {
  "Vaadin Upload": ["200 notes.txt", "200 report.pdf"],
  "PrimeReact, PrimeVue and PrimeNG": ["cleared", "uploads/report.pdf uploads/notes.txt"],
  Uploady: ["200 finished uploads/notes.txt", "200 finished uploads/report.pdf"],
  "react-dropzone": ["uploads/notes.txt", "uploads/report.pdf"],
};

for (const [library, lines] of Object.entries(PRINTED)) {
  test(`${library}, as a stand-in: the recipe uploads two files`, async () => {
    await session.run(library);
    await session.choose(report, notes);
    assert.deepEqual([...(await session.printed(2))].sort(), lines);
    await session.assertStored(report, notes);
  });
}

test("Uploady, as a stand-in: an aborted upload has its own state", async () => {
  const page = await session.run("Uploady");
  await session.cancelDuring(
    "POST",
    () => session.choose(notes),
    () => page.evaluate(() => (globalThis as unknown as { abortSend(): boolean }).abortSend()),
  );
  assert.deepEqual(await session.printed(1), ["0 aborted AbortError"]);
});

/** The text before and after the address in each line that an editor prints. */
const INSERTED: Record<keyof typeof EDITORS, [before: string, after: string]> = {
  Tiptap: ["7 image ", ""],
  Quill: ["3 image ", ""],
  Trix: ["100 % | ", " true"],
  EasyMDE: ["image ", ""],
  CKEditor: ["image ", ""],
};

for (const [library, [before, after]] of Object.entries(INSERTED)) {
  test(`${library}, as a stand-in: the recipe inserts the address without a signature`, async () => {
    await session.run(library);
    await session.choose(notes);
    const { s3: endpoint, bucket } = session.stack.ready;
    const lines = await session.printed(library === "Trix" ? 2 : 1);
    assert.equal(lines.join(" | "), `${before}${endpoint}/${bucket}/uploads/notes.txt${after}`);
    await session.assertStored(notes);
  });
}

for (const library of ["EasyMDE", "CKEditor"]) {
  test(`${library}, as a stand-in: the error of a large image is its message and hint`, async () => {
    await session.run(library);
    await session.choose(largeFile("large.png", 5_000_001));
    assert.deepEqual(await session.printed(1), [
      "error The file has 5,000,001 bytes; the maximum is 5,000,000 bytes. Choose a smaller file.",
    ]);
    await session.assertStored();
  });
}
