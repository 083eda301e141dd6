import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { build } from "esbuild";
import { inRoot } from "../../scripts/paths.mjs";
import { typeScriptArguments } from "../../scripts/shell.ts";
import { LOG_OPTION } from "../../scripts/test/record/function-log.mjs";
import { FixtureSuite } from "./support/fixture-suite.ts";

const MODULE = `
import { help } from "./help.ts";
export const FACTOR = 2;
/** Doubles a number. */
export function double(value: number): number {
  const product: number = help(value * FACTOR);
  return product;
}
export function unused(value: number): number {
  const other = [value, value].map((one) => one + 1);
  return other.length + value;
}
`;

let suite: FixtureSuite;
beforeEach(() => {
  suite = new FixtureSuite();
  suite.nodeArguments = typeScriptArguments;
  suite.write("package.json", '{ "type": "module" }');
  suite.write("js/module.ts", MODULE);
  suite.write("js/help.ts", "export const help = (value: number): number => value;");
});
afterEach(() => suite.delete());

/** Changes of the module that a test which calls `double` does not notice, and those that it may. */
const UNNOTICED: [what: string, from: string, to: string][] = [
  ["the body of a function that did not run", "other.length + value", "other.length - value"],
  [
    "a function in that body",
    "(one) => one + 1",
    "(one, two) => { return [one].map((x) => x + two) }",
  ],
  ["a comment in a function that ran", "const product", "/* A comment. */ const product"],
  ["a type in a function that ran", "product: number", "product: unknown"],
];
const NOTICED: typeof UNNOTICED = [
  ["the body of a function that ran", "value * FACTOR", "value * FACTOR + 1"],
  ["a constant", "FACTOR = 2", "FACTOR = 3"],
  ["the parameters of a function that did not run", "unused(value: number)", "unused(value = 1)"],
  ["an import", "import { help }", 'import "node:fs";\nimport { help }'],
  ["an export", "export function unused", "function unused"],
];

function changeModule(from: string, to: string): void {
  assert.ok(MODULE.includes(from));
  suite.write("js/module.ts", MODULE.replace(from, to));
}

describe("in Node, a test file", () => {
  beforeEach(async () => {
    suite.writeTest("tests/a.test.ts", "double(1);", 'import { double } from "../js/module.ts";');
    await suite.run();
  });
  for (const [what, from, to] of UNNOTICED) {
    test(`does not run again after a change of ${what}`, async () => {
      changeModule(from, to);
      assert.equal(await suite.ran(), 0);
    });
  }
  for (const [what, from, to] of NOTICED) {
    test(`runs again after a change of ${what}`, async () => {
      changeModule(from, to);
      assert.equal(await suite.ran(), 1);
    });
  }
});

test("a test file that reads the source of a module runs again after a change of any function", async () => {
  const path = JSON.stringify(join(suite.root, "js/module.ts"));
  suite.writeTest(
    "tests/a.test.ts",
    `readFileSync(${path}); double(1);`,
    'import { readFileSync } from "node:fs"; import { double } from "../js/module.ts";',
  );
  await suite.run();
  changeModule("other.length + value", "other.length - value");
  assert.equal(await suite.ran(), 1);
});

test("a function of a test's helper counts although it did not run, since a browser may run it", async () => {
  suite.write(
    "tests/helper.ts",
    "export const inPage = () => { console.log('in the page, not here'); };",
  );
  suite.writeTest("tests/a.test.ts", "String(inPage);", 'import { inPage } from "./helper.ts";');
  await suite.run();
  suite.write(
    "tests/helper.ts",
    "export const inPage = () => { console.log('in the page, another'); };",
  );
  assert.equal(await suite.ran(), 1);
});

/** Argument of a browser that logs its functions. */
const LOGGED = `"--js-flags=${LOG_OPTION}", `;

