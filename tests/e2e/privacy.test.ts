import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { demoSession } from "./demo-session.ts";
import { sampleBytes } from "./sample-bytes.ts";

const session = demoSession();

/** Uses every function of the page: guest credentials, a tested link, a download and an upload. */
async function doEverything(): Promise<void> {
  const { demo } = session;
  await demo.guestButton.click();
  await demo.link();
  await demo.button("Test link").click();
  await demo.page.getByText(/^The link works/).waitFor();
  await demo.button("Download").click();
  await demo.page.locator("#download-outcome", { hasText: "Done" }).waitFor();
  await demo.pickFile("photo.png", "image/png", sampleBytes(50_000));
  await demo.button("Upload").click();
  await demo.page.locator("#upload-outcome", { hasText: "Done" }).waitFor();
}

describe("using the whole page", () => {
  test("causes no error or warning in the console", async () => {
    await doEverything();
    assert.deepEqual(session.demo.consoleErrors, []);
  });

  test("stores nothing in the browser", async () => {
    await doEverything();
    assert.deepEqual(await session.demo.stored(), []);
  });

  test("sends requests only to the page's origin, S3 and Cognito", async () => {
    await doEverything();
    const { page, s3, identity } = session.stack.ready;
    assert.deepEqual([...session.demo.origins].sort(), [page, s3, identity].sort());
  });

  test("puts no secret into the document", async () => {
    await session.fillIn("hello.txt");
    await session.demo.link();
    const html = await session.demo.page.content();
    assert.equal(html.includes(session.stack.ready.secretAccessKey), false);
  });
});

describe("the secret", () => {
  test("is hidden until it is shown on request", async () => {
    await session.fillIn("hello.txt");
    const secret = session.demo.field("Secret access key");
    const before = await secret.getAttribute("type");
    await session.demo.button("Show secrets").click();
    assert.deepEqual([before, await secret.getAttribute("type")], ["password", "text"]);
  });

  test("is removed when the fields are cleared", async () => {
    await session.fillIn("hello.txt");
    await session.demo.button("Clear").click();
    assert.equal(await session.demo.field("Secret access key").inputValue(), "");
  });
});

describe("the page", () => {
  test("loads no script, style or picture from another origin", async () => {
    const blocked = await session.demo.page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        directives.push(effectiveDirective);
      });
      const elements = [
        Object.assign(document.createElement("script"), { src: "https://example.com/a.js" }),
        Object.assign(document.createElement("link"), {
          rel: "stylesheet",
          href: "https://example.com/a.css",
        }),
        Object.assign(document.createElement("img"), { src: "https://example.com/a.png" }),
      ];
      const failures = elements.map((element) => {
        const failed = new Promise((resolve) => element.addEventListener("error", resolve));
        document.head.append(element);
        return failed;
      });
      await Promise.all(failures);
      return directives.sort();
    });
    assert.deepEqual(blocked, ["img-src", "script-src-elem", "style-src-elem"]);
  });

  test("cannot be framed", async () => {
    const outer = await session.demo.page.context().newPage();
    await outer.setContent(`<iframe src="${session.stack.ready.page}/"></iframe>`);
    await outer.waitForLoadState("load");
    const frame = outer.frames()[1];
    assert.ok(frame);
    assert.equal(await frame.locator("h1", { hasText: "s3-signpost" }).count(), 0);
    await outer.close();
  });

  test("fits a viewport of 360 px", async () => {
    await session.demo.page.setViewportSize({ width: 360, height: 740 });
    await doEverything();
    const excess = await session.demo.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(excess, 0);
  });
});

describe("the stack's control endpoint", () => {
  test("rejects a POST that a page may send without a preflight", async () => {
    const address = `${session.stack.ready.identity}/_stack/faults`;
    await session.demo.page.evaluate(async (url) => {
      const fault = { times: 0, effect: { type: "error", status: 500, code: "InternalError" } };
      await fetch(url, { method: "POST", mode: "no-cors", body: JSON.stringify(fault) });
    }, address);
    assert.deepEqual(await (await fetch(address)).json(), []);
  });
});
