import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problem } from "../errors.ts";
import { run } from "../shell.ts";

/** A crate of a registry whose code is in the modules of the package. */
export interface Crate {
  name: string;
  version: string;
  /** SPDX expression. */
  licence: string;
}

/** Features of the modules that are in the package, all together. */
const FEATURES = "module,signer,checksum";

/** Returns the crates that are compiled into the package, without macros and build scripts, sorted by name. */
export async function compiledCrates(): Promise<Crate[]> {
  const { stdout } = await run("cargo", [
    ...["tree", "--locked", "--package", "s3-signpost", "--target", "wasm32-unknown-unknown"],
    ...["--no-default-features", "--features", FEATURES, "--edges", "normal,no-proc-macro"],
    ...["--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"],
  ]);
  const crates = new Map<string, Crate>();
  for (const line of stdout.trim().split("\n")) {
    const [, name = "", version = "", path, licence = ""] =
      /^(\S+) v(\S+)( \(.*\))?\|(.*)$/.exec(line) ?? [];
    if (!name) throw new Problem(`cargo tree printed a line of another form: ${line}`);
    // The crates of this project have the licence of the package.
    if (!path) crates.set(`${name} ${version}`, { name, version, licence });
  }
  return [...crates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the folder of a crate's sources, which cargo has downloaded to compile it. */
export function sourceOf({ name, version }: Crate): string {
  const registries = join(
    process.env["CARGO_HOME"] ?? join(homedir(), ".cargo"),
    "registry",
    "src",
  );
  const found = (existsSync(registries) ? readdirSync(registries) : [])
    .map((registry) => join(registries, registry, `${name}-${version}`))
    .find((folder) => existsSync(folder));
  if (found) return found;
  throw new Problem(`The sources of ${name} ${version} are not in ${registries}. Run: cargo fetch`);
}
