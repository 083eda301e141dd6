import { mkdirSync, writeFileSync } from "node:fs";
import { chromiumArguments, findChromedriver, findChromium, findFirefox } from "../browser.mjs";
import { checkTypes } from "../lint/checks.mjs";
import { inRoot } from "../paths.mjs";
import { cargoSuite } from "./cargo-suite.mjs";
import { instructionSuite } from "./instruction-suite.mjs";
import { nodeSuite } from "./node-suite.mjs";

/**
 * @typedef {object} Suite
 * @property {string} name for `--only`
 * @property {string} title
 * @property {import("./prerequisites.mjs").Prerequisite[]} needs
 * @property {(say: (detail: string) => void) => Promise<import("./outcome.mjs").Outcome>} run
 */

/** Everything that `npm test` runs, in order: what is quick and basic first. @type {Suite[]} */
export const suites = [
  {
    name: "core",
    title: "Signing core, on the host",
    needs: [],
    run: (say) =>
      cargoSuite(["--package", "s3-signpost", "--package", "s3-signpost-sha256"], { say }),
  },
  {
    name: "instructions",
    title: "Instructions of the signing core, held to their budget",
    needs: [],
    run: instructionSuite,
  },
  {
    name: "stack",
    title: "Local stack",
    needs: [],
    run: (say) => cargoSuite(["--package", "s3-signpost-stack"], { say }),
  },
  {
    name: "types",
    title: "Types",
    needs: ["package"],
    run: async (say) => {
      await checkTypes(say);
      return { passed: 1, failed: 0, skipped: 0 };
    },
  },
  {
    name: "js",
    title: "TypeScript layer, in Node",
    needs: ["package", "stack"],
    run: (say) => nodeSuite("tests/js", { say }),
  },
  {
    name: "differential",
    title: "Signatures, side by side with AWS's own clients",
    needs: ["package", "botocore"],
    run: (say) => nodeSuite("tests/differential", { say }),
  },
  {
    name: "peers",
    title: "What is signed, judged by the local stack",
    needs: ["package", "stack"],
    run: (say) => nodeSuite("tests/peers", { say }),
  },
  {
    name: "wasm",
    title: "WebAssembly, in a browser",
    needs: ["browser"],
    run: (say) =>
      cargoSuite(
        ["--target", "wasm32-unknown-unknown", "--package", "s3-signpost", "--test", "browser"],
        { env: webdriverEnvironment(), say },
      ),
  },
  {
    name: "packaging",
    title: "Package, as its users install it",
    needs: ["package", "stack", "page", "browser"],
    run: (say) => nodeSuite("tests/packaging", { env: browserEnvironment(), say }),
  },
  {
    name: "e2e",
    title: "Demo page and local stack, in a browser",
    needs: ["stack", "page", "browser"],
    run: (say) => nodeSuite("tests/e2e", { env: browserEnvironment(), say }),
  },
  {
    name: "firefox",
    title: "Package and local stack, in Firefox",
    needs: ["package", "stack", "firefox"],
    run: (say) => nodeSuite("tests/e2e/package", { env: firefoxEnvironment(), say }),
  },
];

function browserEnvironment() {
  return { CHROMIUM_PATH: findChromium(), CHROMEDRIVER: findChromedriver() };
}

function firefoxEnvironment() {
  return { TEST_BROWSER: "firefox", FIREFOX_PATH: findFirefox() };
}

/** How wasm-bindgen's test runner learns which browser to start, and how. */
function webdriverEnvironment() {
  const capabilities = inRoot("build", "webdriver.json");
  mkdirSync(inRoot("build"), { recursive: true });
  writeFileSync(
    capabilities,
    JSON.stringify({
      "goog:chromeOptions": { binary: findChromium(), args: chromiumArguments() },
    }),
  );
  return {
    CHROMEDRIVER: findChromedriver(),
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities,
    // Seconds; the runner's own 20 are few for a browser's first start on a busy machine.
    WASM_BINDGEN_TEST_TIMEOUT: "120",
  };
}
