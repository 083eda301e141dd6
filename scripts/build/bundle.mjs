import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot, root } from "../paths.mjs";
import { Problem } from "../problem.mjs";
import { packFile } from "./pack-module.mjs";

/** Puts a module into the bundle as text. @type {import("esbuild").Plugin} */
export const packedModules = {
  name: "packed-modules",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      contents: JSON.stringify(await packFile(path)),
      loader: "json",
    }));
  },
};

/** Bundles the package's entry with the module inside: dist/index.js and its source map. */
export async function bundle() {
  const { build } = await import("esbuild");
  rmSync(inRoot("dist"), { recursive: true, force: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ["js/index.ts"],
      outfile: "dist/index.js",
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2022",
      minify: true,
      sourcemap: true,
      plugins: [packedModules],
      logLevel: "silent",
    });
    dropModuleText("dist/index.js.map");
  } catch (cause) {
    throw new Problem(`js/index.ts does not bundle. ${/** @type {Error} */ (cause).message}`, {
      cause,
    });
  }
}

/**
 * Takes the packed module out of the source map: nobody reads it there, and it would double the package.
 *
 * @param {string} map
 */
function dropModuleText(map) {
  const contents = JSON.parse(readFileSync(inRoot(map), "utf8"));
  contents.sourcesContent = contents.sources.map(
    (/** @type {string} */ source, /** @type {number} */ index) =>
      source.endsWith(".wasm") ? null : contents.sourcesContent[index],
  );
  writeFileSync(inRoot(map), JSON.stringify(contents));
}
