import axe from "axe-core";
import type { Page } from "playwright-core";

/** Returns the violations that axe finds in a page, with the elements at fault. */
export async function axeViolations(page: Page): Promise<string[]> {
  // The policy of the page forbids a script element.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join()}`);
  });
}
