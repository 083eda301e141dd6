import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { typeScriptArguments } from "../../scripts/shell.ts";
import { FixtureSuite } from "./support/fixture-suite.ts";

let suite: FixtureSuite;
beforeEach(() => {
  suite = new FixtureSuite();
  suite.writeTest("tests/other.test.mjs", "");
});
afterEach(() => suite.delete());

const READ = 'import { readFileSync } from "node:fs"; import { readFile } from "node:fs/promises";';
const EXEC = 'import { execFileSync } from "node:child_process";';
const SPAWN = 'import { spawnSync } from "node:child_process";';
const root = () => JSON.stringify(`${suite.root}/`);

/** Files in a folder of the records. */
function recordNames(): string[] {
  return readdirSync(join(suite.records, "fixture"));
}

describe("of two test files, only the one runs again", () => {
  test("that imports a changed file, through another file", async () => {
    suite.write("helper.mjs", 'export { value } from "./value.mjs";');
    suite.write("value.mjs", "export const value = 1;");
    suite.writeTest("tests/a.test.mjs", "", 'import "../helper.mjs";');
    assert.equal(await suite.ran(), 2);
    suite.write("value.mjs", "export const value = 2;");
    assert.deepEqual(await suite.run(), { passed: 2, failed: 0, ran: 1 });
  });

  test("that imports a changed file in TypeScript", async () => {
    suite.nodeArguments = typeScriptArguments;
    suite.write("package.json", '{ "type": "module" }');
    suite.write("value.ts", "export const value: number = 1;");
    suite.writeTest("tests/a.test.ts", "", 'import "../value.ts";');
    await suite.run();
    suite.write("value.ts", "export const value: number = 2;");
    assert.equal(await suite.ran(), 1);
  });

  test("that imports a changed file when a test runs", async () => {
    suite.write("late.mjs", "1;");
    suite.writeTest("tests/a.test.mjs", 'await import("../late.mjs");');
    await suite.run();
    suite.write("late.mjs", "2;");
    assert.equal(await suite.ran(), 1);
  });

  for (const call of ["readFileSync(PATH)", "await readFile(PATH)"]) {
    test(`that reads a changed file with ${call}`, async () => {
      suite.write("data/table.txt", "1");
      suite.writeTest(
        "tests/a.test.mjs",
        call.replace("PATH", `${root()} + "data/table.txt"`),
        READ,
      );
      await suite.run();
      suite.write("data/table.txt", "2");
      assert.equal(await suite.ran(), 1);
    });
  }

  test("that streams a changed file", async () => {
    suite.write("data.txt", "1");
    suite.writeTest(
      "tests/a.test.mjs",
      `for await (const _ of createReadStream(${root()} + "data.txt"));`,
      'import { createReadStream } from "node:fs";',
    );
    await suite.run();
    suite.write("data.txt", "2");
    assert.equal(await suite.ran(), 1);
  });

  test("that lists a folder with a new file", async () => {
    suite.write("data/table.txt", "1");
    suite.writeTest(
      "tests/a.test.mjs",
      `readdirSync(${root()} + "data");`,
      'import { readdirSync } from "node:fs";',
    );
    await suite.run();
    suite.write("data/second.txt", "1");
    assert.equal(await suite.ran(), 1);
  });

  test("that lists a folder with a new file in a folder below it", async () => {
    suite.write("data/below/table.txt", "1");
    suite.writeTest(
      "tests/a.test.mjs",
      `await readdir(${root()} + "data", { recursive: true });`,
      'import { readdir } from "node:fs/promises";',
    );
    await suite.run();
    suite.write("data/below/second.txt", "1");
    assert.equal(await suite.ran(), 1);
  });

  test("that looks for a file which now exists", async () => {
    suite.writeTest(
      "tests/a.test.mjs",
      `existsSync(${root()} + "data.txt");`,
      'import { existsSync } from "node:fs";',
    );
    await suite.run();
    suite.write("data.txt", "");
    assert.equal(await suite.ran(), 1);
  });

  test("that bundles a changed file", async () => {
    suite.write("entry.mjs", 'import "./part.mjs";');
    suite.write("part.mjs", "console.log(1);");
    suite.writeTest(
      "tests/a.test.mjs",
      `await build({ entryPoints: [${root()} + "entry.mjs"], bundle: true, write: false });`,
      'import { build } from "esbuild";',
    );
    await suite.run();
    suite.write("unused.mjs", "");
    assert.equal(await suite.ran(), 0);
    suite.write("part.mjs", "console.log(2);");
    assert.equal(await suite.ran(), 1);
  });

  test("that bundles with buildSync, which lists no files", async () => {
    suite.write("entry.mjs", "1;");
    suite.writeTest(
      "tests/a.test.mjs",
      `buildSync({ entryPoints: [${root()} + "entry.mjs"], write: false });`,
      'import { buildSync } from "esbuild";',
    );
    await suite.run();
    suite.write("unused.mjs", "");
    assert.equal(await suite.ran(), 1);
  });

  test("that failed", async () => {
    suite.writeTest("tests/a.test.mjs", "throw new Error();");
    assert.deepEqual(await suite.run(), { passed: 1, failed: 1, ran: 2 });
    assert.deepEqual(await suite.run(), { passed: 1, failed: 1, ran: 1 });
  });

  test("whose record is damaged", async () => {
    await suite.run();
    suite.writeTest("tests/a.test.mjs", "");
    await suite.run();
    writeFileSync(join(suite.records, "fixture", "tests+a.test.mjs.json"), '{"passed":1,');
    assert.equal(await suite.ran(), 1);
  });

  test("that read a file before another program changed it", async () => {
    suite.write("data.txt", "1");
    suite.unaffectedBy = ["data.txt"];
    suite.writeTest(
      "tests/a.test.mjs",
      `readFileSync(${root()} + "data.txt");
      execFileSync("sh", ["-c", "echo 2 > " + ${root()} + "data.txt"]);`,
      READ + EXEC,
    );
    await suite.run();
    assert.equal(await suite.ran(), 1);
  });
});

