import { existsSync, readFileSync } from "node:fs";
import { findChromedriver, findChromium } from "./browser.mjs";
import { run } from "./command.mjs";
import { Problem } from "./problem.mjs";
import { step, upToDate } from "./steps.mjs";

/**
 * Makes sure that there is a Chromium with its driver. Only on Debian, and only as root, is it
 * installed: that is a container or a build machine, and elsewhere the choice is the owner's.
 *
 * @throws {Problem} saying how to get what is missing
 */
export async function requireBrowser() {
  await step("Browser", async (say) => {
    const lacking = missing();
    if (!lacking) return upToDate;
    if (namedByHand() || !isDebianRoot()) throw new Problem(lacking);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env, onLine: say });
    const packages = ["chromium", "chromium-driver"];
    await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], {
      env,
      onLine: say,
    });
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

function isDebianRoot() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}
