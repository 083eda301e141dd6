import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../scripts/shell.ts";

/** A project in a temporary folder, with the packed package installed from its tarball. */
export interface Consumer {
  readonly folder: string;
  /** Path of the installed .tgz file. */
  readonly tarball: string;
  /** Writes a file into the project and returns its path. */
  write(name: string, contents: string): string;
  /** Deletes the project. */
  remove(): void;
}

/**
 * Packs the package as `npm publish` does, and extracts the tarball into a new project, as npm installs a package without
 * dependencies.
 */
export async function installPackage(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), "s3-signpost-consumer-"));
  const write = (name: string, contents: string) => {
    const path = join(folder, name);
    writeFileSync(path, contents);
    return path;
  };
  const packed = await run("npm", [
    "pack",
    "--ignore-scripts",
    "--json",
    "--pack-destination",
    folder,
  ]);
  const [{ filename }] = JSON.parse(packed.stdout);
  const tarball = join(folder, filename);
  write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const installed = join(folder, "node_modules", "s3-signpost");
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"], { cwd: folder });
  return {
    folder,
    tarball,
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
