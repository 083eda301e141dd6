import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

interface Mistake {
  name: string;
  label: string;
  value: string;
  field: string;
  code: string;
}

const MISTAKES: Mistake[] = [
  {
    name: "an empty key",
    label: "Object key",
    value: "",
    field: "key",
    code: "InvalidKey",
  },
  {
    name: "half of a surrogate pair in the key",
    label: "Object key",
    value: "a\ud800b",
    field: "key",
    code: "InvalidKey",
  },
  {
    name: "a key of more than 1,024 bytes",
    label: "Object key",
    value: "é".repeat(513),
    field: "key",
    code: "InvalidKey",
  },
  {
    name: "a key with a .. segment",
    label: "Object key",
    value: "a/../b",
    field: "key",
    code: "KeyNotAddressable",
  },
  {
    name: "a key with a . segment",
    label: "Object key",
    value: "./a",
    field: "key",
    code: "KeyNotAddressable",
  },
  {
    name: "a bucket name with a space",
    label: "Bucket",
    value: "my reports",
    field: "bucket",
    code: "InvalidBucketName",
  },
  {
    name: "a URI of another scheme",
    label: "S3 URI",
    value: "ftp://example.com/a",
    field: "uri",
    code: "InvalidS3Uri",
  },
  {
    name: "an expiry of 0",
    label: "Valid for",
    value: "0",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "a negative expiry",
    label: "Valid for",
    value: "-1",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "an expiry with a fraction",
    label: "Valid for",
    value: "1.5",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "an expiry of a second more than seven days",
    label: "Valid for",
    value: "604801",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "an expiry that is not a duration",
    label: "Valid for",
    value: "soon",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "an expiry with a number without a unit",
    label: "Valid for",
    value: "1h30",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "a date instead of a lifetime",
    label: "Valid for",
    value: "2030-01-01",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "expired credentials",
    label: "Expiration",
    value: "2020-01-31T14:00:00Z",
    field: "credentials.expiration",
    code: "CredentialsExpired",
  },
  {
    name: "an expiration that is not a date",
    label: "Expiration",
    value: "tomorrow",
    field: "credentials.expiration",
    code: "CredentialsMalformed",
  },
  {
    name: "no access key ID",
    label: "Access key ID",
    value: "",
    field: "credentials.accessKeyId",
    code: "CredentialsMissing",
  },
  {
    name: "an invalid region",
    label: "Region",
    value: "EU (Ireland)",
    field: "region",
    code: "InvalidRegion",
  },
  {
    name: "an endpoint that is not HTTP",
    label: "Endpoint",
    value: "ftp://127.0.0.1",
    field: "endpoint",
    code: "InvalidEndpoint",
  },
  {
    name: "a header with a line break in its value",
    label: "Signed headers",
    value: "x-amz-meta-author: Ada\n Lovelace",
    field: "headers",
    code: "InvalidHeader",
  },
  {
    name: "a header that browsers forbid",
    label: "Signed headers",
    value: "host: example.com",
    field: "headers",
    code: "ForbiddenHeader",
  },
  {
    name: "a query parameter that belongs to the signature",
    label: "Query parameters",
    value: "x-amz-expires=9",
    field: "query",
    code: "ReservedQueryParameter",
  },
];

describe("a mistake", () => {
  test("is shown by its field, and the link returns when it is corrected", async () => {
    await session.fillIn("hello.txt");
    for (const { name, label, value, field, code } of MISTAKES) {
      const before = await session.driver.field(label).inputValue();
      await session.driver.set(label, value);
      const problem = await session.driver.problem();
      assert.deepEqual([problem.field, problem.code], [field, code], name);
      await session.driver.set(label, before);
      await session.driver.sign("ready").waitFor();
    }
  });

  test("of the access key has a hint with the names of the fields", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Access key ID", "");
    const { text } = await session.driver.problem();
    assert.match(text, /Pass Access key ID and Secret access key, and Session token if/);
  });

  test("of a date in the past is shown by the date", async () => {
    await session.fillIn("hello.txt");
    await session.driver.choose("On a date");
    await session.driver.setDate("Valid until", new Date("2020-01-31T14:00:00Z"));
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["expiresAt", "InvalidExpiry"]);
  });

  test("removes the link", async () => {
    await session.fillIn("hello.txt");
    await session.driver.link();
    await session.driver.set("Bucket", "my reports");
    await session.driver.sign("problem").waitFor();
    assert.equal(await session.driver.page.locator("#link").textContent(), "");
  });

  test("is not reported for fields that the user has not visited", async () => {
    await session.driver.field("Access key ID").fill(session.stack.ready.accessKeyId);
    await session.driver.field("Secret access key").focus();
    await session.driver.page
      .getByText("Missing: secret access key, bucket and object key.")
      .waitFor();
    assert.equal(await session.driver.page.locator(".problem:not(:empty)").count(), 0);
  });

  test("is linked from the place of the link", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Bucket", "my reports");
    await session.driver.page.locator("#needed").getByRole("button", { name: "Bucket" }).click();
    const focused = await session.driver.page.evaluate(() => document.activeElement?.id);
    assert.equal(focused, "bucket");
  });
});

