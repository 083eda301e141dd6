import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import decodeQR from "qr/decode.js";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

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
    const response = await fetch(await session.driver.link());
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  });

  test("is signed without a request", async () => {
    await session.fillIn("hello.txt");
    await session.driver.link();
    assert.deepEqual([...session.driver.origins], [session.stack.ready.page]);
  });

  test("changes while the key is typed", async () => {
    await session.fillIn("a");
    await session.driver.field("Object key").press("End");
    await session.driver.page.keyboard.type("bc");
    assert.equal(
      new URL(await session.driver.link()).pathname,
      `/${session.stack.ready.bucket}/abc`,
    );
  });

  test("updates the S3 URI with bucket and key", async () => {
    await session.fillIn("a");
    await session.driver.field("Object key").fill("b/c");
    assert.equal(
      await session.driver.field("S3 URI").inputValue(),
      `s3://${session.stack.ready.bucket}/b/c`,
    );
  });

  test("accepts an S3 URI that is pasted into the key", async () => {
    await session.fillIn("a");
    await session.driver.field("Object key").fill("");
    await session.driver.paste("s3://other-bucket/b c", "Object key");
    assert.equal(new URL(await session.driver.link()).pathname, "/other-bucket/b%20c");
  });

  test("keeps a space at the end of a key", async () => {
    await session.fillIn("a ");
    assert.equal(
      new URL(await session.driver.link()).pathname,
      `/${session.stack.ready.bucket}/a%20`,
    );
  });

  test("has a curl command that downloads the same bytes", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "s3-signpost-curl-"));
    t.after(() => rm(folder, { recursive: true }));
    const bytes = sampleBytes(1_000);
    await session.put("links/it's.bin", bytes);
    await session.driver.link();
    const command = await session.driver.copyAs("curl");
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
    await session.driver.page.route("**/stack.json", (route) => route.fulfill({ status: 404 }));
    await session.driver.page.reload();
    await session.fillIn("hello.txt");
    await session.driver.link();
    assert.equal(await session.driver.guestButton.isVisible(), false);
  });

  test("returns the requested Content-Disposition", async () => {
    await session.fillIn("hello.txt");
    await session.driver.page.getByText("Version, encryption, headers").click();
    await session.driver
      .field("Response Content-Disposition")
      .fill('attachment; filename="x y.txt"');
    const response = await fetch(await session.driver.link());
    assert.equal(response.headers.get("content-disposition"), 'attachment; filename="x y.txt"');
  });

  test("shows its signed headers and works with them", async () => {
    await session.fillIn("links/with-headers.txt");
    await session.driver.choose("Upload PUT");
    await session.driver.page.getByText("Version, encryption, headers").click();
    await session.driver
      .field("Signed headers")
      .fill("x-amz-meta-author: Ada\nContent-Type: text/csv");
    const shown = await session.driver.page.locator("#link-headers-list").textContent();
    const headers = (shown ?? "").split("\n").map((line) => line.split(": ") as [string, string]);
    const response = await fetch(await session.driver.link(), {
      method: "PUT",
      headers,
      body: "a,b",
    });
    assert.equal(response.status, 200, await response.text());
  });

  test("does not work without its signed headers", async () => {
    await session.fillIn("links/without-headers.txt");
    await session.driver.choose("Upload PUT");
    await session.driver.page.getByText("Version, encryption, headers").click();
    await session.driver.field("Signed headers").fill("x-amz-meta-author: Ada");
    const response = await fetch(await session.driver.link(), { method: "PUT", body: "a,b" });
    assert.equal(response.status, 403);
  });

  test("of the operation DELETE deletes the object", async () => {
    await session.put("links/to-delete.txt", "gone soon");
    const get = await session.driver.link();
    await session.driver.choose("Delete DELETE");
    await fetch(await session.driver.link(), { method: "DELETE" });
    assert.equal((await fetch(get)).status, 404);
  });

  test("expires on the selected date", async () => {
    await session.fillIn("hello.txt");
    await session.driver.choose("On a date");
    const end = new Date(Date.now() + 2 * 86_400_000);
    end.setMilliseconds(0);
    await session.driver.setDate("Valid until", end);
    const query = new URL(await session.driver.link()).searchParams;
    assert.equal(expiryOf(query).getTime(), end.getTime());
  });

  test("stays as it is while its input does", async () => {
    await session.driver.page.clock.install();
    await session.driver.page.reload();
    await session.fillIn("hello.txt");
    const first = await session.driver.link();
    await session.driver.page.clock.fastForward("00:10");
    await session.driver.field("Bucket").press("End");
    await session.driver.field("Object key").dispatchEvent("change");
    assert.equal(await session.driver.link(), first);
  });

  test("that was changed is rejected with SignatureDoesNotMatch", async () => {
    await session.fillIn("hello.txt");
    const response = await fetch((await session.driver.link()).replace("hello.txt", "other.txt"));
    assert.match(await response.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
  });

  test("shows the type and size of the object when it is tested", async () => {
    await session.fillIn("hello.txt");
    await session.driver.button("Test link").click();
    await session.driver.page
      .getByText("The link works · text/plain; charset=utf-8 · 24 bytes")
      .waitFor();
  });

  test("signed with a wrong secret shows SignatureDoesNotMatch and a hint", async () => {
    await session.fillIn("hello.txt");
    await session.driver.field("Secret access key").fill("not-the-secret");
    await session.driver.button("Test link").click();
    const { field, code, text } = await session.driver.problem();
    assert.deepEqual([field, code], ["test", "SignatureDoesNotMatch"]);
    assert.match(text, /The secret key is wrong/);
  });

  test("that has expired by S3's clock shows that the request has expired", async () => {
    await session.fillIn("hello.txt");
    await session.driver.field("Valid for").fill("60");
    await session.driver.link();
    await session.stack.changeSettings({ clockOffsetSeconds: 300 });
    await session.driver.button("Test link").click();
    const { code, text } = await session.driver.problem();
    assert.equal(code, "AccessDenied");
    assert.match(text, /Request has expired.*Sign again/s);
  });

  test("is marked as expired after its lifetime", async () => {
    await session.driver.page.clock.install();
    await session.driver.page.reload();
    await session.fillIn("hello.txt");
    await session.driver.field("Valid for").fill("5 min");
    await session.driver.link();
    await session.driver.page.clock.fastForward("05:01");
    await session.driver.sign("expired").waitFor();
    await session.driver.page.getByText(/^expired at/).waitFor();
    assert.equal(await session.driver.button("Copy link").isDisabled(), true);
  });

  test("can be signed again after it has expired", async () => {
    await session.driver.page.clock.install();
    await session.driver.page.reload();
    await session.fillIn("hello.txt");
    await session.driver.field("Valid for").fill("5 min");
    const first = await session.driver.link();
    await session.driver.page.clock.fastForward("05:01");
    await session.driver.sign("expired").waitFor();
    await session.driver.button("Sign again").click();
    assert.notEqual(await session.driver.link(), first);
  });

  test("warns if the expiration of its session token is unknown", async () => {
    await session.driver.guestButton.click();
    await session.driver.link();
    await session.driver.field("Expiration").fill("");
    const limit = session.driver.page.locator("#link-limit");
    await limit.getByText("It ends with the credentials, whose end is unknown").waitFor();
    await session.driver.page.getByText(/^valid until .* at the latest — .* left$/).waitFor();
  });

  test("has no such warning without a session token", async () => {
    await session.fillIn("hello.txt");
    await session.driver.link();
    assert.equal(await session.driver.page.locator("#link-limit").isVisible(), false);
    assert.equal(await session.driver.page.getByText("at the latest").isVisible(), false);
  });

  test("downloads under the name of Download as", async () => {
    await session.fillIn("hello.txt");
    await session.driver.field("Download as").fill("Bericht für März.txt");
    const response = await fetch(await session.driver.link());
    assert.match(
      response.headers.get("content-disposition") ?? "",
      /^attachment;.*filename\*=UTF-8''Bericht%20f%C3%BCr%20M%C3%A4rz\.txt$/,
    );
  });

  test("of the operation PUT can refuse to replace an object", async () => {
    await session.fillIn("hello.txt");
    await session.driver.choose("Upload PUT");
    await session.driver.page.getByText("Version, encryption, headers").click();
    await session.driver.page.getByLabel("Refuse to replace an existing object").check();
    const response = await fetch(await session.driver.link(), {
      method: "PUT",
      headers: { "if-none-match": "*" },
      body: "new",
    });
    assert.equal(response.status, 412);
  });

  test("says what it allows, and until when", async () => {
    await session.fillIn("hello.txt");
    await session.driver.choose("Delete DELETE");
    await session.driver.page
      .getByText(/^Whoever has this link can delete the object until \w{3} \d\d:\d\d \S+\.$/)
      .waitFor();
  });

  test("has a QR code that contains it", async () => {
    await session.fillIn("hello.txt");
    const link = await session.driver.link();
    await session.driver.page.getByText("QR code", { exact: true }).click();
    const picture = await session.driver.page.locator("#qr svg").screenshot();
    const { width, height, data } = await session.driver.page.evaluate(
      async (url) => {
        const image = Object.assign(new Image(), { src: url });
        await image.decode();
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: image.width, height: image.height });
        const context = canvas.getContext("2d") as CanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        const pixels = context.getImageData(0, 0, image.width, image.height).data;
        return { width: image.width, height: image.height, data: Array.from(pixels) };
      },
      `data:image/png;base64,${picture.toString("base64")}`,
    );
    assert.equal(decodeQR({ width, height, data: Uint8Array.from(data) }), link);
  });

  test("that was copied is in the list of links, without its signature in the document", async () => {
    await session.fillIn("hello.txt");
    const link = await session.driver.link();
    await session.driver.button("Copy link").click();
    await session.driver.field("Object key").fill("other.txt");
    const row = session.driver.page.getByRole("row", { name: /^hello\.txt Download/ });
    await row.waitFor();
    const signature = new URL(link).searchParams.get("X-Amz-Signature") ?? "none";
    assert.equal((await session.driver.page.content()).includes(signature), false);
    await row.getByRole("button").click();
    await row.getByText("Copied").waitFor();
    assert.equal(await session.driver.page.evaluate(() => navigator.clipboard.readText()), link);
  });

  test("in a region that does not exist has a warning with the similar region", async () => {
    await session.fillIn("hello.txt");
    await session.driver.field("Endpoint").evaluate((field) => {
      (field as HTMLInputElement).value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await session.driver.field("Region").fill("eu-west1");
    await session.driver.button("Use eu-west-1").click();
    assert.match(await session.driver.link(), /%2Feu-west-1%2Fs3%2F/);
    assert.equal(await session.driver.page.locator("#link-warnings li").count(), 0);
  });

  test("is copied completely", async () => {
    await session.fillIn("hello.txt");
    await session.driver.button("Copy link").click();
    await session.driver.button("Copied").waitFor();
    const copied = await session.driver.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await session.driver.link());
  });

  test("is copied completely without the clipboard API, although its session token is shortened on screen", async () => {
    await session.driver.guestButton.click();
    const link = await session.driver.link();
    await session.driver.page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await session.driver.button("Copy link").click();
    await session.driver.button("Copied").waitFor();
    await session.driver.page.getByText("Version, encryption, headers").click();
    await session.driver.field("Version ID").focus();
    await session.driver.page.keyboard.press("ControlOrMeta+V");
    assert.equal(await session.driver.field("Version ID").inputValue(), link);
  });
});
