import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { visits } from "./visit.ts";

const visit = visits();

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
    name: "a bucket's name with a space",
    label: "Bucket",
    value: "my reports",
    field: "bucket",
    code: "InvalidBucketName",
  },
  {
    name: "a URI of another scheme",
    label: "S3 URI",
    value: "https://example.com/a",
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
    name: "an expiry that is no duration",
    label: "Valid for",
    value: "soon",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "an expiry whose last number has no unit",
    label: "Valid for",
    value: "1h30",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "a date in the place of a lifetime",
    label: "Valid for",
    value: "2030-01-01",
    field: "expiresIn",
    code: "InvalidExpiry",
  },
  {
    name: "credentials that have ended",
    label: "Expiration",
    value: "2020-01-31T14:00:00Z",
    field: "credentials.expiration",
    code: "CredentialsExpired",
  },
  {
    name: "an expiration that is no instant",
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
    name: "a region that cannot be one",
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
    name: "a header that the browser keeps to itself",
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

describe("a mistake is told by the field it is in:", () => {
  for (const { name, label, value, field, code } of MISTAKES) {
    test(name, async () => {
      await visit.fillIn("hello.txt");
      await visit.demo.set(label, value);
      const problem = await visit.demo.problem();
      assert.deepEqual([problem.field, problem.code], [field, code]);
    });
  }
});

describe("a mistake", () => {
  test("leaves the page usable: each of them mended brings the link back", async () => {
    await visit.fillIn("hello.txt");
    for (const { name, label, value, code } of MISTAKES) {
      const before = await visit.demo.field(label).inputValue();
      await visit.demo.set(label, value);
      assert.equal((await visit.demo.problem()).code, code, name);
      await visit.demo.set(label, before);
      await visit.demo.sign("ready").waitFor();
    }
  });

  test("in a date, one that is over, is told by the date", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.choose("On a date");
    await visit.demo.setDate("Valid until", new Date("2020-01-31T14:00:00Z"));
    const { field, code } = await visit.demo.problem();
    assert.deepEqual([field, code], ["expiresAt", "InvalidExpiry"]);
  });

  test("takes the link away, so that none is copied by mistake", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.link();
    await visit.demo.set("Bucket", "my reports");
    await visit.demo.sign("problem").waitFor();
    assert.equal(await visit.demo.page.locator("#link").textContent(), "");
  });

  test("is not held against fields that were not reached yet", async () => {
    await visit.demo.field("Access key ID").fill(visit.stack.ready.accessKeyId);
    await visit.demo.field("Secret access key").focus();
    await visit.demo.page.getByText("Missing: secret access key, bucket and object key.").waitFor();
    assert.equal(await visit.demo.page.locator(".problem:not(:empty)").count(), 0);
  });

  test("leads to its field from the place of the link", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Bucket", "my reports");
    await visit.demo.page.getByRole("link", { name: "Bucket" }).click();
    const focused = await visit.demo.page.evaluate(() => document.activeElement?.id);
    assert.equal(focused, "bucket");
  });
});

