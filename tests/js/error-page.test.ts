import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { ERROR_CATALOGUE } from "../../js/error-catalogue.ts";
import { allMessages, errorPage } from "../../scripts/docs/error-page.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

function sources(folder: string, extension: string): string[] {
  return (readdirSync(new URL(folder, root), { recursive: true }) as string[])
    .filter((path) => path.endsWith(extension))
    .map((path) => read(`${folder}${path}`));
}

/** The codes that js/ gives to the errors of this package. */
async function thrownCodes(): Promise<string[]> {
  const literals = sources("js/", ".ts").flatMap((text) =>
    Array.from(text.matchAll(/\bnew [A-Z]\w*Error\(\s*"(\w+)"/g), ([, code]) => code as string),
  );
  const messages = await allMessages();
  return [...new Set([...literals, ...messages.map(([code]) => code)])].sort();
}

test("docs/errors.md is what `npm run docs` writes", async () => {
  assert.equal(read("docs/errors.md"), await errorPage(), "run `npm run docs`");
});

test("every code that js/ throws is in the catalogue, and no other", async () => {
  assert.deepEqual(await thrownCodes(), Object.keys(ERROR_CATALOGUE).sort());
});

test("every code of the core is in the catalogue", () => {
  const [, names = ""] = /enum Code \{(.*?)\n\}/s.exec(read("src/error/code.rs")) ?? [];
  const codes = Array.from(names.matchAll(/^ {4}(\w+),$/gm), ([, name]) => name as string);
  assert(codes.length > 20);
  assert.deepEqual(
    codes.filter((code) => !Object.hasOwn(ERROR_CATALOGUE, code)),
    [],
  );
});

test("every code has an anchor on the page", async () => {
  const headings = Array.from((await errorPage()).matchAll(/^## (\w+)$/gm), ([, name]) => name);
  assert.deepEqual(
    Object.keys(ERROR_CATALOGUE).filter((code) => !headings.includes(code)),
    [],
  );
});