test("the recorder opens a file once for its state", async () => {
  suite.write("data.txt", "1");
  suite.writeTest(
    "tests/a.test.mjs",
    `let calls = 0;
    const { openSync } = fs;
    fs.openSync = (...args) => {
      calls += 1;
      return openSync(...args);
    };
    fs.readFileSync(${root()} + "data.txt");
    assert.ok(calls <= 2, String(calls));`,
    'import assert from "node:assert/strict"; import fs from "node:fs";',
  );
  const { passed, failed } = await suite.run();
  assert.deepEqual({ passed, failed }, { passed: 2, failed: 0 });
});

describe("a test file that starts a program runs again", () => {
  beforeEach(async () => {
    suite.unaffectedBy = ["prose"];
    suite.writeTest("tests/a.test.mjs", 'execFileSync("sh", ["-c", "true"]);', EXEC);
    await suite.run();
  });

  test("after a change of any file that can affect the suite", async () => {
    suite.write("config.json", "{}");
    assert.equal(await suite.ran(), 1);
  });

  test("not after a change of a file that cannot affect the suite", async () => {
    suite.write("prose/guide.md", "# Guide");
    assert.equal(await suite.ran(), 0);
  });

  test("not after a change of another test file", async () => {
    suite.writeTest("tests/other.test.mjs", "// Changed.");
    assert.equal(await suite.ran(), 1);
  });
});

test("a test file that transforms a text with esbuild does not run again after a change of a file", async () => {
  suite.writeTest(
    "tests/a.test.mjs",
    'transformSync("1");',
    'import { transformSync } from "esbuild";',
  );
  await suite.run();
  suite.write("config.json", "{}");
  assert.equal(await suite.ran(), 0);
});

