import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../errors.ts";
import { inRoot } from "../paths.mjs";
import { type Crate, compiledCrates, sourceOf } from "./crates.ts";

/** The licences of everything that is compiled into the package, a file of the package. */
export const LICENCES = "THIRD-PARTY-LICENSES";

const LINE = "-".repeat(80);

/** Rust's own library has no folder in cargo's registry. Its COPYRIGHT file names these authors and licences. */
const RUST_COPYRIGHT = "Copyright (c) The Rust Project Contributors";

/**
 * Returns the contents of THIRD-PARTY-LICENSES: the crates of the WebAssembly modules, and the text of each licence.
 *
 * @throws {Problem} if a crate has no text of its licence
 */
export async function licenceTexts(): Promise<string> {
  const crates = await compiledCrates();
  const owners = new Map<string, string[]>();
  const add = (text: string, owner: string) =>
    owners.set(text, [...(owners.get(text) ?? []), owner]);
  for (const crate of crates) {
    for (const text of textsOf(crate)) add(text, `${crate.name} ${crate.version}`);
  }
  const rust = `Rust library (core, alloc, compiler_builtins) ${rustVersion()}`;
  add(`${RUST_COPYRIGHT}\n\n${permission()}`, rust);
  return [
    "The WebAssembly modules of s3-signpost contain code of the crates below, and the generated JavaScript",
    "around them is by wasm-bindgen. Of two licences that a crate offers, the text of the MIT licence is here.",
    "",
    ...crates.map(({ name, version, licence }) => `${name} ${version}: ${licence}`),
    `${rust}: MIT OR Apache-2.0`,
    ...[...owners].flatMap(([text, names]) => ["", LINE, names.join(", "), LINE, "", text]),
    "",
  ].join("\n");
}

/**
 * Returns the texts of a crate's licences.
 *
 * @param folder of the crate's sources
 * @throws {Problem} if the crate has no file with a licence
 */
export function textsOf(crate: Crate, folder = sourceOf(crate)): string[] {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const hasChoice = crate.licence.includes(" OR ") && files.includes("LICENSE-MIT");
  const chosen = files.filter((name) => !hasChoice || !/^LICENSE(-APACHE)?$/.test(name));
  if (chosen.length === 0) {
    throw new Problem(
      `${crate.name} ${crate.version} has no text of its licence, ${crate.licence}: ${folder}`,
    );
  }
  return chosen.map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r", "").trim());
}

/** Returns the MIT licence after its line of copyright. */
function permission(): string {
  const text = readFileSync(inRoot("LICENSE-MIT"), "utf8");
  return text.slice(text.indexOf("Permission is hereby granted")).trim();
}

function rustVersion(): string {
  const [, version = ""] =
    /^channel = "(.+)"$/m.exec(readFileSync(inRoot("rust-toolchain.toml"), "utf8")) ?? [];
  return version;
}
