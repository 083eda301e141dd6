import { rmSync } from "node:fs";
import { cargo, targetFolder } from "../cargo.mjs";
import { runNodeTool } from "../command.mjs";
import { inRoot } from "../paths.mjs";
import { whenChanged } from "../stamp.mjs";
import { upToDate } from "../steps.mjs";

const target = "wasm32-unknown-unknown";

/**
 * The modules of the package, each a feature of the crate: what a page does not use, its bundler leaves out.
 * With each the settings of cargo that are its own.
 *
 * @type {Record<string, string[]>}
 */
const modules = {
  signer: [],
  reader: [],
  // Nearly all of it is hot. docs/decisions.md says what happens where there is no SIMD.
  checksum: [
    'target.wasm32-unknown-unknown.rustflags=["-C", "target-feature=+simd128"]',
    "profile.release.package.s3-signpost.opt-level=3",
    "profile.release.package.sha1.opt-level=3",
  ],
};

/**
 * Compiles the modules to build/wasm: each with the glue that wasm-bindgen writes for it.
 *
 * @param {(detail: string) => void} say
 */
export async function buildWasm(say) {
  let changed = false;
  for (const [name, settings] of Object.entries(modules)) {
    if (await buildModule(name, settings, say)) changed = true;
  }
  return changed ? undefined : upToDate;
}

/**
 * @param {string} name
 * @param {string[]} settings
 * @param {(detail: string) => void} say
 * @returns {Promise<boolean>} whether there was anything to do
 */
async function buildModule(name, settings, say) {
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
      `module,${name}`,
      "--target",
      target,
      ...settings.flatMap((setting) => ["--config", setting]),
    ],
    say,
  );
  const compiled = `${await targetFolder()}/${target}/release/s3_signpost.wasm`;
  return await whenChanged(
    `wasm-${name}`,
    {
      inputs: [compiled, "Cargo.lock", "package-lock.json", "scripts/build/wasm.mjs"],
      outputs: [`build/wasm/${name}.js`, optimised(name)],
    },
    async () => {
      await bindgen(name, compiled, say);
      // It describes the module's own exports; to js/wasm the file is the text that the bundler makes of it.
      rmSync(inRoot("build", "wasm", `${name}_bg.wasm.d.ts`), { force: true });
      await optimise(name, say);
    },
  );
}

/** @param {string} name */
function optimised(name) {
  return `build/wasm/${name}_bg.wasm`;
}

/**
 * @param {string} name
 * @param {string} compiled
 * @param {(detail: string) => void} say
 */
async function bindgen(name, compiled, say) {
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
      inRoot("build", "wasm"),
      "--out-name",
      name,
      compiled,
    ],
    say,
  );
}

/**
 * @param {string} name
 * @param {(detail: string) => void} say
 */
async function optimise(name, say) {
  say("wasm-opt");
  // No feature flags: the module's own target_features section says what it may use.
  await runNodeTool("binaryen/bin/wasm-opt", [
    inRoot(optimised(name)),
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "-o",
    inRoot(optimised(name)),
  ]);
}
