import { writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { audit } from "../release/audit.ts";
import { LICENCES, licenceTexts } from "../release/licences.ts";
import { release } from "../release/release.ts";
import { reproduce } from "../release/reproduce.ts";
import type { AddCommand } from "./command.ts";

/** Adds the commands that prepare and make a release. */
export function addReleaseCommands(command: AddCommand): void {
  command("licenses", `Writes ${LICENCES} from the crates of the package.`).action(async () => {
    writeFileSync(inRoot(LICENCES), await licenceTexts());
  });

  command(
    "audit",
    "Checks licences, sources, signatures and advisories of all dependencies. Installs cargo-deny if it is missing.",
  )
    .option("--offline", "leave out the checks that need a database or keys from a server")
    .action(({ offline = false }) => audit({ offline }));

  command(
    "reproduce",
    "Builds the committed files from nothing in two folders, and compares every byte of dist.",
  ).action(reproduce);

  command(
    "release",
    "Checks, builds, packs and publishes a release. docs/releasing.md has the steps.",
  )
    .option("--dry-run", "do everything but publish and tag")
    .action(({ dryRun = false }) => release({ dryRun }));
}
