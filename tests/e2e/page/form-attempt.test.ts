import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { chooseFile, openForm, readObject } from "./form-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** The MD5 of "abc", RFC 1321. */
const ABC = '"900150983cd24fb0d6963f7d28e17f72"';

async function outcome(text: string | RegExp): Promise<void> {
  await session.driver.page.locator("#form-outcome", { hasText: text }).waitFor();
}

/** Drops a file of this size, made inside the page. */
async function drop(name: string, size: number): Promise<void> {
  const { page } = session.driver;
  const dataTransfer = await page.evaluateHandle(
    ([name, size]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(size)], name));
      return transfer;
    },
    [name, size] as const,
  );
  await page.locator("#form-drop").dispatchEvent("drop", { dataTransfer });
}

describe("a tried form", () => {
  test("stores the file, and links to it", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await chooseFile(session);
    await driver.button("Upload").click();
    await outcome("S3 stored 3 bytes.");
    const facts = await driver.page.locator("#form-facts dd").allTextContents();
    const object = await readObject(stack, "uploads/abc.txt");
    assert.deepEqual(facts, ["uploads/abc.txt", ABC, "3 bytes"]);
    assert.equal(object.text, "abc");
    await driver.button("Make a link").click();
    const response = await fetch(await driver.link());
    assert.equal(await response.text(), "abc");
  });

  test("takes a dropped file", async () => {
    const { driver } = session;
    await openForm(session);
    await drop("dropped.txt", 3);
    await driver.button("Upload").click();
    await outcome("S3 stored 3 bytes.");
  });

  test("refuses a file above its maximum if it is sent anyway", async () => {
    const { driver } = session;
    await openForm(session);
    await driver.field("Maximum size").fill("2");
    await chooseFile(session);
    await driver.page.getByText("The file has 3 bytes; the maximum is 2 bytes.").waitFor();
    await driver.button("Send anyway").click();
    const { field, code, text } = await driver.problem();
    assert.deepEqual([field, code], ["send", "EntityTooLarge"]);
    assert.match(text, /S3 responded with 400/);
  });

  test("refuses a file of another type if it is sent anyway, and the view Explain takes the error", async () => {
    const { driver } = session;
    await openForm(session);
    await driver.field("Content type").fill("image/");
    await chooseFile(session);
    await driver.button("Send anyway").click();
    const { code, text } = await driver.problem();
    assert.equal(code, "AccessDenied");
    assert.match(text, /Policy Condition failed/);
    await driver.page.getByRole("link", { name: "Explain this error" }).click();
    await driver.heading("Explain").waitFor();
    await driver.page.locator("#explain-message", { hasText: "Policy Condition failed" }).waitFor();
  });

  test("that S3 finds expired shows its error", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await chooseFile(session);
    await stack.changeSettings({ clockOffsetSeconds: 7200 });
    await driver.button("Upload").click();
    const { code, text } = await driver.problem();
    assert.equal(code, "AccessDenied");
    assert.match(text, /expired/i);
  });

  test("that CORS does not allow names the cause", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await chooseFile(session);
    await stack.changeSettings({ cors: [] });
    await driver.button("Upload").click();
    const { field, code, text } = await driver.problem();
    assert.deepEqual([field, code], ["send", "NetworkOrCors"]);
    assert.match(text, /CORS rules/);
  });

  test("that S3 throttles can be sent again", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await chooseFile(session);
    const effect = { type: "error", status: 503, code: "SlowDown" };
    await stack.addFaults({ method: "POST", effect });
    await driver.button("Upload").click();
    assert.equal((await driver.problem()).code, "SlowDown");
    await driver.button("Upload").click();
    await outcome("S3 stored 3 bytes.");
    assert.deepEqual(await driver.problems(0), []);
  });

  test("does not take the page of a proxy for a success", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await chooseFile(session);
    const body = "<!doctype html><title>Sign in</title>";
    const effect = { type: "reply", status: 200, contentType: "text/html", body };
    await stack.addFaults({ method: "POST", effect });
    await driver.button("Upload").click();
    assert.equal((await driver.problem()).code, "UnreadableReply");
  });

  test("waits for the network", async () => {
    const { driver } = session;
    await openForm(session);
    await chooseFile(session);
    await driver.context.setOffline(true);
    await driver.button("Upload").click();
    await driver.page.getByText("Offline: the upload starts when the network is back.").waitFor();
    await driver.context.setOffline(false);
    await outcome("S3 stored 3 bytes.");
  });

  test("shows its progress, and stores nothing if it is cancelled", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await driver.field("Maximum size").fill("");
    await drop("large.bin", 24_000_000);
    const effect = { type: "stall", of: "request", after: 2_000_000 };
    await stack.addFaults({ method: "POST", effect });
    await driver.button("Upload").press("Enter");
    await driver.page.getByText(/^[\d.]+ MB of 24\.0 MB/).waitFor();
    assert.equal(await driver.focused(), "form-cancel");
    await driver.button("Cancel").press("Enter");
    await outcome(/^Cancelled/);
    assert.equal(await driver.focused(), "form-send");
    assert.equal((await readObject(stack, "uploads/large.bin")).status, 404);
  });

  test("with a redirection stores the file, and the page does not follow", async () => {
    const { driver, stack } = session;
    let requests = 0;
    const target = createServer((_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(target.address() as AddressInfo).port}/thanks`;
    await openForm(session);
    await driver.page.getByText("Fields, conditions, response").click();
    await driver.page.getByLabel("After the upload").selectOption("redirect");
    await driver.field("Page").fill(address);
    await chooseFile(session, { name: "redirected.txt" });
    await driver.button("Upload").click();
    await outcome(`redirection, as it does after an upload, to ${address}`);
    target.close();
    assert.equal((await readObject(stack, "uploads/redirected.txt")).text, "abc");
    assert.equal(requests, 0);
  });
});

describe("a tried upload link", () => {
  test("takes size and type of the file, and refuses another one", async () => {
    const { driver, stack } = session;
    await openForm(session);
    await driver.choose("Upload link");
    await driver.field("Object key").fill("put/a b.txt");
    await chooseFile(session);
    await driver.page.getByText(/a file of exactly 3 bytes with the type text\/plain/).waitFor();
    await driver.button("Upload").click();
    await outcome("S3 stored 3 bytes.");
    await chooseFile(session, { text: "longer" });
    await driver.button("Send anyway").click();
    assert.equal((await driver.problem()).code, "SignatureDoesNotMatch");
    await driver.button("Sign for this file").click();
    await driver.button("Upload").click();
    await outcome("S3 stored 6 bytes.");
    assert.equal((await readObject(stack, "put/a b.txt")).text, "longer");
  });
});
