import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { cargo, run, targetFolder } from "../shell.ts";
import { type Say, upToDate } from "../step.ts";
import { whenChanged } from "../when-changed.ts";
import { buildIdOf } from "./core-file.ts";
import { removeNames } from "./vector-functions.ts";

const TARGET = "wasm32-unknown-unknown";

interface Module {
  /** Features of the crate. */
  features: string[];
  /** Configuration of cargo for this module only. */
  config: string[];
}

// The few functions with vector instructions make LLVM use them everywhere, for example to copy memory.
// tests/packaging/vector-functions.test.ts checks that this option prevents it.
const separateVectors =
  'target.wasm32-unknown-unknown.rustflags=["-C", "llvm-args=-combiner-store-merging=false"]';

/**
 * The modules of the package. Signer, reader and checksum are part of the bundle, so that a page's bundler leaves out
 * those that the page does not use. `core` is fetched as a file of its own.
 */
const modules: Record<string, Module> = {
  signer: { features: ["signer"], config: [separateVectors] },
  reader: { features: ["reader"], config: [] },
  checksum: {
    features: ["checksum"],
    // Nearly all of its code is hot. docs/decisions.md describes engines without SIMD.
    config: [
      'target.wasm32-unknown-unknown.rustflags=["-C", "target-feature=+simd128"]',
      "profile.release.package.s3-signpost.opt-level=3",
      "profile.release.package.sha1.opt-level=3",
      "profile.release.package.sha2.opt-level=3",
    ],
  },
  core: { features: ["signer", "reader"], config: [separateVectors] },
};

/** Builds the modules into build/wasm, each with the JavaScript glue of wasm-bindgen. */
export async function buildWasm(say: Say): Promise<string | undefined> {
  let isBuilt = false;
  for (const [name, module] of Object.entries(modules)) {
    if (await buildModule(name, "build/wasm", module, say)) isBuilt = true;
  }
  return isBuilt ? undefined : upToDate;
}

/** Builds the module that the benchmark uses to time SHA-256 alone. It is in no package. */
export async function buildLimit(say: Say): Promise<string | undefined> {
  const limit = { features: ["limit"], config: [] };
  return (await buildModule("limit", "build/bench", limit, say)) ? undefined : upToDate;
}

/** @returns whether the module had to be built */
async function buildModule(name: string, folder: string, module: Module, say: Say) {
  // Not cargo's own check: it keeps one artifact of the crate, with the features of its last build.
  const paths = {
    inputs: [
      "src",
      "sha256",
      "Cargo.toml",
      "Cargo.lock",
      "rust-toolchain.toml",
      "package-lock.json",
      "scripts/build/wasm.ts",
      "scripts/build/core-file.ts",
      "scripts/build/vector-functions.ts",
    ],
    outputs: [`${folder}/${name}.js`, `${folder}/${name}_bg.wasm`, `${folder}/${name}.json`],
  };
  return whenChanged(`wasm-${name}`, paths, async () => {
    await bindgen(name, folder, await compile(module, say), say);
    // It would give imports of the .wasm file other types than those of the packed text.
    rmSync(inRoot(folder, `${name}_bg.wasm.d.ts`), { force: true });
    await optimize(name, folder, say);
  });
}

/** @returns the path of the compiled module */
async function compile({ features, config }: Module, say: Say): Promise<string> {
  // The crate type is set here only: on the host, a no_std cdylib cannot be linked.
  const crate = ["--release", "--lib", "--crate-type", "cdylib", "--target", TARGET];
  const enabled = ["--no-default-features", "--features", ["module", ...features].join()];
  const settings = config.flatMap((setting) => ["--config", setting]);
  await cargo(["rustc", ...crate, ...enabled, ...settings], say);
  return `${await targetFolder()}/${TARGET}/release/s3_signpost.wasm`;
}

async function bindgen(name: string, folder: string, module: string, say: Say): Promise<void> {
  const options = [
    ...["--target", "web"],
    // A bundler would copy the file of the default path, but the module is part of the JavaScript.
    "--omit-default-module-path",
    "--remove-producers-section",
    // Every engine of esbuild's target has TextEncoder.encodeInto.
    ...["--encode-into", "always"],
  ];
  const output = ["--out-dir", inRoot(folder), "--out-name", name];
  await cargo(["xtask", "wasm-bindgen", ...options, ...output, module], say);
}

async function optimize(name: string, folder: string, say: Say): Promise<void> {
  say("wasm-opt");
  const file = inRoot(folder, `${name}_bg.wasm`);
  const options = [
    // Functions with vector instructions stay separate, and keep their names until removeNames() has found them.
    ...["--no-inline=*simd*", "--debuginfo"],
    ...["-Oz", "--converge", "--strip-producers"],
  ];
  // The features are those of the module's own target_features section.
  await run("wasm-opt", [file, ...options, "-o", file]);
  const { module, vectorFunctions } = removeNames(readFileSync(file));
  writeFileSync(file, module);
  const facts = { build: buildIdOf(module), vectorFunctions };
  writeFileSync(inRoot(folder, `${name}.json`), JSON.stringify(facts));
}
