import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fillBucket } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

interface JsonLink {
  bucket: string;
  key: string;
  url: string;
  expiresAt: string;
}

/** Opens the view with the account, and these keys in its field. */
async function openMany(keys: string): Promise<void> {
  await session.fillIn("");
  await session.driver.open("Many");
  await session.driver.field("Keys").fill(keys);
}

/** Signs, and waits for the outcome. */
async function sign(outcome: RegExp): Promise<string> {
  await session.driver.button("Sign links").click();
  const shown = session.driver.page.locator("#many-outcome", { hasText: outcome });
  await shown.waitFor();
  return (await shown.textContent()) ?? "";
}

/** Saves the file of a format, and returns its name and its text. */
async function save(format: string): Promise<{ name: string; text: string }> {
  const { driver } = session;
  await driver.choose(format);
  const saving = driver.page.waitForEvent("download");
  await driver.page.getByRole("button", { name: /^Save links/ }).click();
  const saved = await saving;
  return { name: saved.suggestedFilename(), text: await readFile(await saved.path(), "utf8") };
}

/** Pastes a text of this many keys, made inside the page. */
async function pasteMany(count: number): Promise<void> {
  await session.driver.page.evaluate((lines) => {
    const field = document.getElementById("many-keys") as HTMLTextAreaElement;
    const clipboardData = new DataTransfer();
    const keys = Array.from({ length: lines }, (_, index) => `photos/2026/${index}.jpg`);
    clipboardData.setData("text/plain", keys.join("\n"));
    const options = { clipboardData, bubbles: true, cancelable: true };
    field.dispatchEvent(new ClipboardEvent("paste", options));
  }, count);
}

describe("links to many objects", () => {
  test("download the objects", async () => {
    const keys = ["many/a.txt", "many/b c+d.txt", "many/日本.txt"];
    await fillBucket(session, keys);
    await openMany(keys.join("\n"));
    await sign(/^3 links in .+, no request sent\.$/);
    const { name, text } = await save("JSON");
    const links = JSON.parse(text) as JsonLink[];
    const bodies = links.map(async ({ url }) => (await fetch(url)).text());
    assert.deepEqual([name, await Promise.all(bodies)], ["links.json", keys]);
  });

  test("upload objects if that is the operation", async () => {
    await openMany("many/new.txt");
    await session.driver.choose("Upload");
    await sign(/^1 link /);
    const [link] = JSON.parse((await save("JSON")).text) as JsonLink[];
    const response = await fetch(link?.url ?? "", { method: "PUT", body: "new" });
    assert.equal(response.status, 200);
  });

  for (const [format, name] of [
    ["CSV", "links.csv"],
    ["TSV", "links.tsv"],
    ["Markdown", "links.md"],
    ["wget", "links.txt"],
    ["curl", "links.curl.txt"],
  ] as const) {
    test(`are saved and copied as ${format}`, async () => {
      await openMany("a\nb");
      await sign(/^2 links/);
      const saved = await save(format);
      await session.driver.button("Copy all").click();
      await session.driver.page.getByRole("button", { name: "Copied" }).waitFor();
      const copied = await session.driver.page.evaluate(() => navigator.clipboard.readText());
      assert.equal(saved.name, name);
      assert.equal(saved.text.match(/X-Amz-Signature=/g)?.length, 2);
      assert.equal(copied.replaceAll("\r\n", "\n"), saved.text.replaceAll("\r\n", "\n"));
    });
  }

  test("say when they end", async () => {
    await openMany("a");
    await session.driver.field("Valid for").fill("2 h");
    await sign(/^1 link/);
    await session.driver.choose("JSON");
    const [link] = JSON.parse((await save("JSON")).text) as JsonLink[];
    const left = new Date(link?.expiresAt ?? "").getTime() - Date.now();
    assert.ok(left > 7_000_000 && left <= 7_200_000, String(left));
    await session.driver.page.locator("#many-end", { hasText: /^Valid until / }).waitFor();
  });

  test("leave out lines that cannot be signed, with their numbers and reasons", async () => {
    await openMany("good\n../bad\n\ns3://other/\nalso good");
    await sign(/^2 links/);
    const lines = session.driver.page.locator("#many-invalid-lines li");
    const texts = await lines.allTextContents();
    assert.equal(texts.length, 2);
    assert.match(texts[0] ?? "", /^Line 2 \.\.\/bad The key must not have a "\." or "\.\."/);
    assert.match(texts[1] ?? "", /^Line 4 s3:\/\/other\/ The address has no key\.$/);
  });

  test("of S3 URIs take the bucket of the first one if there is none", async () => {
    const { driver } = session;
    await openMany("s3://first/a\ns3://second/b");
    await driver.field("Bucket").fill("");
    await sign(/^2 links/);
    const links = JSON.parse((await save("JSON")).text) as JsonLink[];
    assert.deepEqual(
      [await driver.field("Bucket").inputValue(), links.map(({ bucket }) => bucket)],
      ["first", ["first", "second"]],
    );
  });

  test("need keys, credentials and a lifetime: all problems are shown", async () => {
    await session.driver.open("Many");
    await session.driver.field("Valid for").fill("8 days");
    await session.driver.problem();
    await session.driver.button("Sign links").click();
    assert.deepEqual(await session.driver.problemFields(5), [
      "credentials.accessKeyId",
      "credentials.secretAccessKey",
      "bucket",
      "keys",
      "expiresIn",
    ]);
  });
});

describe("100,000 keys", () => {
  test("are signed in slices, between which the page runs its other tasks", async () => {
    await openMany("");
    await pasteMany(100_000);
    await session.driver.button("Sign links").waitFor();
    const runs = await session.driver.page.evaluate(async () => {
      const outcome = document.getElementById("many-outcome");
      document.getElementById("many-sign")?.click();
      let count = 0;
      while (!outcome?.textContent) {
        await new Promise((resolve) => setTimeout(resolve));
        count += 1;
      }
      return count;
    });
    assert.ok(runs > 3, `${runs} tasks`);
  });

  test("can be cancelled", async () => {
    await openMany("");
    await pasteMany(100_000);
    await session.driver.button("Sign links").waitFor();
    // In the page, since a click from outside may arrive after the last key.
    await session.driver.page.evaluate(async () => {
      const cancel = document.getElementById("many-cancel");
      document.getElementById("many-sign")?.click();
      while (!cancel?.checkVisibility()) await new Promise((resolve) => setTimeout(resolve));
      cancel.click();
    });
    await session.driver.page.getByText("Cancelled.").waitFor();
  });
});

describe("the keys of a prefix", () => {
  test("are listed and signed", async () => {
    await fillBucket(session, ["listed/1", "listed/2", "listed/deep/3"]);
    await openMany("");
    await session.driver.page.getByText("List the keys of a prefix").click();
    await session.driver.field("Prefix").fill("listed/");
    await session.driver.button("List keys").click();
    await session.driver.page.getByText("Listed 3 keys.").waitFor();
    assert.equal(
      await session.driver.field("Keys").inputValue(),
      "listed/1\nlisted/2\nlisted/deep/3",
    );
  });

  test("that S3 refuses to list show its error", async () => {
    await openMany("");
    await session.stack.addFaults({
      method: "GET",
      times: 0,
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await session.driver.page.getByText("List the keys of a prefix").click();
    await session.driver.button("List keys").click();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["listing", "AccessDenied"]);
  });
});