describe("several mistakes", () => {
  test("are all shown, each by its field", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Region", "EU (Ireland)");
    await visit.demo.set("Bucket", "my reports");
    await visit.demo.set("Endpoint", "ftp://127.0.0.1");
    await visit.demo.set("Valid for", "1h30");
    await visit.demo.set("Expiration", "tomorrow");
    await visit.demo.set("Signed headers", "no colon");
    assert.deepEqual(await visit.demo.problemFields(6), [
      "credentials.expiration",
      "bucket",
      "region",
      "endpoint",
      "expiresIn",
      "headers",
    ]);
  });

  test("in the lines of one field are all shown there", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Signed headers", "host: a\nx-amz-meta-b: \u0001\nok: 1");
    assert.deepEqual(await visit.demo.problemFields(2), ["headers", "headers"]);
  });

  test("go one by one, each as soon as its field is valid", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Region", "EU (Ireland)");
    await visit.demo.set("Valid for", "1h30");
    await visit.demo.problems(2);
    await visit.demo.field("Valid for").fill("1h30m");
    await visit.demo.withoutProblem("expiresIn");
    assert.deepEqual(await visit.demo.problemFields(1), ["region"]);
    await visit.demo.field("Region").fill("eu-west-1");
    await visit.demo.sign("ready").waitFor();
    assert.deepEqual(await visit.demo.problemFields(0), []);
  });

  test("are named in the place of the link", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Region", "EU (Ireland)");
    await visit.demo.set("Bucket", "my reports");
    await visit.demo.set("Valid for", "1h30");
    await visit.demo.problems(3);
    assert.equal(
      await visit.demo.page.locator("#needed").textContent(),
      "No link yet. Check Bucket, Region and Lifetime.",
    );
  });

  test("mark their fields as invalid, and describe them by the problem and the help", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Valid for", "1h30");
    await visit.demo.problem();
    const field = visit.demo.field("Valid for");
    assert.deepEqual(
      [await field.getAttribute("aria-invalid"), await field.getAttribute("aria-describedby")],
      ["true", "expires-in-help problem-of-expiresIn"],
    );
    await field.fill("1h");
    await visit.demo.sign("ready").waitFor();
    assert.deepEqual(
      [await field.getAttribute("aria-invalid"), await field.getAttribute("aria-describedby")],
      [null, "expires-in-help"],
    );
  });

  test("of radio buttons describe their group", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.page.getByText("Custom endpoint").click();
    await visit.demo.choose("Virtual-hosted");
    assert.equal((await visit.demo.problem()).field, "addressing");
    const group = visit.demo.page.locator("fieldset[data-field=addressing]");
    assert.equal(await group.getAttribute("aria-describedby"), "problem-of-addressing");
  });
});

describe("pressing", () => {
  test("Download with empty fields shows them all, and puts the focus on the first", async () => {
    await visit.demo.button("Download").click();
    assert.deepEqual(await visit.demo.problemFields(4), [
      "credentials.accessKeyId",
      "credentials.secretAccessKey",
      "bucket",
      "key",
    ]);
    assert.equal(await visit.demo.focused(), "access-key-id");
  });

  test("Download does not mind a lifetime that only the link needs", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Valid for", "1h30");
    await visit.demo.button("Download").click();
    await visit.demo.page.locator("#download-outcome", { hasText: "Done" }).waitFor();
  });

  test("Upload shows every problem of its fields, and puts the focus on the first", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Upload as").fill("");
    await visit.demo.field("Max size").fill("ten");
    await visit.demo.button("Upload").click();
    assert.deepEqual(await visit.demo.problemFields(3), ["file", "uploadKey", "uploadLimit"]);
    assert.equal(await visit.demo.focused(), "file");
  });

  test("Upload with a wrong bucket as well puts the focus on the bucket", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.set("Bucket", "my reports");
    await visit.demo.button("Upload").click();
    assert.deepEqual(await visit.demo.problemFields(2), ["bucket", "file"]);
    assert.equal(await visit.demo.focused(), "bucket");
  });
});

describe("a problem that is out of date goes:", () => {
  test("that there is no file, once one is chosen", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Upload").click();
    assert.equal((await visit.demo.problem()).field, "file");
    await visit.demo.pickFile("a.txt", "text/plain", new Uint8Array(10));
    await visit.demo.withoutProblem("file");
  });

  test("that a file is too large, once the limit is raised", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.pickFile("a.txt", "text/plain", new Uint8Array(1_001));
    await visit.demo.field("Max size").fill("1 kB");
    await visit.demo.button("Upload").click();
    assert.equal((await visit.demo.problem()).field, "uploadLimit");
    await visit.demo.field("Max size").fill("2 kB");
    await visit.demo.withoutProblem("uploadLimit");
  });

  test("that an object is missing, once another is named", async () => {
    await visit.fillIn("no/such/object");
    await visit.demo.button("Download").click();
    assert.equal((await visit.demo.problem()).code, "NoSuchKey");
    await visit.demo.field("Object key").fill("hello.txt");
    await visit.demo.withoutProblem("download");
  });

  test("that guests are refused, once credentials are typed", async () => {
    await visit.stack.change({ guestAccess: false });
    await visit.demo.guestButton.click();
    assert.equal((await visit.demo.problem()).field, "guest");
    await visit.demo.field("Access key ID").fill("AKIDEXAMPLE");
    await visit.demo.withoutProblem("guest");
  });
});
