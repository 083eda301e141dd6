import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Uses every function of the page: guest credentials, a tested link, a download and an upload. */
async function doEverything(): Promise<void> {
  const { driver } = session;
  await driver.guestButton.click();
  await driver.link();
  await driver.button("Test link").click();
  await driver.page.getByText(/^The link works/).waitFor();
  await driver.open("Transfer");
  await driver.field("Object key").fill("hello.txt");
  await driver.button("Download").click();
  await driver.page.locator("#download-outcome", { hasText: "Done" }).waitFor();
  await driver.pickFile("photo.png", "image/png", sampleBytes(50_000));
  await driver.button("Upload").click();
  await driver.page.locator("#upload-outcome", { hasText: "Done" }).waitFor();
}

describe("using the whole page", () => {
  test("causes no error or warning in the console", async () => {
    await doEverything();
    assert.deepEqual(session.driver.consoleErrors, []);
  });

  test("stores nothing in the browser but the files of the page", async () => {
    await doEverything();
    const stored = await session.driver.stored();
    assert.deepEqual(
      stored.filter((name) => !name.startsWith("s3-signpost-page-")),
      [],
    );
  });

  test("sends requests only to the page's origin, S3 and Cognito", async () => {
    await doEverything();
    const { page, s3, identity } = session.stack.ready;
    assert.deepEqual([...session.driver.origins].sort(), [page, s3, identity].sort());
  });

  test("puts no secret into the document", async () => {
    await session.fillIn("hello.txt");
    await session.driver.link();
    const html = await session.driver.page.content();
    assert.equal(html.includes(session.stack.ready.secretAccessKey), false);
  });
});

describe("the secret", () => {
  test("is hidden until it is shown on request", async () => {
    await session.fillIn("hello.txt");
    const secret = session.driver.field("Secret access key");
    const before = await secret.getAttribute("type");
    await session.driver.button("Show secrets").click();
    assert.deepEqual([before, await secret.getAttribute("type")], ["password", "text"]);
  });

  test("is removed when the fields are cleared", async () => {
    await session.fillIn("hello.txt");
    await session.driver.button("Clear").click();
    assert.equal(await session.driver.field("Secret access key").inputValue(), "");
  });
});

describe("the page", () => {
  test("loads no script, style or picture from another origin", async () => {
    const blocked = await session.driver.page.evaluate(async () => {
      // The policy of the header and that of the document each report a violation.
      const directives = new Set<string>();
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        directives.add(effectiveDirective);
      });
      const elements = [
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
      return [...directives].sort();
    });
    assert.deepEqual(blocked, ["img-src", "style-src-elem"]);
  });

  for (const [name, assign] of Object.entries({
    "a script of another origin": () => {
      document.createElement("script").src = "https://example.com/a.js";
    },
    "HTML from a text": () => {
      document.body.innerHTML = "<p></p>";
    },
  })) {
    test(`refuses ${name}, by Trusted Types`, async (t) => {
      const page = session.driver.page;
      if (!(await page.evaluate(() => "trustedTypes" in window))) return t.skip("no Trusted Types");
      await assert.rejects(page.evaluate(assign), /TrustedScriptURL|TrustedHTML/);
    });
  }

  test("cannot be framed", async () => {
    const outer = await session.driver.page.context().newPage();
    await outer.setContent(`<iframe src="${session.stack.ready.page}/"></iframe>`);
    await outer.waitForLoadState("load");
    const frame = outer.frames()[1];
    assert.ok(frame);
    assert.equal(await frame.locator("h1", { hasText: "s3-signpost" }).count(), 0);
    await outer.close();
  });

  test("fits a viewport of 360 px", async () => {
    await session.driver.page.setViewportSize({ width: 360, height: 740 });
    await doEverything();
    const excess = await session.driver.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(excess, 0);
  });
});

describe("the stack's control endpoint", () => {
  test("rejects a POST that a page may send without a preflight", async () => {
    const address = `${session.stack.ready.identity}/_stack/faults`;
    await session.driver.page.evaluate(async (url) => {
      const fault = { times: 0, effect: { type: "error", status: 500, code: "InternalError" } };
      await fetch(url, { method: "POST", mode: "no-cors", body: JSON.stringify(fault) });
    }, address);
    assert.deepEqual(await (await fetch(address)).json(), []);
  });
});
