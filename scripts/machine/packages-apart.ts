import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../paths.mjs";
import { run } from "../shell.ts";
import { step, upToDate } from "../step.ts";
import { whenChanged } from "../when-changed.ts";

/** Returns the folder into which `requirePackages` installs packages under a name. */
export function packagesFolder(name: string): string {
  return inRoot("node_modules", ".cache", "s3-signpost", name);
}

/**
 * Installs the packages of a lockfile apart from those of the project, if they are missing or if the lockfile has changed.
 * They may not run install scripts.
 *
 * @param name of the step and of the folder
 * @param source folder of package.json and package-lock.json, relative to the checkout
 */
export async function requirePackages(name: string, source: string): Promise<void> {
  await step(name, async (say) => {
    const folder = packagesFolder(name);
    const inputs = ["package.json", "package-lock.json"].map((file) => `${source}/${file}`);
    const outputs = [join(folder, "node_modules", ".package-lock.json")];
    const installed = await whenChanged(name, { inputs, outputs }, async () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const file of inputs) {
        copyFileSync(inRoot(file), join(folder, file.split("/").at(-1) as string));
      }
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
      await run("npm", args, { cwd: folder, onLine: say });
    });
    return installed ? "installed" : upToDate;
  });
}
