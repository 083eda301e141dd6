import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";

const folder = mkdtempSync(join(tmpdir(), "s3-signpost-prepare-"));
after(() => rmSync(folder, { recursive: true }));

/**
 * Makes a checkout with the real prepare.mjs, whose run.mjs writes its command into a file. Runs the script as npm does, which
 * sets INIT_CWD to the folder in which the user started npm. Returns the command that ran.
 */
function prepare(startedIn: (checkout: string) => string): string | undefined {
  const checkout = mkdtempSync(join(folder, "clone-"));
  mkdirSync(join(checkout, "scripts"));
  copyFileSync(inRoot("scripts/prepare.mjs"), join(checkout, "scripts", "prepare.mjs"));
  const stub =
    'import { writeFileSync } from "node:fs"; writeFileSync("ran", process.argv[2]); console.log("a");';
  writeFileSync(join(checkout, "scripts", "run.mjs"), stub);
  const env = { ...process.env, INIT_CWD: startedIn(checkout) };
  const script = join(checkout, "scripts", "prepare.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
  // npm reads the list of packed files from its standard output.
  assert.deepEqual([status, stdout], [0, ""]);
  try {
    return readFileSync(join(checkout, "ran"), "utf8");
  } catch {
    return undefined;
  }
}

test("a dependency on the git repository is built when it is installed", () => {
  assert.equal(
    prepare(() => folder),
    "package",
  );
});

test("an application in a folder beside the clone, with a longer name, is not the clone", () => {
  assert.equal(
    prepare((checkout) => `${checkout}-application`),
    "package",
  );
});

test("npm ci in a checkout builds nothing", () => {
  assert.equal(
    prepare((checkout) => checkout),
    undefined,
  );
  assert.equal(
    prepare((checkout) => join(checkout, "scripts")),
    undefined,
  );
});