describe("a test file that starts a program outside the checkout", () => {
  const call = (script: string) => {
    suite.writeTest(
      "tests/a.test.mjs",
      `const folder = mkdtempSync(join(tmpdir(), "outside-"));
      writeFileSync(join(folder, "a.cjs"), ${script});
      execFileSync(process.execPath, [join(folder, "a.cjs")]);
      rmSync(folder, { recursive: true });`,
      `${EXEC} import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
      import { tmpdir } from "node:os"; import { join } from "node:path";`,
    );
  };

  test("does not run again after a change of a file of the checkout", async () => {
    call(`"1"`);
    await suite.run();
    suite.write("config.json", "{}");
    assert.equal(await suite.ran(), 0);
  });

  test("runs again if the program's script names a file of the checkout", async () => {
    suite.write("config.json", "{}");
    call(`"require(" + ${JSON.stringify(JSON.stringify(join(suite.root, "config.json")))} + ")"`);
    await suite.run();
    suite.write("config.json", "[]");
    assert.equal(await suite.ran(), 1);
  });
});

describe("a test file that installs the packed package", () => {
  const COPY = "node_modules/s3-signpost";

  /** Writes a test that installs the package in a project outside the checkout, and then does something. */
  function install(then: string, program = "npm"): void {
    suite.write("package.json", JSON.stringify({ files: ["dist", "docs"] }));
    suite.write("docs/guide.md", "1");
    suite.write("dist/index.js", "1;");
    suite.write("dist/integrity.json", "{}");
    suite.write("dist/index.d.ts", "1;");
    // The real programs take seconds.
    const extract = `mkdir -p ${COPY}; cp -r $PACKED ${COPY};`;
    suite.writeProgram("bin/npm", `[ "$1" = pack ] || { ${extract} }`);
    suite.writeProgram("bin/tar", extract);
    suite.writeProgram("bin/tsc", "true");
    suite.environment = {
      PATH: `${join(suite.root, "bin")}${delimiter}${process.env["PATH"]}`,
      PACKED: ["dist", "docs", "package.json"].map((name) => join(suite.root, name)).join(" "),
    };
    suite.writeTest(
      "tests/a.test.mjs",
      `const folder = mkdtempSync(join(tmpdir(), "project-"));
      execFileSync("npm", ["pack"], { cwd: ${root()} });
      execFileSync("${program}", ["install"], { cwd: folder });
      ${then}
      rmSync(folder, { recursive: true });`,
      `${EXEC} import { mkdtempSync, readFileSync, rmSync } from "node:fs";
      import { tmpdir } from "node:os"; import { join } from "node:path";`,
    );
  }

  for (const program of ["npm", "tar"]) {
    test(`by ${program} runs again after a change of a file that it reads there`, async () => {
      install(`readFileSync(join(folder, "${COPY}/docs/guide.md"));`, program);
      await suite.run();
      suite.write("dist/index.js", "2;");
      assert.equal(await suite.ran(), 0);
      suite.write("docs/guide.md", "2");
      assert.equal(await suite.ran(), 1);
    });
  }

  test("runs again after a change of a script that a program in Node imports there", async () => {
    const program = JSON.stringify('import("s3-signpost/dist/index.js");');
    install(`execFileSync(process.execPath, ["--eval", ${program}], { cwd: folder });`);
    await suite.run();
    suite.write("docs/guide.md", "2");
    assert.equal(await suite.ran(), 0);
    suite.write("dist/index.js", "2;");
    assert.equal(await suite.ran(), 1);
  });

  test("runs again after a change of any packed file if another program runs there", async () => {
    install('execFileSync("true", { cwd: folder });');
    await suite.run();
    suite.write("www/page.ts", "1");
    assert.equal(await suite.ran(), 0);
    for (const packed of ["docs/guide.md", "dist/index.js"]) {
      suite.write(packed, "2");
      assert.equal(await suite.ran(), 1, packed);
    }
  });

  test("runs again after a change of types only if TypeScript runs there", async () => {
    install(`execFileSync(${root()} + "bin/tsc", { cwd: folder });`);
    await suite.run();
    suite.write("dist/index.js", "2;");
    suite.write("dist/integrity.json", '{ "index.js": "sha384-2" }');
    assert.equal(await suite.ran(), 0);
    suite.write("dist/index.d.ts", "2;");
    assert.equal(await suite.ran(), 1);
  });

  test("runs again if another file is packed", async () => {
    install("");
    await suite.run();
    suite.write("dist/other.js", "1");
    assert.equal(await suite.ran(), 1);
  });
});

