import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { type LyingServer, listing, object, say, startLyingServer } from "./lying-server.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();
let server: LyingServer;

before(async () => {
  server = await startLyingServer();
});
after(() => server.stop());
beforeEach(async () => {
  const { driver, stack } = session;
  await driver.paste(stack.exports.replace(stack.ready.s3, server.url), "Access key ID");
  await driver.field("Bucket").fill("bucket");
});

const LOGIN = say("<!doctype html><title>Login</title>");
const BILLION_LAUGHS = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${"ha".repeat(1000)}"><!ENTITY b "${"&a;".repeat(1000)}"><!ENTITY c "${"&b;".repeat(1000)}">]>`;

/** Formats a page of a listing that has another page after it. */
function truncated(token: string, contents: string): string {
  const next = `<NextContinuationToken>${token}</NextContinuationToken>`;
  return listing(contents, `<IsTruncated>true</IsTruncated>${next}`);
}

const status = (text: string | RegExp) =>
  session.driver.page.locator("#browse-status", { hasText: text });

describe("Browse", () => {
  for (const [name, lie] of Object.entries({
    "HTML instead of a listing": LOGIN,
    "a document with entities": say(BILLION_LAUGHS + listing(object("&c;"))),
    "a listing of 40 MB": say(listing(object("a") + " ".repeat(40_000_000))),
    "a page that says that it is truncated, and names no next page": say(
      listing(object("a"), "<IsTruncated>true</IsTruncated>"),
    ),
    "a page that names itself as the next page": say(truncated("same", object("a"))),
  })) {
    test(`reports ${name}`, async () => {
      server.lie(lie);
      await session.driver.open("Browse");
      const { field, code, text } = await session.driver.problem();
      assert.deepEqual([field, code], ["listing", "UnreadableReply"]);
      assert.match(text, /heck Endpoint/);
    });
  }

  for (const [name, lie] of Object.entries({
    "that never responds": () => {},
    "that sends empty pages without an end": (
      ...[response, count, url]: Parameters<typeof LOGIN>
    ) => say(truncated(String(count), ""))(response, count, url),
  })) {
    test(`stops on request with a server ${name}`, async () => {
      server.lie(lie);
      await session.driver.open("Browse");
      await status("Listing…").waitFor();
      await session.driver.button("Stop").click();
      await session.driver.button("Load more").waitFor();
      const { requests } = server;
      await session.driver.open("Link");
      assert.ok(server.requests - requests <= 1, "A request was sent after Stop.");
    });
  }

  test("stays responsive while it loads 100,000 names, which the server sends at once", async () => {
    const { driver } = session;
    const names = Array.from({ length: 100_000 }, (_, index) => object(`key-${index}`));
    server.lie(say(listing(names.join(""))));
    await driver.open("Browse");
    await driver.page.evaluate(() => {
      let last = performance.now();
      const longest = Object.assign(window, { longestPause: 0 });
      setInterval(() => {
        longest.longestPause = Math.max(longest.longestPause, performance.now() - last);
        last = performance.now();
      }, 10);
    });
    await driver.button("Load all").click();
    await status("Stopped after 100,000 names").waitFor();
    const pause = await driver.page.evaluate(() => Reflect.get(window, "longestPause") as number);
    assert.ok(pause < 3_000, `The page did not respond for ${pause} ms.`);
  });

  test("shows the names of objects as text, with every hidden character visible", async () => {
    const { driver } = session;
    const keys = [
      "a\u202Egpj.exe",
      "//x?#",
      "../../etc/passwd",
      "&lt;img src=x onerror=alert(1)&gt;",
    ];
    server.lie(say(listing(keys.map((key) => object(key)).join(""))));
    await driver.open("Browse");
    await status("4 names").waitFor();
    const names = await driver.page.locator("#browse-rows th").allTextContents();
    assert.deepEqual(names.sort(), [
      "../../etc/passwd",
      "//x?#",
      "<img src=x onerror=alert(1)>",
      "a[U+202E]gpj.exe",
    ]);
  });
});

describe("the account's buckets", () => {
  for (const [name, lie] of Object.entries({
    "HTML instead of their list": LOGIN,
    "a document with entities": say(
      `${BILLION_LAUGHS}<ListAllMyBucketsResult><Buckets><Bucket><Name>&c;</Name></Bucket></Buckets></ListAllMyBucketsResult>`,
    ),
    "an endless document": (...[response]: Parameters<typeof LOGIN>) => {
      const more = () => {
        while (response.write(" ".repeat(100_000)));
      };
      response.on("drain", more);
      more();
    },
  })) {
    test(`are not listed from ${name}`, async () => {
      server.lie(lie);
      await session.driver.open("Browse");
      server.lie(lie);
      await session.driver.button("List buckets").click();
      const found = session.driver.page.locator('[data-field="buckets"] .problem-code');
      assert.equal(await found.textContent(), "UnreadableReply");
    });
  }
});

describe("Doctor", () => {
  test("does not take a server of HTML for S3", async () => {
    server.lie(LOGIN);
    await session.driver.open("Doctor");
    await session.driver.button("Check").click();
    await session.driver.page.getByText(/did not respond as S3 does/).waitFor();
  });
});
