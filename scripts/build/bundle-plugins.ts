import type { Plugin } from "esbuild";
import { inRoot } from "../paths.mjs";
import { SECTIONS } from "./core-file.ts";
import { packFile } from "./pack-module.mjs";

/** Bundles WebAssembly modules as text. */
export const packedModules: Plugin = {
  name: "packed-modules",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      contents: JSON.stringify(await packFile(path)),
      loader: "json",
    }));
  },
};

/**
 * Leaves the modules out of the bundle: `init` loads them from core.wasm. The signer is the module there, and the others
 * are its sections; an import of a .wasm file gets the section's name.
 */
export const separateModules: Plugin = {
  name: "separate-modules",
  setup(build) {
    build.onResolve({ filter: /\/inline\.ts$/ }, () => ({ path: inRoot("js/wasm/core.ts") }));
    build.onLoad({ filter: /\.wasm$/ }, ({ path }) => ({
      contents: JSON.stringify(
        SECTIONS.find((name) => path.endsWith(`/${name}_bg.wasm`)) ?? "core",
      ),
      loader: "json",
    }));
  },
};

/** Leaves the modules out of the bundle for Cloudflare Workers, which imports their files. */
export const importedModules: Plugin = {
  name: "imported-modules",
  setup(build) {
    build.onResolve({ filter: /\/inline\.ts$/ }, () => ({
      path: inRoot("js/wasm/precompiled.ts"),
    }));
    build.onResolve({ filter: /\.wasm$/ }, ({ path }) => ({
      path: path.endsWith("/checksum_bg.wasm") ? "./checksum.wasm" : "./core.wasm",
      external: true,
    }));
  },
};

/** Rejects an entry beside the core that imports a module: the page would download it twice. */
export const withoutModules: Plugin = {
  name: "without-modules",
  setup(build) {
    build.onResolve({ filter: /\/build\/wasm\// }, ({ path }) => ({
      errors: [{ text: `An entry beside the core must not import ${path}.` }],
    }));
  },
};

/**
 * Keeps the core out of an entry that makes clients by itself: it imports dist/index.js, which is `s3-signpost`, so that a
 * page has one core.
 */
export const sharedCore: Plugin = {
  name: "shared-core",
  setup(build) {
    // The core exports all of errors.ts, so that its classes are the entry's too.
    build.onResolve({ filter: /^\.\.?\/(index|errors)\.ts$/ }, () => ({
      path: "./index.js",
      external: true,
    }));
  },
};
