import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../../scripts/paths.mjs";
import { elementSession } from "./element-session.ts";

const session = elementSession();

/** The state, or the code of the error, of each file, and whether the form may be sent. */
function outcome() {
  return session.page.evaluate(() => {
    const drop = document.querySelector("s3-drop");
    const files = (drop?.items ?? []).map(({ state, error }) => error?.code ?? state);
    return [files, drop?.checkValidity()];
  });
}

test("a limit that is changed counts for files that have not started", async () => {
  const page = await session.open(
    `<s3-client ${session.attributes}><s3-drop manual max-size="2B" prefix="options/"><input type="file" multiple></s3-drop></s3-client>`,
  );
  await page.evaluate(() => {
    document
      .querySelector("s3-drop")
      ?.add([new File(["a"], "a.txt"), new File(["long"], "long.txt")]);
  });
  assert.deepEqual(await outcome(), [["waiting", "FileTooLarge"], false]);
  await page.evaluate(() => document.querySelector("input")?.setAttribute("accept", ".pdf"));
  await page.waitForFunction(() =>
    document.querySelector("s3-drop")?.items.every(({ state }) => state === "rejected"),
  );
  await page.evaluate(() => {
    const drop = document.querySelector("s3-drop");
    document.querySelector("input")?.removeAttribute("accept");
    if (drop) drop.maxSize = "4B";
    drop?.start();
  });
  await page.waitForFunction(() => document.querySelector("s3-drop")?.matches(":state(done)"));
  assert.deepEqual(await outcome(), [["done", "done"], true]);
});

test("every part of the elements is in custom-elements.json", async () => {
  const page = await session.open(
    `<s3-client ${session.attributes}><s3-drop manual pausable><input type="file" multiple></s3-drop><s3-link key="a">A</s3-link></s3-client>`,
  );
  await page.evaluate(() => document.querySelector("s3-drop")?.add([new File(["a"], "a.txt")]));
  const parts = await page.evaluate(() =>
    [...document.querySelectorAll("s3-drop, s3-link")].flatMap(({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll("[part]") ?? [])].flatMap(({ part }) => [...part]),
    ),
  );
  const { modules } = JSON.parse(readFileSync(inRoot("dist", "custom-elements.json"), "utf8"));
  const documented: string[] = modules[0].declarations.flatMap(
    ({ cssParts = [] }: { cssParts?: { name: string }[] }) => cssParts.map(({ name }) => name),
  );
  assert.deepEqual(
    parts.filter((part) => !documented.includes(part)),
    [],
  );
});