describe("several mistakes", () => {
  test("are shown by their fields", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Region", "EU (Ireland)");
    await session.driver.set("Bucket", "my reports");
    await session.driver.set("Endpoint", "ftp://127.0.0.1");
    await session.driver.set("Valid for", "1h30");
    await session.driver.set("Expiration", "tomorrow");
    await session.driver.set("Signed headers", "no colon");
    assert.deepEqual(await session.driver.problemFields(6), [
      "credentials.expiration",
      "bucket",
      "region",
      "endpoint",
      "expiresIn",
      "headers",
    ]);
  });

  test("in several lines of one field are all shown", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Signed headers", "host: a\nx-amz-meta-b: \u0001\nok: 1");
    assert.deepEqual(await session.driver.problemFields(2), ["headers", "headers"]);
  });

  test("disappear one by one as their fields become valid", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Region", "EU (Ireland)");
    await session.driver.set("Valid for", "1h30");
    await session.driver.problems(2);
    await session.driver.field("Valid for").fill("1h30m");
    await session.driver.withoutProblem("expiresIn");
    assert.deepEqual(await session.driver.problemFields(1), ["region"]);
    await session.driver.field("Region").fill("eu-west-1");
    await session.driver.sign("ready").waitFor();
    assert.deepEqual(await session.driver.problemFields(0), []);
  });

  test("are listed in the place of the link", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Region", "EU (Ireland)");
    await session.driver.set("Bucket", "my reports");
    await session.driver.set("Valid for", "1h30");
    await session.driver.problems(3);
    assert.equal(
      await session.driver.page.locator("#needed").textContent(),
      "No link yet. Check Bucket, Region and Lifetime.",
    );
  });

  test("mark their fields as invalid, and the problem describes the field", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Valid for", "1h30");
    await session.driver.problem();
    const field = session.driver.field("Valid for");
    assert.deepEqual(
      [await field.getAttribute("aria-invalid"), await field.getAttribute("aria-describedby")],
      ["true", "expires-in-help view-link-problem-of-expiresIn"],
    );
    await field.fill("1h");
    await session.driver.sign("ready").waitFor();
    assert.deepEqual(
      [await field.getAttribute("aria-invalid"), await field.getAttribute("aria-describedby")],
      [null, "expires-in-help"],
    );
  });

  test("of radio buttons describe the group", async () => {
    await session.fillIn("hello.txt");
    await session.driver.page.getByText("Endpoint and signature").click();
    await session.driver.choose("Virtual-hosted");
    assert.equal((await session.driver.problem()).field, "addressing");
    const group = session.driver.page.locator("fieldset[data-field=addressing]");
    assert.equal(
      await group.getAttribute("aria-describedby"),
      "account-fields-problem-of-addressing",
    );
  });
});

describe("clicking", () => {
  test("Download shows all empty fields and focuses the first", async () => {
    await session.driver.open("Transfer");
    await session.driver.button("Download").click();
    assert.deepEqual(await session.driver.problemFields(4), [
      "credentials.accessKeyId",
      "credentials.secretAccessKey",
      "bucket",
      "key",
    ]);
    assert.equal(await session.driver.focused(), "access-key-id");
  });

  test("Download ignores an invalid lifetime, which only the link needs", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Valid for", "1h30");
    await session.driver.open("Transfer");
    await session.driver.field("Object key").fill("hello.txt");
    await session.driver.button("Download").click();
    await session.driver.page.locator("#download-outcome", { hasText: "Done" }).waitFor();
  });

  test("Upload shows all problems of its fields and focuses the first", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.set("Prefix", "\ud800");
    await session.driver.page.getByText("Limits and method").click();
    await session.driver.field("Max size").fill("ten");
    await session.driver.field("Allowed types").fill("pictures");
    await session.driver.button("Upload").click();
    assert.deepEqual(await session.driver.problemFields(4), ["file", "key", "limit", "type"]);
    assert.equal(await session.driver.focused(), "file");
  });

  test("Upload focuses an invalid bucket before its own fields", async () => {
    await session.fillIn("hello.txt");
    await session.driver.set("Bucket", "my reports");
    await session.driver.open("Transfer");
    await session.driver.button("Upload").click();
    assert.deepEqual(await session.driver.problemFields(2), ["bucket", "file"]);
    assert.equal(await session.driver.focused(), "bucket");
  });
});

describe("an outdated problem disappears:", () => {
  test("a missing file, when a file is selected", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.button("Upload").click();
    assert.equal((await session.driver.problem()).field, "file");
    await session.driver.pickFile("a.txt", "text/plain", new Uint8Array(10));
    await session.driver.withoutProblem("file");
  });

  test("a file that is too large, when the limit is increased", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.page.getByText("Limits and method").click();
    await session.driver.field("Max size").fill("1 kB");
    await session.driver.pickFile("a.txt", "text/plain", new Uint8Array(1_001));
    assert.equal((await session.driver.problem()).code, "FileTooLarge");
    await session.driver.field("Max size").fill("2 kB");
    await session.driver.page.getByText("1.0 kB · waiting").waitFor();
    assert.deepEqual(await session.driver.problems(0), []);
  });

  test("a missing object, when another key is entered", async () => {
    await session.fillIn("hello.txt");
    await session.driver.open("Transfer");
    await session.driver.field("Object key").fill("no/such/object");
    await session.driver.button("Download").click();
    assert.equal((await session.driver.problem()).code, "NoSuchKey");
    await session.driver.field("Object key").fill("hello.txt");
    await session.driver.withoutProblem("download");
  });

  test("rejected guest access, when credentials are entered", async () => {
    await session.stack.changeSettings({ guestAccess: false });
    await session.driver.guestButton.click();
    assert.equal((await session.driver.problem()).field, "guest");
    await session.driver.field("Access key ID").fill("AKIDEXAMPLE");
    await session.driver.withoutProblem("guest");
  });
});
