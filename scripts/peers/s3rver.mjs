import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { npm } from "../npm.mjs";
import { inRoot } from "../paths.mjs";
import { whenChanged } from "../stamp.mjs";
import { step, upToDate } from "../steps.mjs";

const files = ["package.json", "package-lock.json"];

/** Where s3rver and its packages are installed: apart from those of the project, which never load them. */
export const s3rverFolder = inRoot("node_modules", ".cache", "s3-signpost", "s3rver");

/** Installs s3rver if it is not there yet, or its lockfile has changed since. No package may run a script. */
export async function requireS3rver() {
  await step("s3rver", async (say) => {
    const inputs = files.map((file) => `tests/peers/s3rver/${file}`);
    const outputs = [join(s3rverFolder, "node_modules", ".package-lock.json")];
    const made = await whenChanged("s3rver", { inputs, outputs }, async () => {
      rmSync(s3rverFolder, { recursive: true, force: true });
      mkdirSync(s3rverFolder, { recursive: true });
      for (const file of files) {
        copyFileSync(inRoot("tests", "peers", "s3rver", file), join(s3rverFolder, file));
      }
      const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
      await npm(["ci", ...options], { cwd: s3rverFolder, onLine: say });
    });
    return made ? "installed" : upToDate;
  });
}
