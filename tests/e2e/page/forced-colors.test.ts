import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import type { Locator } from "playwright-core";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Returns the computed colours, border and underline of an element. */
function look(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const style = getComputedStyle(node);
    const { backgroundColor, color, borderStyle, borderWidth, textDecorationLine } = style;
    return [backgroundColor, color, borderStyle, borderWidth, textDecorationLine].join(" ");
  });
}

/** Returns the colours of an element at half of its height and these fractions of its width. */
async function colorsAt(element: Locator, parts: number[]): Promise<string[]> {
  const picture = await element.screenshot({ animations: "disabled" });
  return element.page().evaluate(
    async ({ url, parts }) => {
      const image = Object.assign(new Image(), { src: url });
      await image.decode();
      const { width, height } = image;
      const context = Object.assign(document.createElement("canvas"), { width, height }).getContext(
        "2d",
      ) as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return parts.map((part) =>
        context.getImageData(Math.round(part * width), height >> 1, 1, 1).data.join(),
      );
    },
    { url: `data:image/png;base64,${picture.toString("base64")}`, parts },
  );
}

beforeEach(() => session.driver.page.emulateMedia({ forcedColors: "active" }));

describe("in forced colours", () => {
  test("the selected operation differs from each of the others", async () => {
    const choices = await session.driver.page.locator("#view-link [data-field=method] label").all();
    for (const choice of choices) {
      await choice.click();
      const chosen = await look(choice.locator("span"));
      const looks = await Promise.all(choices.map((each) => look(each.locator("span"))));
      assert.equal(
        looks.filter((each) => each === chosen).length,
        1,
        `${await choice.textContent()}`,
      );
    }
  });

  test("the selected kind of expiry differs from the other", async () => {
    const way = (label: string) =>
      look(session.driver.visible.locator(".segments label", { hasText: label }).locator("span"));
    assert.notEqual(await way("After a duration"), await way("On a date"));
  });

  test("the selected duration differs from another", async () => {
    assert.notEqual(
      await look(session.driver.button("1 h")),
      await look(session.driver.button("12 h")),
    );
  });

  test("a field with a problem differs from a field without", async () => {
    await session.driver.set("Region", "EU (Ireland)");
    await session.driver.problem();
    assert.notEqual(
      await look(session.driver.field("Region")),
      await look(session.driver.field("Bucket")),
    );
  });

  test("a disabled button differs from an enabled one", async () => {
    await session.driver.page.clock.install();
    await session.driver.page.reload();
    await session.fillIn("hello.txt");
    await session.driver.field("Valid for").fill("5 min");
    await session.driver.link();
    const open = session.driver.page.locator("#open-link");
    const before = [await look(session.driver.button("Copy link")), await look(open)];
    await session.driver.page.clock.fastForward("05:01");
    await session.driver.sign("expired").waitFor();
    assert.notEqual(await look(session.driver.button("Copy link")), before[0]);
    assert.notEqual(await look(open), before[1]);
  });

  test("an expired link differs from a valid one", async () => {
    await session.driver.page.clock.install();
    await session.driver.page.reload();
    await session.fillIn("hello.txt");
    await session.driver.field("Valid for").fill("5 min");
    await session.driver.link();
    const before = await look(session.driver.page.locator("#link"));
    await session.driver.page.clock.fastForward("05:01");
    await session.driver.sign("expired").waitFor();
    assert.notEqual(await look(session.driver.page.locator("#link")), before);
  });

  test("a focused operation has an outline", async () => {
    await session.driver.page.locator("input[name=method]:checked").focus();
    await session.driver.page.keyboard.press("ArrowRight");
    const outline = await session.driver.page
      .locator("input[name=method]:checked + span")
      .evaluate((span) => getComputedStyle(span).outline);
    assert.match(outline, /solid 3px/);
  });

  test("the completed part of a progress bar differs from the rest", async () => {
    await session.driver.open("Transfer");
    const bar = session.driver.page.locator("#upload-progress");
    await bar.evaluate((progress) => {
      Object.assign(progress, { max: 2, value: 1 });
      Object.assign(progress.parentElement as HTMLElement, { hidden: false });
    });
    const [done, rest] = await colorsAt(bar, [0.25, 0.75]);
    assert.notEqual(done, rest);
  });
});
