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
import type { FileSuite } from "./inputs.ts";
import { cargoSuite, instructionSuite, type Outcome, testFiles, typesSuite } from "./run-suite.ts";

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
  /** Files and folders whose changes cannot affect the suite; every other file of the checkout may. */
  unaffectedBy: string[];
  tests: FileTests | { run: (say: Say) => Promise<Outcome> };
}

/** Test files for Node's test runner. Only those run whose inputs have changed. */
interface FileTests {
  /** Absolute paths. */
  files: string[];
  /** Variables to add to the environment, read when the suite runs: its browser may be installed just before. */
  environment?: () => Record<string, string>;
  /** Suites that run the same files in Chromium. Their records name the functions that a file runs. */
  inChromium?: () => FileSuite[];
}

const browserTests = ["tests/e2e/loaders", "tests/e2e/package", "tests/e2e/widgets"];
const nodeTests = [
  "tests/differential",
  "tests/docs",
  "tests/js",
  "tests/packaging",
  "tests/peers",
];
const rustTests = ["fuzz", "stack/tests", "tests/browser", "tests/properties", "tests/vectors"];
const prose = [
  "AGENTS.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs",
  "README.md",
  "CHANGELOG.md",
];
/** Everything in TypeScript but the scripts. */
const typeScript = [
  "examples",
  "js",
  "www",
  "tests/e2e",
  "tests/examples",
  "tests/matrix",
  ...nodeTests,
  "package.json",
  "package-lock.json",
];
/** Entries of the package that the tests of the core's entries do not load. */
const otherEntries = [
  "js/element",
  "js/integrations/aws.ts",
  "js/integrations/editors.ts",
  "js/integrations/filepond.ts",
  "js/integrations/request.ts",
  "js/integrations/uppy.ts",
];

/** Affects no test of the page or of the package's core in Chromium. */
const besideTheCore = [
  ...rustTests,
  "tests/docs",
  "tests/js",
  "tests/packaging",
  "tests/peers",
  ...prose,
  ...otherEntries,
  "tests/e2e/loaders",
  "tests/e2e/widgets",
];

/**
 * Files of tests/e2e/package whose behaviour depends on the engine: network, files, workers and WebAssembly. The others
 * can run in Firefox, and would take minutes.
 */
const BY_ENGINE = [
  "check-cors",
  "download",
  "fetch",
  "resumable-upload",
  "service-worker",
  "service-worker-lifecycle",
  "signing",
  "upload",
  "worker-transfer",
];

const core = ["--package", "s3-signpost"];
const wasm = ["--target", "wasm32-unknown-unknown", "--test", "browser"];

