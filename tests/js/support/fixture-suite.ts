import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inRoot } from "../../../scripts/paths.mjs";
import type { FileSuite } from "../../../scripts/test/inputs.ts";
import { runFiles } from "../../../scripts/test/run-files.ts";
import { takeSnapshot } from "../../../scripts/test/snapshot.ts";

/** A small checkout with a suite of test files, which run as those of `npm test`. */
export class FixtureSuite {
  /** Absolute path of the checkout. */
  readonly root: string;
  /** Folder of the records of test files. */
  readonly records: string;
  readonly #outside: string;
  readonly #tests = new Set<string>();
  /** Variables that the suite adds to the environment. */
  environment: Record<string, string> = {};
  /** Options of Node. TypeScript needs some, and takes longer to start. */
  nodeArguments: string[] = [];
  /** Files and folders that cannot affect the suite. */
  unaffectedBy: string[] = [];

  constructor() {
    this.#outside = realpathSync(mkdtempSync(join(tmpdir(), "s3-signpost-fixture-")));
    this.root = join(this.#outside, "checkout");
    this.records = join(this.#outside, "records");
    mkdirSync(this.root);
    symlinkSync(inRoot("node_modules"), join(this.root, "node_modules"), "junction");
    execFileSync("git", ["init", "--quiet"], { cwd: this.root });
  }

  /** Writes a file of the checkout. */
  write(name: string, contents: string): void {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }

  /** Writes a program of the checkout, for a shell. */
  writeProgram(name: string, commands: string): void {
    this.write(name, `#!/bin/sh\n${commands}\n`);
    chmodSync(join(this.root, name), 0o755);
  }

  /** Writes a test file with one test. */
  writeTest(name: string, body: string, imports = ""): void {
    this.#tests.add(name);
    this.write(
      name,
      `import { test } from "node:test";\n${imports}\ntest("a fact", async () => {\n${body}\n});\n`,
    );
  }

  remove(name: string): void {
    this.#tests.delete(name);
    rmSync(join(this.root, name));
  }

  /** Runs the suite, and returns its counts and the number of test files that ran. */
  async run({
    reuse = true,
    record = true,
    inFirefox = false,
  } = {}): Promise<{ passed: number; failed: number; ran: number }> {
    const { passed, failed, ran } = await runFiles(
      inFirefox
        ? {
            ...this.#suite("firefox", { TEST_BROWSER: "firefox" }),
            inChromium: () => [this.#suite("fixture")],
          }
        : this.#suite("fixture"),
      {
        snapshot: await takeSnapshot(this.root),
        reuse,
        record,
        root: this.root,
        folder: this.records,
        nodeArguments: this.nodeArguments,
      },
    );
    return { passed, failed, ran };
  }

  #suite(name: string, added: Record<string, string> = {}): FileSuite {
    return {
      name,
      files: [...this.#tests].map((file) => join(this.root, file)),
      unaffectedBy: this.unaffectedBy,
      // With the variable of `node --test`, the files would write their results in its own format.
      environment: () => ({ ...this.environment, ...added, NODE_TEST_CONTEXT: "" }),
    };
  }

  /** Returns the number of test files that run. */
  async ran(options: { inFirefox?: boolean } = {}): Promise<number> {
    return (await this.run(options)).ran;
  }

  delete(): void {
    rmSync(this.#outside, { recursive: true, force: true });
  }
}