test("a test file that lists crates with cargo runs again only after a change of a manifest or of Cargo.lock", async () => {
  suite.writeProgram("bin/cargo", "true");
  suite.environment = { PATH: `${join(suite.root, "bin")}${delimiter}${process.env["PATH"]}` };
  suite.write("lib/Cargo.toml", "1");
  suite.write("Cargo.lock", "1");
  suite.writeTest("tests/a.test.mjs", `execFileSync("cargo", ["tree"], { cwd: ${root()} });`, EXEC);
  await suite.run();
  suite.write("lib/src/lib.rs", "2");
  assert.equal(await suite.ran(), 0);
  for (const file of ["lib/Cargo.toml", "Cargo.lock"]) {
    suite.write(file, "2");
    assert.equal(await suite.ran(), 1, file);
  }
});

describe("a test file that starts a script of Node runs again", () => {
  const start = (args: string) =>
    suite.writeTest("tests/a.test.mjs", `execFileSync(${args}, { cwd: ${root()} });`, EXEC);

  test("only after a change of a file that the script imports or reads, also in a further script", async () => {
    suite.write("a.mjs", `${EXEC} import "./b.mjs"; execFileSync(process.execPath, ["c.cjs"]);`);
    suite.write("b.mjs", "1;");
    suite.write("c.cjs", 'require("./d.cjs"); require("node:fs").readFileSync("data.txt");');
    suite.write("d.cjs", "1;");
    suite.write("data.txt", "1");
    start('process.execPath, ["a.mjs"]');
    await suite.run();
    suite.write("config.json", "{}");
    assert.equal(await suite.ran(), 0);
    for (const [name, contents] of [
      ["a.mjs", 'import "./b.mjs";'],
      ["b.mjs", "2;"],
      ["c.cjs", 'require("./d.cjs");'],
      ["d.cjs", "2;"],
    ] as const) {
      const before = readFileSync(join(suite.root, name), "utf8");
      suite.write(name, contents);
      assert.equal(await suite.ran(), 1, name);
      suite.write(name, before);
      await suite.run();
    }
    suite.write("data.txt", "2");
    assert.equal(await suite.ran(), 1);
  });

  test("after any change if the script was killed before it wrote its notes", async () => {
    suite.write("a.mjs", 'process.kill(process.pid, "SIGKILL");');
    suite.writeTest(
      "tests/a.test.mjs",
      `spawnSync(process.execPath, [${root()} + "a.mjs"]);`,
      SPAWN,
    );
    await suite.run();
    suite.write("config.json", "{}");
    assert.equal(await suite.ran(), 1);
  });
});

test("a test file that starts a script in Python runs again after a change of such a script only", async () => {
  suite.writeProgram("bin/python3", "true");
  suite.write("oracle.py", "1");
  suite.writeTest(
    "tests/a.test.mjs",
    `execFileSync(${root()} + "bin/python3", [${root()} + "oracle.py"]);`,
    EXEC,
  );
  await suite.run();
  suite.write("config.json", "{}");
  assert.equal(await suite.ran(), 0);
  suite.write("oracle.py", "2");
  assert.equal(await suite.ran(), 1);
});

test("a test file that starts the local stack runs again after a change of its sources only", async () => {
  const stack = "target/debug/s3-signpost-stack";
  suite.writeProgram(stack, "true");
  suite.writeTest("tests/a.test.mjs", `execFileSync(${root()} + ${JSON.stringify(stack)});`, EXEC);
  await suite.run();
  suite.write("stack/tests/upload.rs", "");
  suite.writeProgram(stack, "exit 0");
  assert.equal(await suite.ran(), 0);
  suite.write("stack/src/main.rs", "");
  assert.equal(await suite.ran(), 1);
});

