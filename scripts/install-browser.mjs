import { findChromedriver, findChromium, findFirefox } from "./browser.mjs";
import { installDebianPackages, isDebianRoot } from "./debian.mjs";
import { Problem } from "./problem.mjs";
import { step, upToDate } from "./steps.mjs";

/**
 * Makes sure that there is a Chromium with its driver, and installs it where that may be done.
 *
 * @throws {Problem} saying how to get what is missing
 */
export function requireBrowser() {
  return requirePrograms("Browser", {
    find: [findChromium, findChromedriver],
    variables: ["CHROMIUM_PATH", "CHROMEDRIVER"],
    packages: ["chromium", "chromium-driver"],
  });
}

/**
 * The same for a Firefox, which needs no driver.
 *
 * @throws {Problem} saying how to get it
 */
export function requireFirefox() {
  return requirePrograms("Firefox", {
    find: [findFirefox],
    variables: ["FIREFOX_PATH"],
    packages: ["firefox-esr"],
  });
}

/**
 * @param {string} title
 * @param {{ find: (() => string)[], variables: string[], packages: string[] }} programs what finds each, what
 *   names it by hand, and what Debian calls it
 */
async function requirePrograms(title, { find, variables, packages }) {
  await step(title, async (say) => {
    const lacking = missing(find);
    if (!lacking) return upToDate;
    const namedByHand = variables.some((variable) => process.env[variable]);
    if (namedByHand || !isDebianRoot()) throw new Problem(lacking);
    await installDebianPackages(packages, say);
    const stillMissing = missing(find);
    if (stillMissing) throw new Problem(stillMissing);
    return "installed";
  });
}

/** @param {(() => string)[]} find */
function missing(find) {
  try {
    for (const one of find) one();
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}
