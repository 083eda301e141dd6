import assert from "node:assert/strict";
import { test } from "node:test";
import { dropSession } from "./element-drop-session.ts";

const session = dropSession();

/** Collects the directives of the policy that the page violates. */
async function collectViolations(): Promise<() => Promise<string[]>> {
  await session.page.evaluate(() => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
      violations.push(violatedDirective);
    });
    Object.assign(globalThis, { violations });
  });
  return () => session.page.evaluate("violations");
}

test("elements that are inserted and used violate no strict policy with Trusted Types", async () => {
  const page = await session.openForm();
  const violations = await collectViolations();
  await page.evaluate(() => {
    const client = document.querySelector("s3-client");
    for (const name of ["s3-link", "s3-img", "s3-video", "s3-drop"]) {
      const element = document.createElement(name);
      element.setAttribute("key", "hello.txt");
      if (name === "s3-link") element.textContent = "Hello";
      client?.append(element);
    }
    document.querySelector("s3-drop")?.add([new File(["a"], "a.txt")]);
  });
  assert.deepEqual(await session.outcomes(), ["a.txt done"]);
  await page.getByRole("link").waitFor();
  await page.waitForFunction(() => document.querySelector("img")?.src);
  assert.deepEqual(await violations(), []);
});

test("the policy of the page forbids inline styles and markup as text", async () => {
  const page = await session.openForm();
  const violations = await collectViolations();
  await page.evaluate(() => {
    document.body.setAttribute("style", "color: red");
    try {
      document.body.innerHTML = "markup";
    } catch {
      // Trusted Types.
    }
  });
  await page.waitForFunction(() => (Reflect.get(globalThis, "violations") as string[]).length > 1);
  assert.deepEqual((await violations()).sort(), ["require-trusted-types-for", "style-src-attr"]);
  session.errors.length = 0;
});