describe("in a browser, a test file", () => {
  beforeEach(async () => {
    suite.unaffectedBy = ["www"];
    suite.write(
      "js/index.ts",
      'import { double } from "./module.ts";\nexport * from "./module.ts";\ndouble(1);',
    );
    await bundle();
    // Node takes the place of the browser: its V8 writes the same log.
    suite.writeProgram(
      "bin/chromium",
      `for last; do :; done\nexec ${process.execPath} ${LOG_OPTION} "--logfile=$LOGS/%t.log" "$last"`,
    );
    serve(LOGGED);
  });

  /** Bundles js/index.ts as dist/index.js, as the build does. */
  async function bundle(): Promise<void> {
    const { metafile } = await build({
      absWorkingDir: suite.root,
      entryPoints: ["js/index.ts"],
      outfile: "dist/index.js",
      bundle: true,
      format: "esm",
      platform: "node",
      minify: true,
      sourcemap: true,
      metafile: true,
    });
    // The build copies the sources, and its maps name the copies.
    const map = join(suite.root, "dist/index.js.map");
    writeFileSync(map, readFileSync(map, "utf8").replaceAll("../js/", "sources/js/"));
    mkdirSync(join(suite.root, "build/modules"), { recursive: true });
    writeFileSync(
      join(suite.root, "build/modules/index.json"),
      JSON.stringify(Object.keys(metafile.inputs)),
    );
  }

  test("that imports the script in Node runs again only after a change of a function that ran", async () => {
    suite.writeTest(
      "tests/a.test.ts",
      "double(1);",
      `import { double } from ${JSON.stringify(join(suite.root, "dist/index.js"))};`,
    );
    await suite.run();
    changeModule("other.length + value", "other.length - value");
    await bundle();
    assert.equal(await suite.ran(), 0);
    changeModule("value * FACTOR", "value * FACTOR + 1");
    await bundle();
    assert.equal(await suite.ran(), 1);
  });

  function serve(options: string, first = ""): void {
    const record = inRoot("scripts", "test", "record");
    const script = JSON.stringify(join(suite.root, "dist/index.js"));
    suite.writeTest(
      "tests/a.test.ts",
      `${first}
      readServedScript(${script});
      const env = { ...process.env, LOGS: functionLogs.folder };
      const browser = ${JSON.stringify(join(suite.root, "bin"))} + "/" + (env.TEST_BROWSER ?? "chromium");
      const options = env.TEST_BROWSER ? [] : [${options}];
      execFileSync(browser, [...options, ${script}], { env });`,
      `import { execFileSync } from "node:child_process";
      import { functionLogs } from ${JSON.stringify(join(record, "function-log.mjs"))};
      import { readServedScript } from ${JSON.stringify(join(record, "notes.mjs"))};`,
    );
  }

  for (const [what, from, to] of UNNOTICED) {
    test(`does not run again after a change of ${what}`, async () => {
      await suite.run();
      changeModule(from, to);
      await bundle();
      assert.equal(await suite.ran(), 0);
    });
  }
  for (const [what, from, to] of NOTICED) {
    test(`runs again after a change of ${what}`, async () => {
      await suite.run();
      changeModule(from, to);
      await bundle();
      assert.equal(await suite.ran(), 1);
    });
  }

  test("runs again after a change of a module of which no code is left in the script", async () => {
    await suite.run();
    suite.write("js/index.ts", 'export { double } from "./module.ts";');
    await bundle();
    assert.equal(await suite.ran(), 1);
  });

  test("runs again after a change of the bundler's options", async () => {
    await suite.run();
    suite.write("scripts/build/bundle.ts", "");
    assert.equal(await suite.ran(), 1);
  });

  test("runs again after any change of the script if a browser writes no log", async () => {
    serve("");
    await suite.run();
    changeModule("other.length + value", "other.length - value");
    await bundle();
    assert.equal(await suite.ran(), 1);
  });

  test("runs again after any change of a script that the browser did not run", async () => {
    suite.writeProgram("bin/chromium", "true");
    await suite.run();
    changeModule("other.length + value", "other.length - value");
    await bundle();
    assert.equal(await suite.ran(), 1);
  });

  describe("and in Firefox", () => {
    beforeEach(() => suite.writeProgram("bin/firefox", "true"));

    test("runs again only after a change of a function that ran in Chromium", async () => {
      await suite.run();
      await suite.run({ inFirefox: true });
      changeModule("other.length + value", "other.length - value");
      await bundle();
      assert.equal(await suite.ran({ inFirefox: true }), 0);
      changeModule("value * FACTOR", "value * FACTOR + 1");
      await bundle();
      assert.equal(await suite.ran({ inFirefox: true }), 1);
    });

    test("runs again after any change of the script if it has not run in Chromium", async () => {
      await suite.run({ inFirefox: true });
      changeModule("other.length + value", "other.length - value");
      await bundle();
      assert.equal(await suite.ran({ inFirefox: true }), 1);
    });

    test("runs again after any change of the script if it ran in Chromium with other code", async () => {
      await suite.run();
      changeModule("value * FACTOR", "value * FACTOR + 1");
      await bundle();
      await suite.run({ inFirefox: true });
      changeModule("other.length + value", "other.length - value");
      await bundle();
      assert.equal(await suite.ran({ inFirefox: true }), 1);
    });
  });

  test("runs again if a module changed after it was bundled, while the test ran", async () => {
    const changed = MODULE.replace("other.length + value", "other.length - value");
    const module = JSON.stringify(join(suite.root, "js/module.ts"));
    serve(LOGGED, `execFileSync("tee", [${module}], { input: ${JSON.stringify(changed)} });`);
    suite.unaffectedBy = ["www", "js"];
    await suite.run();
    await bundle();
    assert.equal(await suite.ran(), 1);
  });
});
