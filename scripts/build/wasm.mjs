import { rmSync } from "node:fs";
import { cargo, targetFolder } from "../cargo.mjs";
import { runNodeTool } from "../command.mjs";
import { inRoot } from "../paths.mjs";
import { whenChanged } from "../stamp.mjs";
import { upToDate } from "../steps.mjs";

const target = "wasm32-unknown-unknown";
const optimised = "build/wasm/s3_signpost_bg.wasm";

/**
 * Compiles the signer to build/wasm: the module and the glue that wasm-bindgen writes for it.
 *
 * @param {(detail: string) => void} say
 */
export async function buildWasm(say) {
  // The crate is an rlib for everyone else: a no_std cdylib could not be linked on the host.
  await cargo(
    [
      "rustc",
      "--release",
      "--lib",
      "--crate-type",
      "cdylib",
      "--features",
      "module",
      "--target",
      target,
    ],
    say,
  );
  const compiled = `${await targetFolder()}/${target}/release/s3_signpost.wasm`;
  const changed = await whenChanged(
    "wasm",
    {
      inputs: [compiled, "Cargo.lock", "package-lock.json", "scripts/build/wasm.mjs"],
      outputs: ["build/wasm/s3_signpost.js", optimised],
    },
    async () => {
      await bindgen(compiled, say);
      // It describes the module's own exports; to js/wasm.ts the file is the text that the bundler makes of it.
      rmSync(inRoot("build", "wasm", "s3_signpost_bg.wasm.d.ts"), { force: true });
      await optimise(say);
    },
  );
  return changed ? undefined : upToDate;
}

/**
 * @param {string} compiled
 * @param {(detail: string) => void} say
 */
async function bindgen(compiled, say) {
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
      compiled,
    ],
    say,
  );
}

/** @param {(detail: string) => void} say */
async function optimise(say) {
  say("wasm-opt");
  // No feature flags: the module's own target_features section says what it may use.
  await runNodeTool("binaryen/bin/wasm-opt", [
    inRoot(optimised),
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "-o",
    inRoot(optimised),
  ]);
}
