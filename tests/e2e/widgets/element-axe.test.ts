import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../../scripts/paths.mjs";
import { dropSession, textFile } from "./element-drop-session.ts";

const AXE = readFileSync(inRoot("node_modules", "axe-core", "axe.min.js"), "utf8");

const session = dropSession();

/** Asserts that axe finds no violation in the page. */
async function check(state: string): Promise<void> {
  const violations = await session.page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`);
  });
  assert.deepEqual(violations, [], state);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds no violation in any state of the upload element, ${colorScheme}`, async () => {
    const input = "multiple required accept='.txt'";
    const page = await session.openForm("pausable", input, { colorScheme });
    // Through the debugger, which the policy of the page does not affect.
    await page.evaluate(AXE);
    await page.getByRole("button", { name: "Send" }).click();
    await session.waitForState("empty");
    await check("empty, focused and invalid");
    await page.evaluate(() => {
      const drop = document.querySelector("s3-drop");
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([""], "a.txt"));
      const drag = { bubbles: true, composed: true, dataTransfer };
      drop?.dispatchEvent(new DragEvent("dragenter", drag));
    });
    await session.waitForState("dragging");
    await check("dragging");
    await page.evaluate(() => {
      const drop = document.querySelector("s3-drop");
      document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true }));
      drop?.add([new File(["d"], "done.txt")]);
    });
    await session.waitForState("done");
    await check("done");
    await session.stack.addFaults({
      service: "s3",
      method: "POST",
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await session.choose(textFile("denied.txt", "denied"));
    await page.getByRole("button", { name: "Retry denied.txt" }).waitFor();
    session.errors.length = 0;
    await session.stall();
    await page.evaluate(() => {
      const drop = document.querySelector("s3-drop");
      const names = ["a.txt", "b.txt", "c.txt", "d.txt", "x.gif"];
      drop?.add(names.map((name) => new File([name], name)));
    });
    await page.getByRole("button", { name: "Pause b.txt" }).click();
    await page.getByRole("button", { name: "Resume b.txt" }).waitFor();
    await check("done, failed, uploading, paused, waiting and rejected");
    await page.evaluate(() => {
      document.querySelector("s3-drop")?.clear();
      document.querySelector("s3-drop")?.setAttribute("max-size", "lots");
    });
    await session.choose(textFile("a.txt", "a"));
    await check("an attribute is wrong");
    await page.evaluate(() => document.querySelector("s3-drop")?.toggleAttribute("disabled"));
    await check("disabled");
  });
}

test("axe finds no violation in a link with a countdown", async () => {
  const page = await session.open(
    `<s3-client ${session.attributes}>
      <p>A <s3-link key="hello.txt">Hello <span slot="countdown">…</span></s3-link></p>
    </s3-client>`,
  );
  await page.getByRole("link").waitFor();
  await page.evaluate(AXE);
  await check("displayed");
});
