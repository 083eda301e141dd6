import { packagesFolder, requirePackages } from "./packages-apart.ts";

/** Folder of s3rver and its packages. */
export const s3rverFolder = packagesFolder("s3rver");

/** Installs s3rver if it is missing, or if its lockfile has changed. */
export function requireS3rver(): Promise<void> {
  return requirePackages("s3rver", "tests/peers/s3rver");
}
