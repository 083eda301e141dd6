import { readFileSync } from "node:fs";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";
import { run, tryRun } from "../shell.ts";
import { step } from "../step.ts";
import { type ChangelogEntry, parseChangelog } from "./changelog.ts";
import { packRelease } from "./pack.ts";

/** State of the checkout that the checks of a release compare. */
export interface ReleaseState {
  /** Output of `git status --porcelain`. */
  changes: string;
  /** Tags of the repository. */
  tags: readonly string[];
  packageVersion: string;
  /** Version of the package in package-lock.json. */
  lockVersion: string;
  crateVersion: string;
  changelog: readonly ChangelogEntry[];
}

/** Settings of a release. */
export interface ReleaseOptions {
  /** Does everything but publishing and tagging, and reports problems of the state at the end. */
  dryRun: boolean;
}

/** Returns a line for each reason for which the state cannot be released. */
export function releaseProblems(state: ReleaseState): string[] {
  const { changes, tags, packageVersion, lockVersion, crateVersion, changelog } = state;
  const [newest] = changelog;
  const problems = [];
  if (changes) problems.push(`Commit these changes first:\n${changes.trimEnd()}`);
  if (lockVersion !== packageVersion) {
    problems.push(
      `package-lock.json has version ${lockVersion}; package.json has ${packageVersion}. Run: npm install --package-lock-only`,
    );
  }
  if (crateVersion !== packageVersion) {
    problems.push(`Cargo.toml has version ${crateVersion}; package.json has ${packageVersion}.`);
  }
  if (newest?.version !== packageVersion) {
    const found = newest?.version ?? "Unreleased";
    problems.push(
      `The first heading of CHANGELOG.md is ${found}; package.json has ${packageVersion}.`,
    );
  } else if (!newest.text) {
    problems.push(`CHANGELOG.md has no text for ${packageVersion}.`);
  }
  if (tags.includes(`v${packageVersion}`)) {
    problems.push(`The tag v${packageVersion} exists: increase the version.`);
  }
  return problems;
}

/**
 * Checks the state, builds and packs the package, writes the bill of materials beside the tarball in build/release, checks
 * the tarball, and publishes and tags it. Publishing needs a CI that can prove where it runs; elsewhere, use a dry run.
 *
 * @throws {Problem} with every reason for which the release cannot be made
 */
export async function release({ dryRun }: ReleaseOptions): Promise<void> {
  const state = await releaseState();
  const problems = releaseProblems(state);
  if (problems.length > 0 && !dryRun) throw new Problem(problems.join("\n"));
  const tarball = await packRelease();
  await checkTarball(tarball);
  if (problems.length > 0) throw new Problem(`The release would fail:\n${problems.join("\n")}`);
  const tag = `v${state.packageVersion}`;
  if (dryRun) {
    console.log(`\nA release would publish ${tarball} and make the tag ${tag}.`);
    return;
  }
  if (!process.env["ACTIONS_ID_TOKEN_REQUEST_URL"]) {
    throw new Problem(
      "Only the workflow .github/workflows/release.yml can publish with provenance. Here, run: npm run release -- --dry-run",
    );
  }
  await step("Publish", (say) => publish(tarball, say));
  await step("Tag", async () => {
    await run("git", ["tag", "--annotate", tag, "--message", state.changelog[0]?.text ?? tag]);
    await run("git", ["push", "origin", tag]);
  });
}

async function publish(tarball: string, onLine: (line: string) => void): Promise<void> {
  await run("npm", ["publish", tarball, "--provenance", "--access", "public"], { onLine });
}

async function releaseState(): Promise<ReleaseState> {
  const versionIn = (file: string) => JSON.parse(readFileSync(inRoot(file), "utf8")).version;
  const [, crateVersion = ""] =
    /^\[workspace\.package\]\nversion = "(.+)"$/m.exec(
      readFileSync(inRoot("Cargo.toml"), "utf8"),
    ) ?? [];
  return {
    changes: (await run("git", ["status", "--porcelain"])).stdout,
    tags: (await run("git", ["tag", "--list"])).stdout.split("\n"),
    packageVersion: versionIn("package.json"),
    lockVersion: versionIn("package-lock.json"),
    crateVersion,
    changelog: parseChangelog(readFileSync(inRoot("CHANGELOG.md"), "utf8")),
  };
}

/** Checks the tarball as its users' tools see it. */
async function checkTarball(tarball: string): Promise<void> {
  const tools: [title: string, ...args: string[]][] = [
    ["publint", "publint", "run", "--strict", tarball],
    ["attw", "attw", tarball, "--profile", "esm-only", "--format", "ascii"],
  ];
  for (const [title, program = "", ...args] of tools) {
    await step(title, async (say) => {
      const { code, output } = await tryRun(program, args, { onLine: say });
      if (code !== 0) throw new Problem(output);
    });
  }
}
