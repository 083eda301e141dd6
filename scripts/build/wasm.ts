import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { cargo, run } from "../shell.ts";
import { type Say, upToDate } from "../step.ts";
import { targetFolder } from "../target-folder.ts";
import { whenChanged } from "../when-changed.ts";
import { buildIdOf } from "./core-file.ts";
import { adaptGlue, forMemoryOfWasm2js } from "./glue.ts";
import { compileToJavaScript, declareJavaScript, withoutFeatures } from "./javascript-core.ts";
import { removeNames } from "./vector-functions.ts";

const TARGET = "wasm32-unknown-unknown";

interface Module {
  /** Features of the crate. */
  features: string[];
  /** Configuration of cargo for this module only. */
  config: string[];
}

/** Sets the flags of rustc for a module. */
function rustflags(...flags: string[]): string {
  return `target.${TARGET}.rustflags=${JSON.stringify(flags)}`;
}

// sha2 compresses the blocks that no other message shares. With its rounds unrolled the signer would be 1.5 KB larger.
const compactSha256 = ["--cfg", 'sha2_backend_soft="compact"'];

// The few functions with vector instructions make LLVM use them everywhere, for example to copy memory.
// tests/packaging/vector-functions.test.ts checks that this option prevents it.
const separateVectors = ["-C", "llvm-args=-combiner-store-merging=false"];

const signing = rustflags(...separateVectors, ...compactSha256);

/**
 * The modules of the package. They are part of the bundle, so that a page's bundler leaves out the one that the page does
 * not use, and of core.wasm, which is fetched.
 */
const modules: Record<string, Module> = {
  signer: { features: ["signer"], config: [signing] },
  checksum: {
    features: ["checksum"],
    // Nearly all of its code is hot. docs/decisions.md describes engines without SIMD.
    config: [
      rustflags("-C", "target-feature=+simd128"),
      "profile.release.package.s3-signpost.opt-level=3",
      "profile.release.package.sha1.opt-level=3",
      "profile.release.package.sha2.opt-level=3",
    ],
  },
};

/** The module that is compiled to JavaScript. */
const javascript: Module = {
  features: ["signer", "checksum", "scalar"],
  config: [rustflags(...compactSha256)],
};

/**
 * Builds the modules into build/wasm, each with the JavaScript glue of wasm-bindgen. While one module is compiled, those
 * before it are optimized.
 */
export async function buildWasm(say: Say): Promise<string | undefined> {
  const folder = "build/wasm";
  const built = await Promise.all([
    ...Object.entries(modules).map(([name, module]) => buildModule(name, folder, module, say)),
    buildJavaScript(folder, say),
  ]);
  return built.includes(true) ? undefined : upToDate;
}

/** Builds the module that the benchmark uses to time SHA-256 alone. It is in no package. */
export async function buildLimit(say: Say): Promise<string | undefined> {
  const limit = { features: ["limit"], config: [] };
  return (await buildModule("limit", "build/bench", limit, say)) ? undefined : upToDate;
}

/** @returns whether it had to be built */
async function buildJavaScript(folder: string, say: Say): Promise<boolean> {
  const [glue, core] = [`${folder}/javascript_bg.js`, `${folder}/javascript_core.js`];
  const paths = {
    inputs: [...inputs, "scripts/build/javascript-core.ts"],
    outputs: [glue, core],
  };
  return whenChanged("wasm-javascript", paths, async () => {
    const compiled = await compile("javascript", javascript, say);
    const module = await withoutFeatures(compiled, inRoot(folder));
    await bindgen("javascript", folder, "bundler", module, say);
    rmSync(module);
    writeFileSync(inRoot(glue), forMemoryOfWasm2js(readFileSync(inRoot(glue), "utf8")));
    declareJavaScript(inRoot(folder));
    say("wasm2js");
    await compileToJavaScript(inRoot(folder, "javascript_bg.wasm"), inRoot(core));
  });
}

// Not cargo's own check: it keeps one artifact of the crate, with the features of its last build.
const inputs = [
  "src",
  "sha256",
  "Cargo.toml",
  "Cargo.lock",
  "rust-toolchain.toml",
  "package-lock.json",
  "scripts/build/wasm.ts",
  "scripts/build/core-file.ts",
  "scripts/build/glue.ts",
  "scripts/build/vector-functions.ts",
];

/** @returns whether the module had to be built */
async function buildModule(name: string, folder: string, module: Module, say: Say) {
  const paths = {
    inputs,
    outputs: [`${folder}/${name}.js`, `${folder}/${name}_bg.wasm`, `${folder}/${name}.json`],
  };
  return whenChanged(`wasm-${name}`, paths, async () => {
    await bindgen(name, folder, "web", await compile(name, module, say), say);
    // It would give imports of the .wasm file other types than those of the packed text.
    rmSync(inRoot(folder, `${name}_bg.wasm.d.ts`), { force: true });
    await optimize(name, folder, say);
  });
}

let compiling: Promise<unknown> = Promise.resolve();

/**
 * Compiles a module after those before it: each replaces the file of the last one.
 *
 * @returns the path of a copy of the compiled module
 */
function compile(name: string, { features, config }: Module, say: Say): Promise<string> {
  const compileNext = async () => {
    // The crate type is set here only: on the host, a no_std cdylib cannot be linked.
    const crate = ["--release", "--lib", "--crate-type", "cdylib", "--target", TARGET];
    const enabled = ["--no-default-features", "--features", ["module", ...features].join()];
    const settings = config.flatMap((setting) => ["--config", setting]);
    await cargo(["rustc", ...crate, ...enabled, ...settings], say);
    const folder = `${await targetFolder()}/${TARGET}/release`;
    const copy = `${folder}/${name}.wasm`;
    copyFileSync(`${folder}/s3_signpost.wasm`, copy);
    return copy;
  };
  const compiled = compiling.then(compileNext, compileNext);
  compiling = compiled;
  return compiled;
}

async function bindgen(
  name: string,
  folder: string,
  target: "web" | "bundler",
  module: string,
  say: Say,
): Promise<void> {
  const options = [
    ...["--target", target],
    // A bundler would copy the file of the default path, but the module is part of the JavaScript.
    "--omit-default-module-path",
    "--remove-producers-section",
    // Every engine of esbuild's target has TextEncoder.encodeInto.
    ...["--encode-into", "always"],
  ];
  const output = ["--out-dir", inRoot(folder), "--out-name", name];
  await cargo(["xtask", "wasm-bindgen", ...options, ...output, module], say);
  const glue = inRoot(folder, target === "web" ? `${name}.js` : `${name}_bg.js`);
  writeFileSync(glue, adaptGlue(readFileSync(glue, "utf8")));
}

async function optimize(name: string, folder: string, say: Say): Promise<void> {
  say("wasm-opt");
  const file = inRoot(folder, `${name}_bg.wasm`);
  const options = [
    // Functions with vector instructions stay separate, and keep their names until removeNames() has found them.
    ...["--no-inline=*simd*", "--debuginfo"],
    // A function that is called once also stays separate: many small functions compress better than a few large ones.
    "--one-caller-inline-max-function-size=10",
    ...["-Oz", "--converge", "--strip-producers"],
  ];
  // The features are those of the module's own target_features section.
  await run("wasm-opt", [file, ...options, "-o", file]);
  const { module, vectorFunctions } = removeNames(readFileSync(file));
  writeFileSync(file, module);
  const facts = { build: buildIdOf(module), vectorFunctions };
  writeFileSync(inRoot(folder, `${name}.json`), JSON.stringify(facts));
}
