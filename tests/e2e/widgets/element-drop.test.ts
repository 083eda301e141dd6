import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { QueueItem } from "../../../js/queue/queue-item.ts";
import { inRoot } from "../../../scripts/paths.mjs";
import { elementSession } from "./element-session.ts";

declare global {
  var removedDrop: HTMLElementTagNameMap["s3-drop"];
}

const AXE = readFileSync(inRoot("node_modules", "axe-core", "axe.min.js"), "utf8");

const session = elementSession();

/** Opens a page with a form, whose client is that of a guest. */
function open(attributes = "", input = "multiple", options = {}) {
  return session.open(
    `<s3-client ${session.attributes}>
      <form action="/submitted">
        <label for="docs">Documents</label>
        <s3-drop name="docs" prefix="element/" ${attributes}><input id="docs" type="file" ${input}></s3-drop>
        <button id="submit">Send</button> <button type="reset">Reset</button>
      </form>
    </s3-client>`,
    options,
  );
}

function file(name: string, text: string, mimeType = "text/plain") {
  return { name, mimeType, buffer: Buffer.from(text) };
}

/** Chooses files with the picker that the button opens. */
async function choose(...files: ReturnType<typeof file>[]): Promise<void> {
  const { page } = session;
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /Choose file/ }).click(),
  ]);
  await chooser.setFiles(files);
}

/** Waits until no upload is pending, and returns the path and the state, or the code of the error, of each file. */
async function outcomes(): Promise<string[]> {
  await session.page.waitForFunction(() => {
    const items = document.querySelector("s3-drop")?.items ?? [];
    const isAtEnd = ({ state }: QueueItem) => ["done", "failed", "rejected"].includes(state);
    return items.length > 0 && items.every(isAtEnd);
  });
  return session.page.evaluate(() =>
    (document.querySelector("s3-drop")?.items ?? []).map(
      ({ path, state, error }) => `${path} ${error?.code ?? state}`,
    ),
  );
}

/** Stops all uploads after their first bytes, until `stack.reset()`. */
function stall(): Promise<void> {
  const effect = { type: "stall", of: "request", after: 1 };
  return session.stack.addFaults({ service: "s3", method: "POST", times: 0, effect });
}

async function waitForState(state: string): Promise<void> {
  await session.page.locator(`s3-drop:state(${state})`).waitFor();
}

function value(): Promise<readonly string[] | undefined> {
  return session.page.evaluate(() => document.querySelector("s3-drop")?.value);
}

