import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useEveryView } from "./every-view.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Fields and outputs that may show a secret or a signed URL: each view has its own. */
const OWN_PLACES =
  "#secret-access-key, #session-token, #link, #open-link, #formatted, #qr, #many-preview, #inspect-url, #explain-request";

/** Everything that the page has left outside the fields and outputs of its views, by place. */
async function traces(): Promise<Record<string, string>> {
  return session.driver.page.evaluate(async (own) => {
    const html = document.documentElement.cloneNode(true) as HTMLElement;
    for (const element of html.querySelectorAll(own)) element.remove();
    const fields = [...document.querySelectorAll("input, textarea, select")] as HTMLInputElement[];
    const files = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return {
      document: html.outerHTML,
      fields: fields.map((field) => (field.matches(own) ? "" : field.value)).join("\n"),
      title: document.title,
      address: location.href,
      state: JSON.stringify(history.state),
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      databases: JSON.stringify(await indexedDB.databases()),
      caches: files
        .flat()
        .map(({ url }) => url)
        .join("\n"),
      cookies: document.cookie,
    };
  }, OWN_PLACES);
}

/** The traces of a use of every view, and the secrets that it used. */
interface Use {
  secrets: string[];
  traces: Record<string, string>;
  consoleErrors: string[];
  origins: string[];
  referrers: string[];
  stored: string[];
}

let use: Promise<Use> | undefined;

/** Uses every view once for all tests. */
function usePage(): Promise<Use> {
  use ??= watchUse();
  return use;
}

async function watchUse(): Promise<Use> {
  const { driver } = session;
  const said: string[] = [];
  const visited: string[] = [];
  const referrers: string[] = [];
  driver.page.on("console", (message) => said.push(message.text()));
  driver.page.on("framenavigated", (frame) => visited.push(frame.url()));
  driver.context.on("request", (request) => {
    const { referer } = request.headers();
    if (referer) referrers.push(referer);
  });
  await driver.page.getByLabel("Remember bucket").check();
  const secrets = [...(await useEveryView(session)), "X-Amz-Signature="];
  const watched = { console: said.join("\n"), history: visited.join("\n") };
  return {
    secrets,
    traces: { ...(await traces()), ...watched },
    consoleErrors: driver.consoleErrors,
    origins: [...driver.origins].sort(),
    referrers,
    stored: await driver.stored(),
  };
}

describe("using every view", () => {
  test("leaves no secret and no signed URL outside the fields and outputs of the views", async () => {
    const { secrets, traces } = await usePage();
    const leaks = Object.entries(traces).flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
    );
    assert.deepEqual(leaks, []);
  });

  test("causes no error in the console but those of refused requests", async () => {
    const { consoleErrors } = await usePage();
    const others = consoleErrors.filter((text) => !text.startsWith("Failed to load resource"));
    assert.deepEqual(others, []);
  });

  test("stores nothing but the files of the page and the location that is to be remembered", async () => {
    const { stored } = await usePage();
    const others = stored.filter((name) => !name.startsWith("s3-signpost-page-"));
    assert.deepEqual(others, ["s3-signpost"]);
  });

  test("sends requests only to the page's origin, S3 and Cognito, without a referrer", async () => {
    const { origins, referrers } = await usePage();
    const { page, s3, identity } = session.stack.ready;
    assert.deepEqual([origins, referrers], [[page, s3, identity].sort(), []]);
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
    await useEveryView(session);
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
