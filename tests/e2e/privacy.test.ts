import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { someBytes, visits } from "./visit.ts";

const visit = visits();

/** All that the page does: guest credentials, a link tried, a download and an upload. */
async function doEverything(): Promise<void> {
  const { demo } = visit;
  await demo.guestButton.click();
  await demo.link();
  await demo.button("Test link").click();
  await demo.page.getByText(/^The link works/).waitFor();
  await demo.button("Download").click();
  await demo.page.locator("#download-outcome", { hasText: "Done" }).waitFor();
  await demo.pickFile("photo.png", "image/png", someBytes(50_000));
  await demo.button("Upload").click();
  await demo.page.locator("#upload-outcome", { hasText: "Done" }).waitFor();
}

describe("a whole visit", () => {
  test("leaves no complaint in the console", async () => {
    await doEverything();
    assert.deepEqual(visit.demo.complaints, []);
  });

  test("leaves nothing in the browser's storage", async () => {
    await doEverything();
    assert.deepEqual(await visit.demo.stored(), []);
  });

  test("asks no one but the page's own origin, S3 and Cognito", async () => {
    await doEverything();
    const { page, s3, identity } = visit.stack.ready;
    assert.deepEqual([...visit.demo.origins].sort(), [page, s3, identity].sort());
  });

  test("puts no secret into the text of the page", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.link();
    const html = await visit.demo.page.content();
    assert.equal(html.includes(visit.stack.ready.secretAccessKey), false);
  });
});

describe("the secret", () => {
  test("is hidden until it is asked for", async () => {
    await visit.fillIn("hello.txt");
    const secret = visit.demo.field("Secret access key");
    const before = await secret.getAttribute("type");
    await visit.demo.button("Show secrets").click();
    assert.deepEqual([before, await secret.getAttribute("type")], ["password", "text"]);
  });

  test("is gone once the fields are cleared", async () => {
    await visit.fillIn("hello.txt");
    await visit.demo.button("Clear").click();
    assert.equal(await visit.demo.field("Secret access key").inputValue(), "");
  });
});

describe("the page", () => {
  test("lets no script, style or picture in from anywhere else", async () => {
    const blocked = await visit.demo.page.evaluate(async () => {
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
    const outer = await visit.demo.page.context().newPage();
    await outer.setContent(`<iframe src="${visit.stack.ready.page}/"></iframe>`);
    await outer.waitForLoadState("load");
    const frame = outer.frames()[1];
    assert.ok(frame);
    assert.equal(await frame.locator("h1", { hasText: "s3-signpost" }).count(), 0);
    await outer.close();
  });

  test("is nowhere wider than a phone of 360 px", async () => {
    await visit.demo.page.setViewportSize({ width: 360, height: 740 });
    await doEverything();
    const excess = await visit.demo.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(excess, 0);
  });
});

describe("the stack's control endpoint", () => {
  test("refuses a POST that a page may send without a preflight", async () => {
    const address = `${visit.stack.ready.identity}/_stack/faults`;
    await visit.demo.page.evaluate(async (url) => {
      const fault = { times: 0, effect: { type: "error", status: 500, code: "InternalError" } };
      await fetch(url, { method: "POST", mode: "no-cors", body: JSON.stringify(fault) });
    }, address);
    assert.deepEqual(await (await fetch(address)).json(), []);
  });
});
