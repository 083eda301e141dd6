import { existsSync, readdirSync, renameSync } from "node:fs";
import { Problem } from "./errors.ts";
import { inRoot } from "./paths.mjs";
import { run } from "./shell.ts";
import { type Say, step, upToDate } from "./step.ts";
import { nodeSuite, type Outcome, testFiles } from "./test/run-suite.ts";
import { whenChanged } from "./when-changed.ts";

/** The package of this checkout, which the examples install. */
export const tarball = inRoot("examples", "s3-signpost.tgz");

/** Packs the built package as `npm publish` does, for the examples. */
export async function packPackage(): Promise<void> {
  await step("Package for the examples", async () => {
    const paths = {
      inputs: [
        "dist",
        "package.json",
        "docs/guides",
        "docs/infrastructure",
        "docs/migrate",
        "docs/errors.md",
        "AGENTS.md",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "THIRD-PARTY-LICENSES",
      ],
      outputs: [tarball],
    };
    const packed = await whenChanged("tarball", paths, async () => {
      const folder = inRoot("examples");
      const { stdout } = await run("npm", [
        "pack",
        "--ignore-scripts",
        "--json",
        "--pack-destination",
        folder,
      ]);
      renameSync(inRoot("examples", JSON.parse(stdout)[0].filename), tarball);
    });
    return packed ? undefined : upToDate;
  });
}

/** Returns the names of the folders in examples/. */
export function exampleNames(): string[] {
  return readdirSync(inRoot("examples")).filter((name) =>
    existsSync(inRoot("examples", name, "package.json")),
  );
}

/**
 * Runs the tests of examples: each installs, builds and starts a copy of the example, and uses it in Chromium.
 *
 * @throws {Problem} if an example has no test
 */
export async function examplesSuite(say: Say, names: readonly string[]): Promise<Outcome> {
  const files = names.map((name) => `${name}.test.ts`);
  const missing = files.find((file) => !existsSync(inRoot("tests", "examples", file)));
  if (missing) {
    throw new Problem(`tests/examples/${missing} is missing: write a test that uses the example.`);
  }
  return nodeSuite(
    say,
    testFiles("tests/examples", (file) => files.includes(file)),
    {},
  );
}