describe("as a control of a form", () => {
  test("a form is submitted with the keys of the uploaded files", async () => {
    const page = await open();
    await choose(file("a.txt", "a"), file("b.txt", "bb"));
    await page.getByRole("button", { name: "Documents, 2 files uploaded" }).waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL(/submitted/);
    assert.deepEqual(session.submitted, [
      ["docs", "element/a.txt"],
      ["docs", "element/b.txt"],
    ]);
    const { blob } = await session.node.download("element/b.txt");
    assert.equal(await blob?.text(), "bb");
  });

  test("the form cannot be submitted while a file is uploaded", async () => {
    const page = await open();
    await stall();
    await choose(file("a.txt", "a"));
    await waitForState("uploading");
    await page.getByRole("button", { name: "Send" }).click();
    assert.deepEqual(
      await page.evaluate(() => {
        const drop = document.querySelector("s3-drop");
        return [drop?.validationMessage, drop?.value, drop?.matches(":focus")];
      }),
      ["Wait until all files are uploaded.", [], true],
    );
    assert.equal(session.submitted, undefined);
  });

  test("an input that is required makes the empty control invalid", async () => {
    const page = await open("", "required");
    assert.equal(
      await page.evaluate(() => document.querySelector("s3-drop")?.validity.valueMissing),
      true,
    );
    await choose(file("a.txt", "a"));
    assert.deepEqual(await outcomes(), ["a.txt done"]);
    assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), true);
  });

  test("a file that cannot be uploaded makes the control invalid until it is removed", async () => {
    const page = await open('max-size="2B"');
    await choose(file("a.txt", "a"), file("long.txt", "long"));
    assert.deepEqual(await outcomes(), ["a.txt done", "long.txt FileTooLarge"]);
    assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), false);
    await page.getByRole("button", { name: "Remove long.txt" }).click();
    assert.equal(await page.evaluate(() => document.forms[0]?.checkValidity()), true);
    assert.deepEqual(await value(), ["element/a.txt"]);
  });

  test("a reset of the form removes the files", async () => {
    const page = await open();
    await choose(file("a.txt", "a"));
    await outcomes();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByRole("button", { name: "Documents, No file chosen" }).waitFor();
    assert.deepEqual(await value(), []);
  });

  test("the browser restores the uploaded files when the user comes back to the form", async () => {
    const page = await open();
    await choose(file("a.txt", "a"));
    await outcomes();
    // A page that another one has left for good, not one that the browser kept.
    await page.evaluate(() => addEventListener("unload", () => {}));
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL(/submitted/);
    await page.goBack();
    await page.getByRole("button", { name: "Documents, 1 file uploaded" }).waitFor();
    assert.deepEqual(await value(), ["element/a.txt"]);
    await page.getByRole("button", { name: "Remove a.txt" }).click();
    assert.deepEqual(await value(), []);
  });

  test("change follows each change of the value, and s3-done precedes it with the value set", async () => {
    const page = await open();
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      const drop = document.querySelector("s3-drop");
      for (const type of ["s3-done", "change", "s3-remove"]) {
        document.addEventListener(type, () => seen.push(`${type} ${drop?.value}`));
      }
    });
    await choose(file("a.txt", "a"));
    await outcomes();
    await page.getByRole("button", { name: "Remove a.txt" }).click();
    assert.deepEqual(await page.evaluate("seen"), [
      "s3-done element/a.txt",
      "change element/a.txt",
      "s3-remove ",
      "change ",
    ]);
  });
});

