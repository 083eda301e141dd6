import { buildPackage } from "../build/package.mjs";
import { buildPage } from "../build/page.mjs";
import { buildStack } from "../build/stack.mjs";
import { requirePython } from "../differential/python.mjs";
import { requireBrowser, requireFirefox } from "../install-browser.mjs";
import { Problem } from "../problem.mjs";

/** What suites stand on. Each is brought about once, whether it works out or not. */
export const prerequisites = {
  package: once("the package", buildPackage),
  stack: once("the local stack", buildStack),
  page: once("the demo page", async () => {
    await prerequisites.package();
    await buildPage();
  }),
  browser: once("a browser", requireBrowser),
  firefox: once("Firefox", requireFirefox),
  botocore: once("botocore", () =>
    requirePython("differential", {
      title: "botocore",
      requirements: "tests/differential/requirements.txt",
    }),
  ),
};

/** @typedef {keyof typeof prerequisites} Prerequisite */

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>} rejects the first time with the cause, and then with a reminder of it
 */
function once(what, make) {
  /** @type {Promise<T> | undefined} */
  let made;
  return () => {
    if (made) {
      return made.catch(() => {
        throw new Problem(`It needs ${what}, which failed above.`);
      });
    }
    made = make();
    return made;
  };
}
