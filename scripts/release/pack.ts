import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../errors.ts";
import { inRoot, root } from "../paths.mjs";
import { run } from "../shell.ts";
import { step } from "../step.ts";
import { targetFolder } from "../target-folder.ts";
import { billOfMaterials } from "./sbom.ts";

/**
 * Packs a clean clone, so that a release has committed files only, and prints the files. Writes the bill of materials
 * beside the tarball.
 *
 * @returns the path of the tarball
 */
export async function packRelease(): Promise<string> {
  const folder = inRoot("build", "release");
  mkdirSync(folder, { recursive: true });
  const { filename, files, size, unpackedSize } = await packClone(folder);
  const paths = new Set(files.map(({ path }) => path));
  if (!paths.has("dist/index.js")) throw new Problem("The tarball has no dist: prepack failed.");
  const others = files.filter(({ path }) => !path.startsWith("dist/sources/"));
  for (const file of others) console.log(`${String(file.size).padStart(9)}  ${file.path}`);
  console.log(`${files.length - others.length} sources of source maps in dist/sources`);
  console.log(`${size} bytes packed, ${unpackedSize} bytes unpacked, ${files.length} files`);
  const bill = JSON.stringify(await billOfMaterials(), null, 2);
  writeFileSync(join(folder, "sbom.cdx.json"), `${bill}\n`);
  return join(folder, filename);
}

/** Result of `npm pack --json`. */
interface Packed {
  filename: string;
  files: { path: string; size: number }[];
  size: number;
  unpackedSize: number;
}

/** Clones the committed files, and packs them into a folder. The script prepack builds the package. */
async function packClone(destination: string): Promise<Packed> {
  const clone = mkdtempSync(join(tmpdir(), "s3-signpost-release-"));
  try {
    await run("git", ["clone", "--quiet", root, clone]);
    symlinkSync(inRoot("node_modules"), join(clone, "node_modules"), "junction");
    let packed: Packed | undefined;
    await step("Package of a clean clone", async (say) => {
      const env = { CARGO_TARGET_DIR: await targetFolder() };
      const args = ["pack", "--json", "--pack-destination", destination];
      const { stdout } = await run("npm", args, { cwd: clone, env, onLine: say });
      [packed] = JSON.parse(stdout);
    });
    if (packed) return packed;
    throw new Problem("npm pack listed no package.");
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
