import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CorsRule } from "../stack.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Runs the checks, and returns the state of the check of CORS. */
async function checkCors(): Promise<string> {
  const { page } = session.driver;
  await session.driver.button("Check").click();
  await page.locator("#doctor-outcome", { hasText: /works|Failed: \d/ }).waitFor();
  return (await page.locator("#doctor-cors").getAttribute("data-state")) ?? "";
}

async function openDoctor(cors: CorsRule[]): Promise<void> {
  await session.fillIn("hello.txt");
  await session.stack.changeSettings({ cors });
  await session.driver.open("Doctor");
}

/** Returns the rule of the S3 console with the names of the stack's settings. */
function stackRules(json: string): CorsRule[] {
  const rules = JSON.parse(json) as Record<string, unknown>[];
  return rules.map((rule) =>
    Object.fromEntries(
      Object.entries(rule).map(([name, value]) => [name[0]?.toLowerCase() + name.slice(1), value]),
    ),
  ) as unknown as CorsRule[];
}

describe("the doctor's CORS rule", () => {
  test("is for this origin, and after it was pasted everything is allowed", async () => {
    await openDoctor([]);
    assert.equal(await checkCors(), "failed");
    await session.driver.choose("S3 console");
    const rules = stackRules(
      (await session.driver.page.locator("#doctor-rule-text").textContent()) ?? "",
    );
    assert.deepEqual(rules[0]?.allowedOrigins, [new URL(session.stack.ready.page).origin]);
    await session.stack.changeSettings({ cors: rules });
    assert.equal(await checkCors(), "ok");
  });

  test("is offered if the rules refuse some uses, which a table names", async () => {
    await openDoctor([
      { allowedOrigins: ["*"], allowedMethods: ["GET"], allowedHeaders: [], exposeHeaders: [] },
    ]);
    assert.equal(await checkCors(), "warning");
    const row = session.driver.page.getByRole("row", { name: "Upload by PUT" });
    assert.match((await row.textContent()) ?? "", /No.*PUT in AllowedMethods/);
  });

  test("is copied in the chosen form", async () => {
    await openDoctor([]);
    await checkCors();
    await session.driver.choose("AWS CLI");
    await session.driver.button("Copy rule").click();
    await session.driver.button("Copied").waitFor();
    const clip = await session.driver.page.evaluate(() => navigator.clipboard.readText());
    assert.match(clip, /^aws s3api put-bucket-cors --endpoint-url 'http/);
  });
});
