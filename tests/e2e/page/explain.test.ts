import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Opens the view and pastes an error. */
async function explain(error: string): Promise<void> {
  await session.driver.open("Explain");
  await session.driver.paste(error, "S3's response");
}

/** Waits for the explanation and returns its code. */
async function code(): Promise<string> {
  return (await session.driver.page.locator("#explain-facts code").first().textContent()) ?? "";
}

async function hint(): Promise<string> {
  return (await session.driver.page.locator("#explain-hint:not(:empty)").textContent()) ?? "";
}

/** Returns the lines of the comparison that differ: part and both sides. */
function differences(): Promise<string[][]> {
  return session.driver.page
    .locator(".explain-line.differs")
    .evaluateAll((lines) =>
      lines.map((line) =>
        [...line.querySelectorAll(".explain-part, .explain-text")].map(
          ({ textContent }) => textContent ?? "",
        ),
      ),
    );
}

function document(code: string, elements = ""): string {
  return `<?xml version="1.0"?>\n<Error><Code>${code}</Code>${elements}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;
}

/** Signs a link in the page and sends another request with it. Returns the link and S3's response. */
async function mismatch(
  change: (url: string) => string,
  init: RequestInit = {},
): Promise<string[]> {
  await session.fillIn("hello.txt");
  const url = await session.driver.link();
  const response = await fetch(change(url), init);
  return [url, await response.text()];
}

describe("a signature that does not match", () => {
  test("of another method has the method as its first difference", async () => {
    const [url = "", xml = ""] = await mismatch((link) => link, { method: "PUT", body: "a" });
    await explain(xml);
    await session.driver.field("Request").fill(url);
    await session.driver.page.locator(".explain-line.differs").waitFor();
    assert.deepEqual(await differences(), [["method ≠ first difference", "GET", "PUT"]]);
    assert.match(await hint(), /another method/);
  });

  test("shows every line that differs, the first marked", async () => {
    const [url = "", xml = ""] = await mismatch((link) =>
      link.replace("hello.txt", "other.txt").concat("&utm=1"),
    );
    await explain(xml);
    await session.driver.field("Request").fill(`curl '${url}'`);
    await session.driver.page.locator(".explain-line.differs").nth(1).waitFor();
    const { bucket } = session.stack.ready;
    assert.deepEqual(await differences(), [
      ["path ≠ first difference", `/${bucket}/hello.txt`, `/${bucket}/other.txt`],
      ["query parameter ≠ differs", "(absent)", "utm=1"],
    ]);
  });

  test("without a difference is the secret's fault", async () => {
    const { ready, exports } = session.stack;
    const wrong = exports.replace(ready.secretAccessKey, "a-wrong-secret-of-the-test");
    await session.driver.paste(wrong, "Access key ID");
    await session.driver.field("S3 URI").fill(`s3://${ready.bucket}/hello.txt`);
    const url = await session.driver.link();
    await explain(await (await fetch(url)).text());
    await session.driver.field("Request").fill(url);
    await session.driver.page.getByText(/^First difference: none, so the secret/).waitFor();
    assert.deepEqual(await differences(), []);
    await session.driver.button("Change the credentials").waitFor();
  });

  test("shows S3's lines before the request is pasted", async () => {
    const [, xml = ""] = await mismatch((link) => link, { method: "PUT", body: "a" });
    await explain(xml);
    await session.driver.page.getByText("Paste the request above").waitFor();
    const first = session.driver.page.locator(".explain-text").first();
    assert.equal(await first.textContent(), "PUT");
  });
});

describe("an error document", () => {
  for (const [name, elements] of [
    ["AccessDenied", "<Message>Request has expired</Message>"],
    ["InvalidAccessKeyId", ""],
    ["ExpiredToken", ""],
    ["NoSuchKey", ""],
    ["NoSuchBucket", ""],
    ["EntityTooLarge", ""],
    ["RequestTimeTooSkewed", ""],
  ] as const) {
    test(`of ${name} has a hint`, async () => {
      await explain(document(name, elements));
      assert.equal(await code(), name);
      assert.doesNotMatch(await hint(), /Correct what the message names/);
    });
  }

  test("with another region offers to use it", async () => {
    await explain(document("PermanentRedirect", "<Region>eu-west-1</Region>"));
    await session.driver.button("Use eu-west-1").click();
    await session.driver.page.getByText("The region is now eu-west-1").waitFor();
    assert.equal(await session.driver.field("Region").inputValue(), "eu-west-1");
  });

  test("of a wrong clock offers to sign with the service's time", async () => {
    await session.stack.changeSettings({ clockOffsetSeconds: -3600 });
    await session.fillIn("hello.txt");
    // Longer than the difference of the clocks.
    await session.driver.field("Valid for").fill("12h");
    const rejected = await fetch(await session.driver.link());
    await explain(await rejected.text());
    assert.equal(await code(), "AccessDenied");
    await session.driver.button("Sign with the service's time").click();
    await session.driver.page.getByText(/clock, (1 h|59 min \d+ s) behind/).waitFor();
    await session.driver.open("Link");
    await session.driver.button("Sign again").click();
    assert.equal((await fetch(await session.driver.link())).status, 200);
  });

  test("is found after the headers of a response", async () => {
    await explain(`HTTP/1.1 404 Not Found\nServer: AmazonS3\n\n${document("NoSuchKey")}`);
    assert.equal(await code(), "NoSuchKey");
  });

  test("adds no element to the page", async () => {
    await explain(document("NoSuchKey", "<Message>&lt;img src=x onerror=alert(1)&gt;</Message>"));
    await session.driver.page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
    assert.equal(await session.driver.page.locator("#view-explain img").count(), 0);
  });
});

describe("a line of a console", () => {
  for (const [line, expected] of [
    ["NoSuchKey: The specified key does not exist.", "NoSuchKey"],
    [
      "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
      "AccessDenied",
    ],
    ["Uncaught (in promise) TypeError: Failed to fetch", "NetworkOrCors"],
  ] as const) {
    test(`is explained: ${expected}`, async () => {
      await explain(line);
      assert.equal(await code(), expected);
    });
  }
});

describe("a text is refused by its field", () => {
  for (const [name, text] of [
    ["without an error", "it does not work"],
    ["of more than 100,000 characters", "a".repeat(100_001)],
  ] as const) {
    test(name, async () => {
      await explain(text);
      assert.equal((await session.driver.problem()).field, "error");
    });
  }
});

test("the error of a failed download opens with its explanation", async () => {
  await session.fillIn("hello.txt");
  await session.driver.open("Transfer");
  await session.driver.field("Object key").fill("no/such/object");
  await session.driver.button("Download").click();
  await session.driver.page.getByRole("link", { name: "Explain this error" }).click();
  await session.driver.heading("Explain").waitFor();
  assert.equal(await code(), "NoSuchKey");
  await session.driver.page.getByText("failed in another view").waitFor();
});
