import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { cargo, targetFolder } from "../cargo.mjs";
import { runNodeTool } from "../command.mjs";
import { inRoot } from "../paths.mjs";
import { whenChanged } from "../stamp.mjs";
import { upToDate } from "../steps.mjs";
import { buildOf } from "./core-file.mjs";
import { takeOutNames } from "./vector-functions.mjs";

const target = "wasm32-unknown-unknown";

/**
 * @typedef {object} Module
 * @property {string[]} features of the crate
 * @property {string[]} settings of cargo that are its own
 */

// For the sake of the few functions with vector instructions LLVM takes them for granted everywhere, and would
// copy by them. tests/packaging/vector-functions.test.ts tells whether this still keeps it from that.
const vectorsApart =
  'target.wasm32-unknown-unknown.rustflags=["-C", "llvm-args=-combiner-store-merging=false"]';

/**
 * The modules of the package. Those that travel in the script are a feature of the crate each: what a page does not
 * use, its bundler leaves out. `core` is for those who fetch it apart.
 *
 * @type {Record<string, Module>}
 */
const modules = {
  signer: { features: ["signer"], settings: [vectorsApart] },
  reader: { features: ["reader"], settings: [] },
  checksum: {
    features: ["checksum"],
    // Nearly all of it is hot. docs/decisions.md says what happens where there is no SIMD.
    settings: [
      'target.wasm32-unknown-unknown.rustflags=["-C", "target-feature=+simd128"]',
      "profile.release.package.s3-signpost.opt-level=3",
      "profile.release.package.sha1.opt-level=3",
      "profile.release.package.sha2.opt-level=3",
    ],
  },
  core: { features: ["signer", "reader"], settings: [vectorsApart] },
};
const folder = "build/wasm";

/**
 * Compiles the modules to build/wasm: each with the glue that wasm-bindgen writes for it.
 *
 * @param {(detail: string) => void} say
 */
export async function buildWasm(say) {
  let changed = false;
  for (const [name, module] of Object.entries(modules)) {
    if (await buildModule(name, folder, module, say)) changed = true;
  }
  return changed ? undefined : upToDate;
}

/**
 * Compiles what the benchmark measures SHA-256 alone by, into a folder of its own: it is in no package.
 *
 * @param {(detail: string) => void} say
 */
export async function buildLimit(say) {
  const limit = { features: ["limit"], settings: [] };
  return (await buildModule("limit", "build/bench", limit, say)) ? undefined : upToDate;
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {Module} module
 * @param {(detail: string) => void} say
 * @returns {Promise<boolean>} whether there was anything to do
 */
async function buildModule(name, folder, module, say) {
  // Told by the sources: cargo has one place for the crate, whichever feature it was compiled with last.
  return await whenChanged(
    `wasm-${name}`,
    {
      inputs: [
        "src",
        "sha256",
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        "package-lock.json",
        "scripts/build/wasm.mjs",
        "scripts/build/core-file.mjs",
        "scripts/build/vector-functions.mjs",
      ],
      outputs: [`${folder}/${name}.js`, `${folder}/${name}_bg.wasm`, `${folder}/${name}.json`],
    },
    async () => {
      await bindgen(name, folder, await compile(module, say), say);
      // It describes the module's own exports; to js/wasm the file is the text that the bundler makes of it.
      rmSync(inRoot(folder, `${name}_bg.wasm.d.ts`), { force: true });
      await optimise(name, folder, say);
    },
  );
}

/**
 * @param {Module} module
 * @param {(detail: string) => void} say
 * @returns {Promise<string>} where the module is
 */
async function compile({ features, settings }, say) {
  // The crate is an rlib for everyone else: a no_std cdylib could not be linked on the host.
  await cargo(
    [
      "rustc",
      "--release",
      "--lib",
      "--crate-type",
      "cdylib",
      "--no-default-features",
      "--features",
      ["module", ...features].join(),
      "--target",
      target,
      ...settings.flatMap((setting) => ["--config", setting]),
    ],
    say,
  );
  return `${await targetFolder()}/${target}/release/s3_signpost.wasm`;
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {string} compiled
 * @param {(detail: string) => void} say
 */
async function bindgen(name, folder, compiled, say) {
  await cargo(
    [
      "xtask",
      "wasm-bindgen",
      "--target",
      "web",
      // Bundlers would take the default path for a file to ship; the module travels in the JavaScript.
      "--omit-default-module-path",
      "--remove-producers-section",
      "--out-dir",
      inRoot(folder),
      "--out-name",
      name,
      compiled,
    ],
    say,
  );
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {(detail: string) => void} say
 */
async function optimise(name, folder, say) {
  say("wasm-opt");
  const file = inRoot(folder, `${name}_bg.wasm`);
  // No feature flags: the module's own target_features section says what it may use.
  await runNodeTool("binaryen/bin/wasm-opt", [
    file,
    // What has vector instructions stays by itself, and keeps its name until it has been found by it.
    "--no-inline=*simd*",
    "-Oz",
    "--converge",
    "--strip-producers",
    "--debuginfo",
    "-o",
    file,
  ]);
  const { module, vectorFunctions } = takeOutNames(readFileSync(file));
  writeFileSync(file, module);
  const facts = { build: buildOf(module), vectorFunctions };
  writeFileSync(inRoot(folder, `${name}.json`), JSON.stringify(facts));
}
