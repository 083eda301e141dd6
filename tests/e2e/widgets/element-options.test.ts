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

/** Opens an `<s3-drop>` with attributes, and uploads a file to the key `options/a.txt`. */
async function upload(attributes: string) {
  const page = await session.open(
    `<s3-client ${session.attributes}><s3-drop prefix="options/" ${attributes}><input type="file" multiple></s3-drop></s3-client>`,
  );
  await add("first");
  return page;
}

/** Uploads a file of five letters; all of them have the same key. */
async function add(text: string) {
  await session.page.evaluate((text) => {
    document.querySelector("s3-drop")?.add([new File([text], "a.txt", { lastModified: 1 })]);
  }, text);
  await session.page.waitForFunction(() =>
    document.querySelector("s3-drop")?.matches(":state(done)"),
  );
}

test("with delete-on-remove, Remove deletes the object", async () => {
  const page = await upload("delete-on-remove");
  const deleted = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  await deleted;
  await assert.rejects(session.node.head("options/a.txt"), { code: "NotFound" });
});

test("a later file of the same key is uploaded after the object is deleted", async () => {
  const page = await upload("delete-on-remove");
  const effect = { type: "delay", milliseconds: 300 };
  await session.stack.addFaults({ service: "s3", method: "DELETE", effect });
  const exchanges: string[] = [];
  page.on("request", (request) => exchanges.push(request.method()));
  page.on("response", (response) => exchanges.push(`response to ${response.request().method()}`));
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  await add("other");
  const { blob } = await session.node.download("options/a.txt");
  assert.equal(await blob?.text(), "other");
  assert.deepEqual(exchanges.slice(0, 3), ["DELETE", "response to DELETE", "POST"]);
});

test("an object that cannot be deleted is an error with a reason", async () => {
  const page = await upload("delete-on-remove");
  const effect = { type: "error", code: "AccessDenied", status: 403 };
  await session.stack.addFaults({ service: "s3", method: "DELETE", effect });
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  await page.getByText("Access Denied").waitFor();
  assert.equal((await session.node.head("options/a.txt")).size, 5);
  assert.match(session.errors.splice(0).join(), /403/);
});

for (const [name, action] of [
  ["clear()", () => document.querySelector("s3-drop")?.clear()],
  ["a reset of the form", () => document.querySelector("s3-drop")?.formResetCallback()],
] as const) {
  test(`with delete-on-remove, ${name} deletes no object`, async () => {
    const page = await upload("delete-on-remove");
    await page.evaluate(action);
    assert.deepEqual(await outcome(), [[], true]);
    assert.equal((await session.node.head("options/a.txt")).size, 5);
  });
}

test("the attributes via and checksum are those of the upload", async () => {
  await upload('via="put" checksum="SHA256"');
  const { checksum } = await session.node.head("options/a.txt", { checksum: true });
  assert.equal(checksum?.algorithm, "SHA256");
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
