import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot, root } from "../paths.mjs";
import { Problem } from "../problem.mjs";
import { coreFile, sections } from "./core-file.mjs";
import { leanGlue } from "./glue.mjs";
import { minifyFurther } from "./minify.mjs";
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

/** Leaves the modules out, for `init` to take: signer and reader as one, the others in its sections. @type {import("esbuild").Plugin} */
const modulesApart = {
  name: "modules-apart",
  setup(build) {
    build.onResolve({ filter: /\/build\/wasm\/(signer|reader)\.js$/ }, () => ({
      path: inRoot("build/wasm/core.js"),
    }));
    build.onResolve({ filter: /\/inline\.ts$/ }, () => ({ path: inRoot("js/wasm/core.ts") }));
    build.onLoad({ filter: /\.wasm$/ }, ({ path }) => ({
      contents: JSON.stringify(
        sections.find((name) => path.endsWith(`/${name}_bg.wasm`)) ?? "core",
      ),
      loader: "json",
    }));
  },
};

/** Bundles the package's entries, each with its source map; that of the module apart with the module beside it. */
export async function bundle() {
  rmSync(inRoot("dist"), { recursive: true, force: true });
  await bundleEntry("index", packedModules);
  await bundleEntry("slim", modulesApart);
  writeFileSync(inRoot("dist/core.wasm"), coreFile());
}

/**
 * @param {string} name
 * @param {import("esbuild").Plugin} modules
 */
async function bundleEntry(name, modules) {
  const { build } = await import("esbuild");
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [`js/${name}.ts`],
      outfile: `dist/${name}.js`,
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2022",
      minify: true,
      sourcemap: true,
      plugins: [modules, leanGlue],
      logLevel: "silent",
    });
    await minifyFurther(`${name}.js`);
    dropModuleText(`dist/${name}.js.map`);
  } catch (cause) {
    throw new Problem(`js/${name}.ts does not bundle. ${/** @type {Error} */ (cause).message}`, {
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