describe("a test file that starts a browser runs again", () => {
  beforeEach(async () => {
    suite.writeProgram("bin/chromium", "echo 1.0");
    suite.write("build/www/index.html", "1");
    suite.writeTest("tests/a.test.mjs", `execFileSync(${root()} + "bin/chromium");`, EXEC);
    await suite.run();
  });

  test("after a change of the built page, but not of its source maps", async () => {
    suite.write("build/www/main.js.map", "{}");
    assert.equal(await suite.ran(), 0);
    suite.write("build/www/index.html", "2");
    assert.equal(await suite.ran(), 1);
  });

  test("after an update of the browser", async () => {
    suite.writeProgram("bin/chromium", "echo 2.0");
    assert.equal(await suite.ran(), 1);
  });

  test("not after a change of the page if the suite does not use it", async () => {
    suite.unaffectedBy = ["www"];
    await suite.run();
    suite.writeTest("tests/a.test.mjs", `execFileSync(${root()} + "bin/chromium", []);`, EXEC);
    await suite.run();
    suite.write("build/www/index.html", "2");
    assert.equal(await suite.ran(), 0);
  });
});

describe("every test file runs", () => {
  test("after a change of a variable that tests read", async () => {
    await suite.run();
    suite.environment = { TEST_BROWSER: "firefox" };
    assert.equal(await suite.ran(), 1);
  });

  test("after a change of the installed packages", async () => {
    suite.write("package-lock.json", "{}");
    await suite.run();
    suite.write("package-lock.json", '{ "packages": {} }');
    assert.equal(await suite.ran(), 1);
  });

  test("if records are not reused", async () => {
    await suite.run();
    assert.deepEqual(await suite.run({ reuse: false }), { passed: 1, failed: 0, ran: 1 });
  });

  test("if the run before it recorded nothing", async () => {
    await suite.run();
    await suite.run({ reuse: false, record: false });
    assert.equal(await suite.ran(), 1);
  });
});

test("a test file that bundles a script of the package passes in a run that records nothing", async () => {
  const served = JSON.stringify(inRoot("scripts", "test", "record", "served.mjs"));
  suite.environment = { TEST_RECORD_ROOT: "" };
  suite.writeTest(
    "tests/a.test.mjs",
    `await bundleServed({ stdin: { contents: "document.title = 1" } });`,
    `import { bundleServed } from ${served};`,
  );
  const { passed, failed } = await suite.run({ record: false });
  assert.deepEqual({ passed, failed }, { passed: 2, failed: 0 });
});

test("no test file runs again because the record was made with CI", async () => {
  suite.environment = { CI: "true" };
  await suite.run();
  suite.environment = {};
  assert.equal(await suite.ran(), 0);
});

describe("the records of test files", () => {
  test("do not contain a deleted file", async () => {
    suite.writeTest("tests/a.test.mjs", "");
    await suite.run();
    suite.remove("tests/a.test.mjs");
    await suite.run();
    assert.deepEqual(recordNames(), ["tests+other.test.mjs.json"]);
  });

  test("are whole after two runs at a time", async () => {
    await Promise.all([suite.run(), suite.run()]);
    assert.deepEqual(recordNames(), ["tests+other.test.mjs.json"]);
    assert.deepEqual(await suite.run(), { passed: 1, failed: 0, ran: 0 });
  });

  test("are left alone while another run writes them", async () => {
    await suite.run();
    const unfinished = "tests+other.test.mjs.json.1";
    writeFileSync(join(suite.records, "fixture", unfinished), "{");
    await suite.run();
    assert.ok(recordNames().includes(unfinished));
  });

  test("do not count a file that the test wrote itself", async () => {
    suite.writeTest(
      "tests/a.test.mjs",
      `writeFileSync(${root()} + "new.txt", String(Math.random()));
      readFileSync(${root()} + "new.txt");`,
      `${READ} import { writeFileSync } from "node:fs";`,
    );
    await suite.run();
    suite.write("new.txt", "Changed.");
    assert.equal(await suite.ran(), 0);
  });
});
