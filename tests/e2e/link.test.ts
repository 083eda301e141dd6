import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { demoSession } from "./demo-session.ts";
import { sampleBytes } from "./sample-bytes.ts";

const session = demoSession();

/** Returns the expiry of a link, from its parameters. */
function expiryOf(query: URLSearchParams): Date {
  const date = query.get("X-Amz-Date") ?? "";
  const iso = date.replace(/^(....)(..)(..T..)(..)(..)Z$/, "$1-$2-$3:$4:$5Z");
  return new Date(Date.parse(iso) + Number(query.get("X-Amz-Expires")) * 1000);
}

describe("a link", () => {
  test("downloads the bytes that a PUT link stored", async () => {
    const bytes = sampleBytes(70_000);
    await session.put("links/ä b+c%25d'(1)?&#.bin", bytes);
    const response = await fetch(await session.demo.link());
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  });

  test("is signed without a request", async () => {
    await session.fillIn("hello.txt");
    await session.demo.link();
    assert.deepEqual([...session.demo.origins], [session.stack.ready.page]);
  });

  test("changes while the key is typed", async () => {
    await session.fillIn("a");
    await session.demo.field("Object key").press("End");
    await session.demo.page.keyboard.type("bc");
    assert.equal(new URL(await session.demo.link()).pathname, `/${session.stack.ready.bucket}/abc`);
  });

  test("updates the S3 URI with bucket and key", async () => {
    await session.fillIn("a");
    await session.demo.field("Object key").fill("b/c");
    assert.equal(
      await session.demo.field("S3 URI").inputValue(),
      `s3://${session.stack.ready.bucket}/b/c`,
    );
  });

  test("accepts an S3 URI that is pasted into the key", async () => {
    await session.fillIn("a");
    await session.demo.field("Object key").fill("");
    await session.demo.paste("s3://other-bucket/b c", "Object key");
    assert.equal(new URL(await session.demo.link()).pathname, "/other-bucket/b%20c");
  });

  test("keeps a space at the end of a key", async () => {
    await session.fillIn("a ");
    assert.equal(
      new URL(await session.demo.link()).pathname,
      `/${session.stack.ready.bucket}/a%20`,
    );
  });

  test("has a curl command that downloads the same bytes", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "s3-signpost-curl-"));
    t.after(() => rm(folder, { recursive: true }));
    const bytes = sampleBytes(1_000);
    await session.put("links/it's.bin", bytes);
    await session.demo.link();
    const command = (await session.demo.page.locator("#curl").textContent()) ?? "";
    try {
      await promisify(execFile)("sh", ["-c", command], { cwd: folder });
    } catch (error) {
      // 127: curl is not installed. ENOENT: there is no sh.
      const { code } = error as { code: unknown };
      if (code === 127 || code === "ENOENT") return t.skip("curl is not installed");
      throw error;
    }
    assert.deepEqual(new Uint8Array(await readFile(join(folder, "it's.bin"))), bytes);
  });

  test("works without a local stack, and then there is no guest button", async () => {
    await session.demo.page.route("**/stack.json", (route) => route.fulfill({ status: 404 }));
    await session.demo.page.reload();
    await session.fillIn("hello.txt");
    await session.demo.link();
    assert.equal(await session.demo.guestButton.isVisible(), false);
  });

  test("returns the requested Content-Disposition", async () => {
    await session.fillIn("hello.txt");
    await session.demo.page.getByText("Headers, query parameters, response headers").click();
    await session.demo.field("Response Content-Disposition").fill('attachment; filename="x y.txt"');
    const response = await fetch(await session.demo.link());
    assert.equal(response.headers.get("content-disposition"), 'attachment; filename="x y.txt"');
  });

  test("shows its signed headers and works with them", async () => {
    await session.fillIn("links/with-headers.txt");
    await session.demo.choose("Upload PUT");
    await session.demo.page.getByText("Headers, query parameters, response headers").click();
    await session.demo
      .field("Signed headers")
      .fill("x-amz-meta-author: Ada\nContent-Type: text/csv");
    const shown = await session.demo.page.locator("#link-headers-list").textContent();
    const headers = (shown ?? "").split("\n").map((line) => line.split(": ") as [string, string]);
    const response = await fetch(await session.demo.link(), {
      method: "PUT",
      headers,
      body: "a,b",
    });
    assert.equal(response.status, 200, await response.text());
  });

  test("does not work without its signed headers", async () => {
    await session.fillIn("links/without-headers.txt");
    await session.demo.choose("Upload PUT");
    await session.demo.page.getByText("Headers, query parameters, response headers").click();
    await session.demo.field("Signed headers").fill("x-amz-meta-author: Ada");
    const response = await fetch(await session.demo.link(), { method: "PUT", body: "a,b" });
    assert.equal(response.status, 403);
  });

  test("of the operation DELETE deletes the object", async () => {
    await session.put("links/to-delete.txt", "gone soon");
    const get = await session.demo.link();
    await session.demo.choose("Delete DELETE");
    await fetch(await session.demo.link(), { method: "DELETE" });
    assert.equal((await fetch(get)).status, 404);
  });

  test("expires on the selected date", async () => {
    await session.fillIn("hello.txt");
    await session.demo.choose("On a date");
    const end = new Date(Date.now() + 2 * 86_400_000);
    end.setMilliseconds(0);
    await session.demo.setDate("Valid until", end);
    const query = new URL(await session.demo.link()).searchParams;
    assert.equal(expiryOf(query).getTime(), end.getTime());
  });

  test("that was changed is rejected with SignatureDoesNotMatch", async () => {
    await session.fillIn("hello.txt");
    const response = await fetch((await session.demo.link()).replace("hello.txt", "other.txt"));
    assert.match(await response.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
  });

  test("shows the type and size of the object when it is tested", async () => {
    await session.fillIn("hello.txt");
    await session.demo.button("Test link").click();
    await session.demo.page
      .getByText("The link works · text/plain; charset=utf-8 · 24 bytes")
      .waitFor();
  });

  test("signed with a wrong secret shows SignatureDoesNotMatch and a hint", async () => {
    await session.fillIn("hello.txt");
    await session.demo.field("Secret access key").fill("not-the-secret");
    await session.demo.button("Test link").click();
    const { field, code, text } = await session.demo.problem();
    assert.deepEqual([field, code], ["test", "SignatureDoesNotMatch"]);
    assert.match(text, /The secret key is wrong/);
  });

  test("that has expired by S3's clock shows that the request has expired", async () => {
    await session.fillIn("hello.txt");
    await session.demo.field("Valid for").fill("60");
    await session.demo.link();
    await session.stack.changeSettings({ clockOffsetSeconds: 300 });
    await session.demo.button("Test link").click();
    const { code, text } = await session.demo.problem();
    assert.equal(code, "AccessDenied");
    assert.match(text, /Request has expired.*Sign again/s);
  });

  test("is marked as expired after its lifetime", async () => {
    await session.demo.page.clock.install();
    await session.demo.page.reload();
    await session.fillIn("hello.txt");
    await session.demo.field("Valid for").fill("5 min");
    await session.demo.link();
    await session.demo.page.clock.fastForward("05:01");
    await session.demo.sign("expired").waitFor();
    await session.demo.page.getByText(/^expired at/).waitFor();
    assert.equal(await session.demo.button("Copy link").isDisabled(), true);
  });

  test("can be signed again after it has expired", async () => {
    await session.demo.page.clock.install();
    await session.demo.page.reload();
    await session.fillIn("hello.txt");
    await session.demo.field("Valid for").fill("5 min");
    const first = await session.demo.link();
    await session.demo.page.clock.fastForward("05:01");
    await session.demo.sign("expired").waitFor();
    await session.demo.button("Sign again").click();
    assert.notEqual(await session.demo.link(), first);
  });

  test("warns if the expiration of its session token is unknown", async () => {
    await session.demo.guestButton.click();
    await session.demo.link();
    await session.demo.field("Expiration").fill("");
    const limit = session.demo.page.locator("#link-limit");
    await limit.getByText("It may stop working earlier").waitFor();
    await session.demo.page.getByText(/^valid until .* at the latest — .* left$/).waitFor();
  });

  test("has no such warning without a session token", async () => {
    await session.fillIn("hello.txt");
    await session.demo.link();
    assert.equal(await session.demo.page.locator("#link-limit").isVisible(), false);
    assert.equal(await session.demo.page.getByText("at the latest").isVisible(), false);
  });

  test("is copied completely", async () => {
    await session.fillIn("hello.txt");
    await session.demo.button("Copy link").click();
    await session.demo.button("Copied").waitFor();
    const copied = await session.demo.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await session.demo.link());
  });

  test("is copied completely without the clipboard API, although its session token is shortened on screen", async () => {
    await session.demo.guestButton.click();
    const link = await session.demo.link();
    await session.demo.page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await session.demo.button("Copy link").click();
    await session.demo.button("Copied").waitFor();
    await session.demo.field("Upload as").fill("");
    await session.demo.page.keyboard.press("ControlOrMeta+V");
    assert.equal(await session.demo.field("Upload as").inputValue(), link);
  });
});
