import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";
import { FORMATS } from "./pasted-blocks.ts";

const session = pageSession();

/** Returns all text that is visible or stored: values of controls, document, address and storage. */
async function clearText(): Promise<string> {
  return session.driver.page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLInputElement>("input, textarea");
    const plain = [...controls].filter(({ type }) => type !== "password");
    return [
      ...plain.map(({ value }) => value),
      document.documentElement.outerHTML,
      location.href,
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    ].join("\n");
  });
}

const LABELS = ["Access key ID", "Secret access key", "Session token", "Expiration"];

test("every kind of block pasted into the access key ID fills the fields and shows no secret", async () => {
  for (const [name, text, settings] of FORMATS) {
    const found: Record<string, string> = { ...settings };
    await session.driver.paste(text, "Access key ID");
    const values = LABELS.map((label) => session.driver.field(label).inputValue());
    assert.deepEqual(
      await Promise.all(values),
      [
        found["accessKeyId"] ?? "",
        found["secretAccessKey"] ?? "",
        found["sessionToken"] ?? "",
        found["expiration"] ?? "",
      ],
      name,
    );
    const shown = await clearText();
    assert.deepEqual([shown.includes("wJalr"), shown.includes("IQoJb3")], [false, false], name);
    await session.driver.button("Clear").click();
  }
});

describe("an unknown text is not inserted, and the field shows why:", () => {
  for (const [label, text] of [
    ["Access key ID", "Zugang: ada\nGeheimnis: wJalrXUtnFEMI"],
    ["Access key ID", "ada / wJalrXUtnFEMI"],
    ["Access key ID", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["Expiration", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["Secret access key", "ada\nGeheimnis: wJalrXUtnFEMI"],
    ["Object key", "Geheimnis\nwJalrXUtnFEMI"],
    ["Prefix", "Geheimnis\nwJalrXUtnFEMI"],
  ] as const) {
    test(`${label}, ${JSON.stringify(text)}`, async () => {
      if (label === "Prefix") await session.driver.open("Transfer");
      const before = await session.driver.field(label).inputValue();
      await session.driver.paste(text, label);
      assert.equal((await session.driver.problem()).code, "PasteRefused");
      assert.equal(await session.driver.field(label).inputValue(), before);
      assert.equal((await clearText()).includes("wJalr"), false);
    });
  }

  test("and the problem disappears with the next input", async () => {
    await session.driver.paste("ada / wJalrXUtnFEMI", "Access key ID");
    await session.driver.problem();
    await session.driver.field("Access key ID").fill("AKIDEXAMPLE");
    await session.driver.withoutProblem("credentials.accessKeyId");
  });
});

test("an AWS key pasted into another field fills the credentials", async () => {
  await session.driver.paste(
    "AKIAIOSFODNN7EXAMPLE\twJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "Object key",
  );
  assert.equal(await session.driver.field("Object key").inputValue(), "");
  assert.equal(await session.driver.field("Access key ID").inputValue(), "AKIAIOSFODNN7EXAMPLE");
});
