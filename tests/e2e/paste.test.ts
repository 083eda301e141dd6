import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FORMATS } from "./pasted-blocks.ts";
import { visits } from "./visit.ts";

const visit = visits();

/** The values of every control that shows what it holds, and the text and the address of the page. */
async function clearText(): Promise<string> {
  return visit.demo.page.evaluate(() => {
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

test("each block pasted into the access key ID fills the fields, and shows no secret", async () => {
  for (const [name, text, settings] of FORMATS) {
    const found: Record<string, string> = { ...settings };
    await visit.demo.paste(text, "Access key ID");
    const values = LABELS.map((label) => visit.demo.field(label).inputValue());
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
    await visit.demo.button("Clear").click();
  }
});

describe("a text that is not recognised is not inserted, and the field says why:", () => {
  for (const [label, text] of [
    ["Access key ID", "Zugang: ada\nGeheimnis: wJalrXUtnFEMI"],
    ["Access key ID", "ada / wJalrXUtnFEMI"],
    ["Access key ID", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["Expiration", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["Secret access key", "ada\nGeheimnis: wJalrXUtnFEMI"],
    ["Object key", "Geheimnis\nwJalrXUtnFEMI"],
    ["Upload as", "Geheimnis\nwJalrXUtnFEMI"],
  ] as const) {
    test(`${label}, ${JSON.stringify(text)}`, async () => {
      const before = await visit.demo.field(label).inputValue();
      await visit.demo.paste(text, label);
      assert.equal((await visit.demo.problem()).code, "PasteRefused");
      assert.equal(await visit.demo.field(label).inputValue(), before);
      assert.equal((await clearText()).includes("wJalr"), false);
    });
  }

  test("until something else is typed", async () => {
    await visit.demo.paste("ada / wJalrXUtnFEMI", "Access key ID");
    await visit.demo.problem();
    await visit.demo.field("Access key ID").fill("AKIDEXAMPLE");
    await visit.demo.withoutProblem("credentials.accessKeyId");
  });
});

test("a key of AWS pasted into another field goes to the credentials", async () => {
  await visit.demo.paste(
    "AKIAIOSFODNN7EXAMPLE\twJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "Object key",
  );
  assert.equal(await visit.demo.field("Object key").inputValue(), "");
  assert.equal(await visit.demo.field("Access key ID").inputValue(), "AKIAIOSFODNN7EXAMPLE");
});
