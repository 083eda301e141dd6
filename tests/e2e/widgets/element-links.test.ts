import assert from "node:assert/strict";
import { test } from "node:test";
import { elementSession } from "./element-session.ts";

const session = elementSession();

/** Opens a page whose client is that of a guest. */
function open(content: string) {
  return session.open(`<s3-client ${session.attributes}>${content}</s3-client>`);
}

/** The URL of the link. */
function href(): Promise<string> {
  return session.page.getByRole("link").evaluate((link) => (link as HTMLAnchorElement).href);
}

function signatureIn(url: string): string | null {
  return new URL(url).searchParams.get("X-Amz-Signature");
}

test("a link downloads an object under the name of download-as", async () => {
  const page = await open('<s3-link key="hello.txt" download-as="Grüße.txt">Hello</s3-link>');
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Hello" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "Grüße.txt");
  assert.equal(await download.failure(), null);
});

for (const [way, use] of [
  ["the pointer enters it", () => session.page.getByRole("link").hover()],
  ["it gets the focus", () => session.page.getByRole("link").focus()],
] as const) {
  test(`a link is signed anew when ${way}`, async () => {
    const page = await open('<s3-link key="hello.txt">Hello</s3-link>');
    await page.getByRole("link").waitFor();
    const before = await href();
    await page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 60_000;
    });
    await use();
    assert.notEqual(signatureIn(await href()), signatureIn(before));
  });
}

test("the slot countdown shows the time until the link expires", async () => {
  const page = await open(
    '<s3-link key="hello.txt" expires-in="90">Hello <span slot="countdown">…</span></s3-link>',
  );
  await page.getByText(/^1:(30|2\d)$/).waitFor();
});

test("an expires-in that is no number is reported, and the link has no URL", async () => {
  const page = await open('<s3-link key="hello.txt">Hello</s3-link>');
  await page.getByRole("link").waitFor();
  await page.evaluate(() =>
    document.querySelector("s3-link")?.setAttribute("expires-in", "5 minutes"),
  );
  assert.equal(await page.getByRole("link").count(), 0);
  assert.deepEqual(await page.evaluate(() => codes), ["InvalidExpiry"]);
});

test("the nearest client wins, and a client that is set wins over it", async () => {
  const page = await open(
    `<s3-client bucket="inner" region="eu-west-1" identity-pool="eu-west-1:0-0" endpoint="${session.stack.ready.s3}" identity-endpoint="${session.stack.ready.identity}">
      <s3-link key="a">A</s3-link>
    </s3-client>`,
  );
  // The inner client's pool does not exist.
  await page.waitForFunction(() => codes.length > 0);
  assert.deepEqual(await page.evaluate(() => codes), ["ResourceNotFoundException"]);
  session.errors.length = 0;
  await page.evaluate(() => {
    const [outer] = document.querySelectorAll("s3-client");
    const link = document.querySelector("s3-link");
    if (link && outer) link.client = outer.client;
  });
  await page.getByRole("link").waitFor();
  assert.ok((await href()).startsWith(`${session.stack.ready.s3}/${session.stack.ready.bucket}/a`));
});

test("a link follows the attributes of its client", async () => {
  const page = await open('<s3-link key="hello.txt">Hello</s3-link>');
  await page.getByRole("link").waitFor();
  await page.evaluate(() => document.querySelector("s3-client")?.setAttribute("bucket", "other"));
  await page.waitForFunction(() => {
    const link = document.querySelector("s3-link")?.shadowRoot?.querySelector("a");
    return link?.href.includes("/other/hello.txt");
  });
});

test("a link without a client reports that when it is clicked", async () => {
  const page = await session.open("<s3-link key='a'>A</s3-link>");
  const code = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("s3-error", (event) =>
          resolve((event as CustomEvent).detail.error.message),
        );
      }),
  );
  await page.getByText("A", { exact: true }).click();
  assert.match(String(await code), /^`client` must be set/);
});
