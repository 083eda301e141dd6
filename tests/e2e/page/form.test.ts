import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addField, copyForm, formState, openForm, readObject } from "./form-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

async function policy(): Promise<{ conditions: unknown[] }> {
  const text = await session.driver.page.locator("#form-policy-text").textContent();
  return JSON.parse(text ?? "") as { conditions: unknown[] };
}

describe("the policy", () => {
  test("grows with each field, also without credentials", async () => {
    const { driver } = session;
    await driver.open("Upload form");
    await driver.field("Prefix").fill("in/");
    await driver.field("Minimum size").fill("1 kB");
    await driver.button("image/").click();
    await addField(session, "x-amz-meta-a", "is", "b");
    await addField(session, "x-amz-meta-c", "begins with", "d");
    const { conditions } = await policy();
    for (const expected of [
      ["starts-with", "$key", "in/"],
      ["content-length-range", 1000, 10_000_000],
      ["starts-with", "$Content-Type", "image/"],
      { "x-amz-meta-a": "b" },
      ["starts-with", "$x-amz-meta-c", "d"],
    ]) {
      assert.ok(
        conditions.some((condition) => JSON.stringify(condition) === JSON.stringify(expected)),
        JSON.stringify(expected),
      );
    }
    await driver.button("Remove x-amz-meta-a").click();
    assert.doesNotMatch(JSON.stringify(await policy()), /x-amz-meta-a/);
    assert.match(JSON.stringify(await policy()), /x-amz-meta-c/);
  });

  test("of temporary credentials hides their token, and the document has no signature until it is copied", async () => {
    const { driver } = session;
    await driver.guestButton.click();
    await driver.open("Upload form");
    await formState(session, "ready");
    const section = driver.page.locator("#view-form");
    const before = await section.innerHTML();
    const html = await copyForm(session, "HTML");
    const [, token = "?"] = /"x-amz-security-token" value="([^"]+)"/.exec(html) ?? [];
    const [, signature = "?"] = /"x-amz-signature" value="([^"]+)"/.exec(html) ?? [];
    const has = [token, signature].map((secret) => before.includes(secret));
    assert.deepEqual(has, [false, false]);
  });
});

describe("the form", () => {
  test("names the missing fields, then says what it allows", async () => {
    const { driver } = session;
    await driver.open("Upload form");
    await formState(session, "empty");
    await driver.page.getByText("Missing: access key ID, secret access key and bucket.").waitFor();
    await driver.guestButton.click();
    await driver.page.getByText(/can store files of up to 10 MB below uploads\/ until/).waitFor();
  });

  test("that was copied does not change until its input does", async () => {
    await openForm(session);
    const first = await copyForm(session, "JSON");
    await session.driver.field("Maximum size").focus();
    await session.driver.field("Prefix").focus();
    await session.driver.page.getByRole("button", { name: "Copy", exact: true }).waitFor();
    assert.equal(await copyForm(session, "JSON"), first);
  });

  test("copied as HTML stores the file that a person picks in it", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await driver.field("Prefix").fill(`it's "<b>" & ü/`);
    await addField(session, "x-amz-meta-note", "is", `"><script>alert(1)</script>'&amp;`);
    await driver.page.getByLabel("After the upload").selectOption("document");
    const html = await copyForm(session, "HTML");
    const other = await driver.context.newPage();
    await other.setContent(html);
    const file = { name: "b c.txt", mimeType: "text/plain", buffer: Buffer.from("picked") };
    await other.locator("input[type=file]").setInputFiles(file);
    await other.getByRole("button", { name: "Upload" }).click();
    await other.waitForURL(`${stack.ready.s3}/**`);
    const object = await readObject(stack, `it's "<b>" & ü/b c.txt`);
    assert.deepEqual([object.status, object.text], [200, "picked"]);
  });

  test("has expired after its end, and is signed again by a click", async () => {
    const { driver } = session;
    await openForm(session);
    await driver.field("Valid for").fill("1");
    await formState(session, "expired");
    assert.equal(await driver.button("Copy").isDisabled(), true);
    await driver.field("Valid for").fill("1 h");
    await formState(session, "ready");
  });

  test("takes key, prefix and lifetime from the address", async () => {
    const { driver } = session;
    await openForm(session);
    await driver.page.evaluate(() => {
      location.hash = "#/form?prefix=from%2Flink%2F&expires=5m";
    });
    await driver.page.getByText(/below from\/link\/ until/).waitFor();
    await driver.page.locator("#form-end", { hasText: /^[45] min/ }).waitFor();
    await driver.page.evaluate(() => {
      location.hash = "#/form?key=one.pdf";
    });
    await driver.page.getByText(/as one\.pdf until/).waitFor();
  });
});

test("an S3 URI that is pasted as prefix fills in the bucket", async () => {
  const { driver } = session;
  await openForm(session);
  await driver.field("Prefix").selectText();
  await driver.paste("s3://other-bucket/in/box/", "Prefix");
  await driver.page.getByText(/below in\/box\/ until/).waitFor();
  assert.equal(await driver.field("Bucket").inputValue(), "other-bucket");
});

test("all problems are shown at once, in the words of the page", async () => {
  const { driver } = session;
  await driver.open("Upload form");
  await driver.choose("One key");
  await driver.field("Maximum size").fill("ten");
  await driver.field("Content type").fill("a*");
  await driver.field("Valid for").fill("8 days");
  await addField(session, "bad name", "is", "x");
  await driver.page.getByLabel("After the upload").selectOption("redirect");
  await driver.field("Page").fill("javascript:alert(1)");
  await driver.button("Upload").click();
  await driver.page.locator('[data-field="file"] .problem > *:visible').waitFor();
  const problems = await driver.problems(10);
  assert.deepEqual(
    problems.map(({ field }) => field),
    [
      "credentials.accessKeyId",
      "credentials.secretAccessKey",
      "bucket",
      "key",
      "maxSize",
      "contentType",
      "expiresIn",
      "fields",
      "redirect",
      "file",
    ],
  );
  assert.equal(
    problems.find(({ text }) => /`|keyStartsWith|contentType/.test(text)),
    undefined,
  );
  assert.equal(await driver.focused(), "access-key-id");
});
