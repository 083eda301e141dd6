import { mkdirSync, writeFileSync } from "node:fs";
import { buildPackage, buildPage, buildStack } from "../build.ts";
import { examplesSuite, packPackage } from "../examples.ts";
import {
  chromiumArguments,
  findChromedriver,
  findChromium,
  findFirefox,
  requireChromium,
  requireFirefox,
} from "../machine/browsers.ts";
import { requirePython } from "../machine/python.ts";
import { inRoot } from "../paths.mjs";
import type { Say } from "../step.ts";
import { cargoSuite, instructionSuite, nodeSuite, type Outcome, typesSuite } from "./run-suite.ts";

/** Steps that suites need. Each runs once. */
export const prerequisites = {
  package: buildPackage,
  tarball: packPackage,
  stack: () => buildStack(),
  page: buildPage,
  chromium: requireChromium,
  firefox: requireFirefox,
  botocore: () => requirePython("differential"),
};

export interface Suite {
  /** Name for `--only`. */
  name: string;
  title: string;
  /** Prerequisites in the order in which they run. */
  needs: (keyof typeof prerequisites)[];
  run: (say: Say) => Promise<Outcome>;
}

const core = ["--package", "s3-signpost"];
const wasm = ["--target", "wasm32-unknown-unknown", "--test", "browser"];

/** The suites of `npm test`, in order: the fast and basic ones first. */
export const suites: Suite[] = [
  {
    name: "core",
    title: "Signing core, on the host",
    needs: [],
    run: (say) => cargoSuite(say, [...core, "--package", "s3-signpost-sha256"]),
  },
  {
    name: "instructions",
    title: "Instructions of the signing core, against their budget",
    needs: [],
    run: instructionSuite,
  },
  {
    name: "stack",
    title: "Local stack",
    needs: [],
    run: (say) => cargoSuite(say, ["--package", "s3-signpost-stack"]),
  },
  {
    name: "types",
    title: "Types",
    needs: ["package"],
    run: typesSuite,
  },
  {
    name: "js",
    title: "TypeScript layer, in Node",
    needs: ["package", "stack"],
    run: (say) => nodeSuite(say, "tests/js"),
  },
  {
    name: "differential",
    title: "Signatures, compared with AWS's own clients",
    needs: ["package", "botocore"],
    run: (say) => nodeSuite(say, "tests/differential"),
  },
  {
    name: "peers",
    title: "Signatures, verified by the local stack",
    needs: ["package", "stack"],
    run: (say) => nodeSuite(say, "tests/peers"),
  },
  {
    name: "wasm",
    title: "WebAssembly, in a browser",
    needs: ["chromium"],
    run: (say) => cargoSuite(say, [...core, ...wasm], webdriverEnvironment()),
  },
  {
    name: "packaging",
    title: "Package, as its users install it",
    needs: ["package", "stack", "page", "chromium"],
    run: (say) => nodeSuite(say, "tests/packaging", chromiumEnvironment()),
  },
  {
    name: "e2e",
    title: "Demo page and local stack, in a browser",
    needs: ["package", "stack", "page", "chromium"],
    run: (say) =>
      nodeSuite(say, "tests/e2e", chromiumEnvironment(), (file) => !isIntegration(file)),
  },
  {
    name: "integrations",
    title: "Players, maps, widgets and elements, in a browser",
    needs: ["package", "stack", "chromium"],
    run: (say) => nodeSuite(say, "tests/e2e", chromiumEnvironment(), isIntegration),
  },
  examplesOf(["plain", "react"]),
  {
    name: "firefox",
    title: "Package and local stack, and the upload element in a form and by keyboard, in Firefox",
    needs: ["package", "stack", "firefox"],
    run: (say) => nodeSuite(say, "tests/e2e", firefoxEnvironment(), isForFirefox),
  },
];

/** Returns the suite of some examples. `npm test` has one without and one with a framework. */
export function examplesOf(names: readonly string[]): Suite {
  return {
    name: "examples",
    title: `Examples: ${names.join(", ")}`,
    needs: ["package", "tarball", "stack", "chromium"],
    run: (say) => examplesSuite(say, names, chromiumEnvironment()),
  };
}

/** Whether the test is of an entry beside the core, with other libraries. */
function isIntegration(file: string): boolean {
  return /^(?:loaders|widgets)[\\/]/.test(file);
}

/** Whether the test runs in Firefox too. The other tests of elements can, and would take minutes. */
function isForFirefox(file: string): boolean {
  return /^package[\\/]|element-(?:form|accessibility)\.test\.ts$/.test(file);
}

function firefoxEnvironment() {
  return { TEST_BROWSER: "firefox", FIREFOX_PATH: findFirefox() };
}

function chromiumEnvironment() {
  return { CHROMIUM_PATH: findChromium(), CHROMEDRIVER: findChromedriver() };
}

/** Settings of the test runner of wasm-bindgen. */
function webdriverEnvironment() {
  const file = inRoot("build", "webdriver.json");
  const chromeOptions = { binary: findChromium(), args: chromiumArguments() };
  mkdirSync(inRoot("build"), { recursive: true });
  writeFileSync(file, JSON.stringify({ "goog:chromeOptions": chromeOptions }));
  return {
    CHROMEDRIVER: findChromedriver(),
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
    // Seconds. The default of 20 is too short for the first start of a browser on a busy machine.
    WASM_BINDGEN_TEST_TIMEOUT: "120",
  };
}