describe("files", () => {
  test("without multiple, another file replaces the first", async () => {
    const page = await open("", "");
    await choose(file("a.txt", "a"));
    await outcomes();
    await choose(file("b.txt", "b"));
    assert.deepEqual(await outcomes(), ["b.txt done"]);
    assert.equal(await page.getByRole("listitem").count(), 1);
  });

  test("a file of another type and one that is too large are rejected, with the reason and the way out", async () => {
    const page = await open('max-size="2B"', 'multiple accept=".txt"');
    await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File(["x"], "x.gif", { type: "image/gif" }));
      files.items.add(new File(["long"], "long.txt"));
      const event = new DragEvent("drop", { bubbles: true, dataTransfer: files });
      document.querySelector("s3-drop")?.dispatchEvent(event);
    });
    assert.deepEqual(await outcomes(), ["x.gif FileNotAccepted", "long.txt FileTooLarge"]);
    await page.getByText("Choose a file of one of these types: .txt.").waitFor();
    await page.getByText("Choose a smaller file.").waitFor();
    assert.deepEqual(await page.evaluate(() => codes), []);
  });

  test("the message of validate rejects a file", async () => {
    const page = await open();
    await page.evaluate(() => {
      const drop = document.querySelector("s3-drop");
      if (drop) drop.validate = (file) => (file.name === "a.txt" ? "Not this one." : undefined);
    });
    await choose(file("a.txt", "a"), file("b.txt", "b"));
    assert.deepEqual(await outcomes(), ["a.txt FileRejected", "b.txt done"]);
    await page.getByText("Not this one.").waitFor();
  });

  test("files of equal names get a number, and the tokens of the prefix are replaced", async () => {
    const page = await open('value-type="key"');
    await page.evaluate(() => {
      const drop = document.querySelector("s3-drop");
      drop?.setAttribute("prefix", "{identity}/{date}/");
      drop?.add([new File(["1"], "a.txt"), new File(["22"], "a.txt")]);
    });
    await outcomes();
    const keys = await value();
    assert.match(keys?.[0] ?? "", /^eu-west-1:[\w-]{36}\/\d{4}-\d\d-\d\d\/a\.txt$/);
    assert.match(keys?.[1] ?? "", /\/a \(2\)\.txt$/);
  });

  test("a pasted file is uploaded", async () => {
    const page = await open();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(["x"], "image.png", { type: "image/png" }));
      const event = new ClipboardEvent("paste", { bubbles: true, clipboardData, cancelable: true });
      document.querySelector("s3-drop")?.dispatchEvent(event);
    });
    assert.deepEqual(await outcomes(), ["image.png done"]);
  });

  test("a failed upload shows why, and Retry completes it", async () => {
    const page = await open();
    await session.stack.addFaults({
      service: "s3",
      method: "POST",
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await choose(file("a.txt", "a"));
    assert.deepEqual(await outcomes(), ["a.txt AccessDenied"]);
    session.errors.length = 0;
    assert.deepEqual(await page.evaluate(() => codes), ["AccessDenied"]);
    await page.getByRole("button", { name: "Retry a.txt" }).click();
    await page.getByRole("button", { name: "1 file uploaded" }).waitFor();
    assert.deepEqual(await outcomes(), ["a.txt done"]);
  });

  test("an upload is paused and resumed by its button, which keeps the focus", async () => {
    const page = await open("pausable");
    await stall();
    await choose(file("a.txt", "a"));
    await page.getByRole("button", { name: "Pause a.txt" }).press("Enter");
    await waitForState("paused");
    await session.stack.reset();
    const resume = page.getByRole("button", { name: "Resume a.txt" });
    assert.equal(await resume.evaluate((button) => button.matches(":focus")), true);
    await page.keyboard.press("Enter");
    assert.deepEqual(await outcomes(), ["a.txt done"]);
  });

  test("with manual, files wait for the button", async () => {
    const page = await open("manual");
    await choose(file("a.txt", "a"));
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    assert.deepEqual(await outcomes(), ["a.txt done"]);
    await page.evaluate(() => document.querySelector("s3-drop")?.add([new File(["b"], "b.txt")]));
    await page.getByRole("button", { name: "Upload", exact: true }).waitFor();
  });

  test("an attribute that is no size is reported, and the next file is uploaded after it is corrected", async () => {
    const page = await open('max-size="lots"');
    await choose(file("a.txt", "a"));
    await page.getByText('got "lots"').waitFor();
    assert.deepEqual(await page.evaluate(() => codes), ["InvalidOption"]);
    await page.evaluate(() => document.querySelector("s3-drop")?.setAttribute("max-size", "1KB"));
    await choose(file("a.txt", "a"));
    assert.deepEqual(await outcomes(), ["a.txt done"]);
    assert.equal(await page.getByText('got "lots"').count(), 0);
  });

  test("two elements upload to the buckets of their own clients", async () => {
    const page = await session.open(
      `<s3-drop><input type="file"></s3-drop>
       <s3-client ${session.attributes}><s3-drop prefix="inner/"><input type="file"></s3-drop></s3-client>`,
    );
    await page.evaluate(() => {
      const [first, second] = document.querySelectorAll("s3-drop");
      first?.add([new File(["1"], "a.txt")]);
      second?.add([new File(["2"], "a.txt")]);
    });
    assert.deepEqual(await outcomes(), ["a.txt InvalidOption"]);
    await page.getByText("element has no client").waitFor();
    await page.evaluate(() => {
      const [first] = document.querySelectorAll("s3-drop");
      if (first) first.client = document.querySelector("s3-client")?.client;
      first?.retry();
    });
    await page.waitForFunction(() =>
      [...document.querySelectorAll("s3-drop")].every(({ items }) => items[0]?.state === "done"),
    );
    assert.equal(await (await session.node.download("a.txt")).blob?.text(), "1");
    assert.equal(await (await session.node.download("inner/a.txt")).blob?.text(), "2");
  });
});