/** The suites of `npm test`, in order: basic checks first, then the long ones, so that no long one runs alone at the end. */
export const suites: Suite[] = [
  {
    name: "types",
    title: "Types",
    needs: ["package"],
    unaffectedBy: [...prose, ...rustTests, "stack"],
    tests: { run: typesSuite },
  },
  {
    name: "docs",
    title: "Code and links of the documents",
    needs: ["package"],
    // A link may lead to any file.
    unaffectedBy: [],
    tests: { files: testFiles("tests/docs") },
  },
  {
    name: "core",
    title: "Signing core, on the host",
    needs: [],
    unaffectedBy: [...typeScript, ...prose, "stack", "fuzz", "tests/browser"],
    tests: { run: (say) => cargoSuite(say, [...core, "--package", "s3-signpost-sha256"]) },
  },
  {
    name: "page",
    title: "Page, in a browser",
    needs: ["package", "stack", "page", "chromium"],
    unaffectedBy: [...besideTheCore, "tests/e2e/package"],
    tests: { files: testFiles("tests/e2e", (file) => isOfPage(file) && !isOnlyForFirefox(file)) },
  },
  {
    name: "js",
    title: "TypeScript layer, in Node",
    needs: ["package", "stack"],
    unaffectedBy: [
      ...browserTests,
      ...["fuzz", "tests/browser", "tests/docs", "tests/packaging", "tests/peers"],
    ],
    tests: { files: testFiles("tests/js") },
  },
  {
    name: "e2e",
    title: "Package with the local stack, in a browser",
    needs: ["package", "stack", "page", "chromium"],
    unaffectedBy: [...besideTheCore, "www", "tests/e2e/page"],
    tests: { files: testFiles("tests/e2e", (file) => !isIntegration(file) && !isOfPage(file)) },
  },
  {
    name: "stack",
    title: "Local stack",
    needs: [],
    unaffectedBy: [
      // It sends the page's Content-Security-Policy.
      ...typeScript.filter((path) => path !== "www"),
      ...["fuzz", "tests/browser", "tests/properties", "tests/vectors"],
    ],
    tests: { run: (say) => cargoSuite(say, ["--package", "s3-signpost-stack"]) },
  },
  {
    name: "integrations",
    title: "Players, maps, widgets and elements, in a browser",
    needs: ["package", "stack", "chromium"],
    // It reads the programs of guides as tests/docs does.
    unaffectedBy: [
      ...rustTests,
      ...nodeTests.filter((folder) => folder !== "tests/docs"),
      "www",
      "tests/e2e/package",
    ],
    tests: { files: testFiles("tests/e2e", isIntegration) },
  },
  {
    name: "packaging",
    title: "Package, as its users install it",
    needs: ["package", "stack", "page", "chromium"],
    unaffectedBy: [
      ...rustTests,
      ...browserTests,
      ...["tests/differential", "tests/docs", "tests/js", "tests/peers"],
    ],
    tests: { files: testFiles("tests/packaging") },
  },
  // After the suites of the same files in Chromium, whose records it reads.
  {
    name: "firefox",
    title:
      "Package, local stack, page, and the upload element in a form and by keyboard, in Firefox",
    needs: ["package", "stack", "page", "firefox"],
    // The tests of elements are among those for Firefox.
    unaffectedBy: [...rustTests, "tests/docs", "tests/js", "tests/packaging", "tests/peers"],
    tests: {
      files: testFiles("tests/e2e", isForFirefox),
      environment: firefoxEnvironment,
      inChromium: () => ["e2e", "integrations"].map(fileSuite),
    },
  },
  {
    name: "differential",
    title: "Signatures, compared with AWS's own clients",
    needs: ["package", "botocore"],
    unaffectedBy: [
      ...rustTests,
      "js/element",
      "stack",
      "www",
      "tests/docs",
      "tests/e2e",
      "tests/js",
      "tests/peers",
    ],
    tests: { files: testFiles("tests/differential") },
  },
  {
    name: "wasm",
    title: "WebAssembly, in a browser",
    needs: ["chromium"],
    unaffectedBy: [...typeScript, ...prose, "stack", "fuzz", "tests/properties", "tests/vectors"],
    tests: { run: (say) => cargoSuite(say, [...core, ...wasm], webdriverEnvironment()) },
  },
  {
    name: "matrix",
    title: "Package in bundlers, pages, workers and Node",
    needs: ["package", "tarball", "stack", "chromium"],
    unaffectedBy: [...rustTests, "tests/differential", "tests/js", "tests/peers", "www"],
    tests: { files: testFiles("tests/matrix") },
  },
  {
    name: "instructions",
    title: "Instructions of the signing core, against their budget",
    needs: [],
    unaffectedBy: [...typeScript, ...prose, ...rustTests, "stack"],
    tests: { run: instructionSuite },
  },
  examplesOf(["plain", "react"]),
  {
    name: "peers",
    title: "Signatures, verified by the local stack",
    needs: ["package", "stack"],
    unaffectedBy: [
      ...rustTests,
      ...otherEntries,
      ...browserTests,
      "tests/docs",
      "tests/js",
      "tests/packaging",
      "www",
    ],
    tests: { files: testFiles("tests/peers") },
  },
];

/** Returns the suite of some examples. `npm test` has one without and one with a framework. */
export function examplesOf(names: readonly string[]): Suite {
  return {
    name: "examples",
    title: `Examples: ${names.join(", ")}`,
    needs: ["package", "tarball", "stack", "chromium"],
    unaffectedBy: [...rustTests, "tests/differential", "tests/docs", "tests/js", "tests/peers"],
    tests: { run: (say) => examplesSuite(say, names) },
  };
}

/** Returns a suite of test files. */
function fileSuite(name: string): FileSuite {
  const { tests, ...suite } = suites.find((one) => one.name === name) as Suite;
  return { ...suite, ...(tests as FileTests) };
}

/** Whether the test is of the page. */
function isOfPage(file: string): boolean {
  return /^page[\\/]/.test(file);
}

/** Whether the test is of an entry beside the core, with other libraries. */
function isIntegration(file: string): boolean {
  return /^(?:loaders|widgets)[\\/]/.test(file);
}

/** Whether the test runs in Firefox too. */
function isForFirefox(file: string): boolean {
  const [, name = ""] = /^package[\\/](.*)\.test\.ts$/.exec(file) ?? [];
  return (
    isOnlyForFirefox(file) ||
    BY_ENGINE.includes(name) ||
    /element-(?:form|accessibility)\.test\.ts$/.test(file)
  );
}

/** Whether the test has the main flows of the page, which other tests have for Chromium. */
function isOnlyForFirefox(file: string): boolean {
  return /^page[\\/]firefox-/.test(file);
}

function firefoxEnvironment() {
  return { TEST_BROWSER: "firefox", FIREFOX_PATH: findFirefox() };
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
