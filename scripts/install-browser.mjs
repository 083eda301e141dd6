import { findChromedriver, findChromium } from "./browser.mjs";
import { installDebianPackages, isDebianRoot } from "./debian.mjs";
import { Problem } from "./problem.mjs";
import { step, upToDate } from "./steps.mjs";

/**
 * Makes sure that there is a Chromium with its driver, and installs it where that may be done.
 *
 * @throws {Problem} saying how to get what is missing
 */
export async function requireBrowser() {
  await step("Browser", async (say) => {
    const lacking = missing();
    if (!lacking) return upToDate;
    if (namedByHand() || !isDebianRoot()) throw new Problem(lacking);
    await installDebianPackages(["chromium", "chromium-driver"], say);
    const stillMissing = missing();
    if (stillMissing) throw new Problem(stillMissing);
    return "installed";
  });
}

function missing() {
  try {
    findChromium();
    findChromedriver();
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

function namedByHand() {
  return process.env["CHROMIUM_PATH"] || process.env["CHROMEDRIVER"];
}
