import { createHash } from "node:crypto";
import { constants, existsSync, readFileSync } from "node:fs";
import { cp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../../../scripts/paths.mjs";
import type { ProjectCopy } from "../../examples/project-copy.ts";

/**
 * Installs the packages of a project and the packed package. The packages are kept in build/matrix for the next run with
 * the same package-lock.json.
 */
export async function install(name: string, project: ProjectCopy): Promise<void> {
  const lock = readFileSync(join(project.folder, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 16);
  const kept = inRoot("build", "matrix", `${name}-${hash}`);
  const packages = join(project.folder, "node_modules");
  if (existsSync(kept)) {
    await copyFolder(kept, packages);
    // The kept one may be of an earlier build.
    await rm(join(packages, "s3-signpost"), { recursive: true, force: true });
  } else {
    await project.install();
    await copyFolder(packages, `${kept}.part`);
    await rename(`${kept}.part`, kept);
  }
  // Some projects have compilers only, and install them without the package too.
  if (!existsSync(join(packages, "s3-signpost"))) await project.unpackPackage();
}

function copyFolder(from: string, to: string): Promise<void> {
  const options = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE };
  return cp(from, to, options);
}
