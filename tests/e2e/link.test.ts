import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { someBytes, visits } from "./visit.ts";

const visit = visits();

/** When a link ends, by its own parameters. */
function endOf(query: URLSearchParams): Date {
  const date = query.get("X-Amz-Date") ?? "";
  const iso = date.replace(/^(....)(..)(..T..)(..)(..)Z$/, "$1-$2-$3:$4:$5Z");
  return new Date(Date.parse(iso) + Number(query.get("X-Amz-Expires")) * 1000);
}

describe("a link", () => {
  test("fetches the bytes that a PUT link of the same page stored", async () => {
    const bytes = someBytes(70_000);
    await visit.put("links/ä b+c%25d'(1)?&#.bin", bytes);
    const reply = await fetch(await visit.demo.link());
    assert.deepEqual(new Uint8Array(await reply.arrayBuffer()), bytes);
  });

  test("is there without a request being sent", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.link();
    assert.deepEqual([...visit.demo.origins], [visit.stack.ready.page]);
  });

  test("follows the key as it is typed", async () => {
    await visit.fillIn("a");
    await visit.demo.field("Object key").press("End");
    await visit.demo.page.keyboard.type("bc");
    assert.equal(new URL(await visit.demo.link()).pathname, `/${visit.stack.ready.bucket}/abc`);
  });

  test("keeps the S3 URI in step with bucket and key", async () => {
    await visit.fillIn("a");
    await visit.demo.field("Object key").fill("b/c");
    assert.equal(
      await visit.demo.field("S3 URI").inputValue(),
      `s3://${visit.stack.ready.bucket}/b/c`,
    );
  });

  test("takes an S3 URI that is pasted into the field of the key", async () => {
    await visit.fillIn("a");
    await visit.demo.field("Object key").fill("");
    await visit.demo.paste("s3://other-bucket/b c", "Object key");
    assert.equal(new URL(await visit.demo.link()).pathname, "/other-bucket/b%20c");
  });

  test("takes a space at the end of a key as part of it", async () => {
    await visit.fillIn("a ");
    assert.equal(new URL(await visit.demo.link()).pathname, `/${visit.stack.ready.bucket}/a%20`);
  });

  test("comes as a curl command that fetches the same bytes", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "s3-signpost-curl-"));
    t.after(() => rm(folder, { recursive: true }));
    const bytes = someBytes(1_000);
    await visit.put("links/it's.bin", bytes);
    await visit.demo.link();
    const command = (await visit.demo.page.locator("#curl").textContent()) ?? "";
    try {
      await promisify(execFile)("sh", ["-c", command], { cwd: folder });
    } catch (error) {
      // 127: this machine has no curl, or no sh at all.
      const { code } = error as { code: unknown };
      if (code === 127 || code === "ENOENT") return t.skip("there is no curl here");
      throw error;
    }
    assert.deepEqual(new Uint8Array(await readFile(join(folder, "it's.bin"))), bytes);
  });

  test("can be had where no local stack serves the page, without a button for guests", async () => {
    await visit.demo.page.route("**/stack.json", (route) => route.fulfill({ status: 404 }));
    await visit.demo.page.reload();
    await visit.fillIn("hello.txt");
    await visit.demo.link();
    assert.equal(await visit.demo.guestButton.isVisible(), false);
  });

  test("answers with the Content-Disposition that was asked for", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.page.getByText("Headers, query parameters, response headers").click();
    await visit.demo.field("Response Content-Disposition").fill('attachment; filename="x y.txt"');
    const reply = await fetch(await visit.demo.link());
    assert.equal(reply.headers.get("content-disposition"), 'attachment; filename="x y.txt"');
  });

  test("shows the headers that must go with it, and works with them", async () => {
    await visit.fillIn("links/with-headers.txt");
    await visit.demo.choose("Upload PUT");
    await visit.demo.page.getByText("Headers, query parameters, response headers").click();
    await visit.demo.field("Signed headers").fill("x-amz-meta-author: Ada\nContent-Type: text/csv");
    const shown = await visit.demo.page.locator("#link-headers-list").textContent();
    const headers = (shown ?? "").split("\n").map((line) => line.split(": ") as [string, string]);
    const reply = await fetch(await visit.demo.link(), { method: "PUT", headers, body: "a,b" });
    assert.equal(reply.status, 200, await reply.text());
  });

  test("does not work without the headers that were signed", async () => {
    await visit.fillIn("links/without-headers.txt");
    await visit.demo.choose("Upload PUT");
    await visit.demo.page.getByText("Headers, query parameters, response headers").click();
    await visit.demo.field("Signed headers").fill("x-amz-meta-author: Ada");
    const reply = await fetch(await visit.demo.link(), { method: "PUT", body: "a,b" });
    assert.equal(reply.status, 403);
  });

  test("deletes the object when it is a DELETE link", async () => {
    await visit.put("links/to-delete.txt", "gone soon");
    const get = await visit.demo.link();
    await visit.demo.choose("Delete DELETE");
    await fetch(await visit.demo.link(), { method: "DELETE" });
    assert.equal((await fetch(get)).status, 404);
  });

  test("is signed for the date that was chosen", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.choose("On a date");
    const end = new Date(Date.now() + 2 * 86_400_000);
    end.setMilliseconds(0);
    await visit.demo.setDate("Valid until", end);
    const query = new URL(await visit.demo.link()).searchParams;
    assert.equal(endOf(query).getTime(), end.getTime());
  });

  test("is refused by S3 as SignatureDoesNotMatch once it is tampered with", async () => {
    await visit.fillIn("hello.txt");
    const reply = await fetch((await visit.demo.link()).replace("hello.txt", "other.txt"));
    assert.match(await reply.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
  });

  test("says what it leads to when it is tried", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Test link").click();
    await visit.demo.page
      .getByText("The link works · text/plain; charset=utf-8 · 24 bytes")
      .waitFor();
  });

  test("says SignatureDoesNotMatch, and what to look at, when the secret is wrong", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Secret access key").fill("not-the-secret");
    await visit.demo.button("Test link").click();
    const { field, code, text } = await visit.demo.problem();
    assert.deepEqual([field, code], ["test", "SignatureDoesNotMatch"]);
    assert.match(text, /The secret key is wrong/);
  });

  test("says that the request has expired when S3's clock has passed its end", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.field("Valid for").fill("60");
    await visit.demo.link();
    await visit.stack.change({ clockOffsetSeconds: 300 });
    await visit.demo.button("Test link").click();
    const { code, text } = await visit.demo.problem();
    assert.equal(code, "AccessDenied");
    assert.match(text, /Request has expired.*Sign again/s);
  });

  test("is visibly expired once its time is over", async () => {
    await visit.demo.page.clock.install();
    await visit.demo.page.reload();
    await visit.fillIn("hello.txt");
    await visit.demo.field("Valid for").fill("5 min");
    await visit.demo.link();
    await visit.demo.page.clock.fastForward("05:01");
    await visit.demo.sign("expired").waitFor();
    await visit.demo.page.getByText(/^expired at/).waitFor();
    assert.equal(await visit.demo.button("Copy link").isDisabled(), true);
  });

  test("can be signed again once it has expired", async () => {
    await visit.demo.page.clock.install();
    await visit.demo.page.reload();
    await visit.fillIn("hello.txt");
    await visit.demo.field("Valid for").fill("5 min");
    const first = await visit.demo.link();
    await visit.demo.page.clock.fastForward("05:01");
    await visit.demo.sign("expired").waitFor();
    await visit.demo.button("Sign again").click();
    assert.notEqual(await visit.demo.link(), first);
  });

  test("says that it may stop at any moment if the end of its session token is not known", async () => {
    await visit.demo.guestButton.click();
    await visit.demo.link();
    await visit.demo.field("Expiration").fill("");
    const limit = visit.demo.page.locator("#link-limit");
    await limit.getByText("It may stop working earlier").waitFor();
    await visit.demo.page.getByText(/^valid until .* at the latest — .* left$/).waitFor();
  });

  test("says nothing of the sort without a session token", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.link();
    assert.equal(await visit.demo.page.locator("#link-limit").isVisible(), false);
    assert.equal(await visit.demo.page.getByText("at the latest").isVisible(), false);
  });

  test("is copied whole", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Copy link").click();
    await visit.demo.button("Copied").waitFor();
    const copied = await visit.demo.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await visit.demo.link());
  });

  test("is copied whole without the clipboard API, with a session token that is cut for the eye", async () => {
    await visit.demo.guestButton.click();
    const link = await visit.demo.link();
    await visit.demo.page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await visit.demo.button("Copy link").click();
    await visit.demo.button("Copied").waitFor();
    await visit.demo.field("Upload as").fill("");
    await visit.demo.page.keyboard.press("ControlOrMeta+V");
    assert.equal(await visit.demo.field("Upload as").inputValue(), link);
  });
});