describe("in the page", () => {
  test("an element that is moved continues, and one that is removed pauses until it is inserted", async () => {
    const page = await open();
    await stall();
    await choose(file("a.txt", "a"));
    await waitForState("uploading");
    const states = await page.evaluate(async () => {
      const drop = document.querySelector("s3-drop") as HTMLElementTagNameMap["s3-drop"];
      const client = document.querySelector("s3-client");
      const task = () => new Promise((resolve) => setTimeout(resolve, 5));
      const state = async () => {
        await task();
        return drop.items[0]?.state;
      };
      client?.append(drop);
      const moved = await state();
      drop.remove();
      const removed = await state();
      globalThis.removedDrop = drop;
      return [moved, removed];
    });
    assert.deepEqual(states, ["running", "paused"]);
    await session.stack.reset();
    await page.evaluate(() => document.querySelector("s3-client")?.append(removedDrop));
    assert.deepEqual(await outcomes(), ["a.txt done"]);
  });

  test("the keyboard alone chooses, removes and moves the focus to the neighbour", async () => {
    const page = await open();
    await page.getByRole("button", { name: /Choose files/ }).waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.ariaLabel);
    const button = "Documents, No file chosen, Choose files or drop files";
    await page.keyboard.press("Tab");
    assert.equal(await focused(), button);
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.keyboard.press("Enter"),
    ]);
    await chooser.setFiles([file("a.txt", "a"), file("b.txt", "b")]);
    await outcomes();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Remove a.txt");
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "Remove b.txt");
    await page.keyboard.press("Enter");
    assert.equal(await focused(), button);
  });

  test("a drag over the element is announced once when it enters and when it leaves", async () => {
    const page = await open();
    const announced = await page.evaluate(() => {
      const texts: string[] = [];
      const drop = document.querySelector("s3-drop") as Element;
      Object.assign(drop, { ariaNotify: (text: string) => texts.push(text) });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([""], "a.txt"));
      const enter = (element: Element) =>
        element.dispatchEvent(
          new DragEvent("dragenter", { bubbles: true, composed: true, dataTransfer }),
        );
      enter(drop);
      enter(drop.shadowRoot?.querySelector("button") as Element);
      enter(document.body);
      return texts;
    });
    assert.deepEqual(announced, ["Entered drop zone", "Left drop zone"]);
  });

  test("a disabled fieldset disables the button and ignores files", async () => {
    const page = await session.open(
      `<fieldset disabled><s3-drop><input id="docs" type="file" aria-label="Documents"></s3-drop></fieldset>`,
    );
    assert.equal(await page.getByRole("button", { name: "Documents" }).isDisabled(), true);
  });

  test("words are replaced by strings, and numbers follow the language", async () => {
    const page = await open();
    await page.evaluate(() => {
      document.documentElement.lang = "de";
      const drop = document.querySelector("s3-drop");
      if (drop) drop.strings = { choose: () => "Dateien wählen", done: "Hochgeladen" };
      drop?.add([new File([new Uint8Array(1_500_000)], "a.bin")]);
    });
    await page.getByText("1,5 MB · Hochgeladen").waitFor();
    await page.getByRole("button", { name: /Dateien wählen/ }).waitFor();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing in any state, ${colorScheme}`, async () => {
      const page = await open("pausable", "multiple accept='.txt'", { colorScheme });
      // Through the debugger, which the policy of the page does not affect.
      await page.evaluate(AXE);
      const check = async (state: string) => {
        const violations = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          return (await axe.run()).violations.map(
            ({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`,
          );
        });
        assert.deepEqual(violations, [], state);
      };
      await check("empty");
      await stall();
      await page.evaluate(() => {
        const drop = document.querySelector("s3-drop");
        drop?.add([
          new File(["a"], "a.txt"),
          new File(["b"], "b.txt"),
          new File(["c"], "c.txt"),
          new File(["x"], "x.gif"),
        ]);
      });
      await page.getByRole("button", { name: "Pause b.txt" }).click();
      await check("uploading, paused and rejected");
      await page.evaluate(() => {
        document.querySelector("s3-drop")?.clear();
        document.querySelector("s3-drop")?.setAttribute("max-size", "lots");
      });
      await choose(file("a.txt", "a"));
      await check("an attribute is wrong");
      await page.evaluate(() => document.querySelector("s3-drop")?.toggleAttribute("disabled"));
      await check("disabled");
    });
  }
});
