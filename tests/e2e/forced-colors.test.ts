import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Locator } from "playwright-core";
import { visits } from "./visit.ts";

const visit = visits();

/** Pixels of an element without its text. */
function look(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const style = getComputedStyle(node);
    const { backgroundColor, color, borderStyle, borderWidth, textDecorationLine } = style;
    return [backgroundColor, color, borderStyle, borderWidth, textDecorationLine].join(" ");
  });
}

/** The colours of an element in the middle of its height, at these parts of its width. */
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

const THEMES = ["light", "dark"] as const;

const emulate = (colorScheme: (typeof THEMES)[number]) =>
  visit.demo.page.emulateMedia({ forcedColors: "active", colorScheme });

for (const theme of THEMES) {
  describe(`in forced colours of a ${theme} theme`, () => {
    test("the chosen method looks unlike each of the others", async () => {
      await emulate(theme);
      const choices = await visit.demo.page.locator(".methods label").all();
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

    test("the chosen way to expire looks unlike the other", async () => {
      await emulate(theme);
      const way = (label: string) =>
        look(visit.demo.page.locator(".segments label", { hasText: label }).locator("span"));
      assert.notEqual(await way("After a duration"), await way("On a date"));
    });

    test("the chosen duration looks unlike the others", async () => {
      await emulate(theme);
      assert.notEqual(await look(visit.demo.button("1 h")), await look(visit.demo.button("12 h")));
    });

    test("a field with a problem looks unlike one without", async () => {
      await emulate(theme);
      await visit.demo.set("Region", "EU (Ireland)");
      await visit.demo.problem();
      assert.notEqual(
        await look(visit.demo.field("Region")),
        await look(visit.demo.field("Bucket")),
      );
    });

    test("a button that is disabled looks unlike one that is not", async () => {
      await emulate(theme);
      await visit.demo.page.clock.install();
      await visit.demo.page.reload();
      await visit.fillIn("hello.txt");
      await visit.demo.field("Valid for").fill("5 min");
      await visit.demo.link();
      const open = visit.demo.page.locator("#open-link");
      const before = [await look(visit.demo.button("Copy link")), await look(open)];
      await visit.demo.page.clock.fastForward("05:01");
      await visit.demo.sign("expired").waitFor();
      assert.notEqual(await look(visit.demo.button("Copy link")), before[0]);
      assert.notEqual(await look(open), before[1]);
    });

    test("the link that has expired looks unlike one that has not", async () => {
      await emulate(theme);
      await visit.demo.page.clock.install();
      await visit.demo.page.reload();
      await visit.fillIn("hello.txt");
      await visit.demo.field("Valid for").fill("5 min");
      await visit.demo.link();
      const before = await look(visit.demo.page.locator("#link"));
      await visit.demo.page.clock.fastForward("05:01");
      await visit.demo.sign("expired").waitFor();
      assert.notEqual(await look(visit.demo.page.locator("#link")), before);
    });

    test("the focus is seen on a chosen method", async () => {
      await emulate(theme);
      await visit.demo.page.locator("input[name=method]:checked").focus();
      await visit.demo.page.keyboard.press("ArrowRight");
      const outline = await visit.demo.page
        .locator("input[name=method]:checked + span")
        .evaluate((span) => getComputedStyle(span).outline);
      assert.match(outline, /solid 3px/);
    });

    test("what a transfer has done looks unlike what is left of it", async () => {
      await emulate(theme);
      const bar = visit.demo.page.locator("#upload-progress");
      await bar.evaluate((progress) => {
        Object.assign(progress, { max: 2, value: 1 });
        Object.assign(progress.parentElement as HTMLElement, { hidden: false });
      });
      const [done, rest] = await colorsAt(bar, [0.25, 0.75]);
      assert.notEqual(done, rest);
    });
  });
}
