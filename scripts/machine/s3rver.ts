import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../paths.mjs";
import { run } from "../shell.ts";
import { step, upToDate } from "../step.ts";
import { whenChanged } from "../when-changed.ts";

/** Folder of s3rver and its packages, apart from the packages of the project. */
export const s3rverFolder = inRoot("node_modules", ".cache", "s3-signpost", "s3rver");

/** Installs s3rver if it is missing, or if its lockfile has changed. Its packages may not run install scripts. */
export async function requireS3rver(): Promise<void> {
  await step("s3rver", async (say) => {
    const inputs = ["package.json", "package-lock.json"].map(
      (file) => `tests/peers/s3rver/${file}`,
    );
    const outputs = [join(s3rverFolder, "node_modules", ".package-lock.json")];
    const installed = await whenChanged("s3rver", { inputs, outputs }, async () => {
      rmSync(s3rverFolder, { recursive: true, force: true });
      mkdirSync(s3rverFolder, { recursive: true });
      for (const file of inputs) {
        copyFileSync(inRoot(file), join(s3rverFolder, file.split("/").at(-1) as string));
      }
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
      await run("npm", args, { cwd: s3rverFolder, onLine: say });
    });
    return installed ? "installed" : upToDate;
  });
}
