import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build, type Plugin } from "esbuild";
import { minify } from "terser";
import { Problem } from "../errors.ts";
import { inRoot, root } from "../paths.mjs";
import { coreFile, SECTIONS } from "./core-file.ts";
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
 * Leaves the modules out of the bundle: `init` loads them from core.wasm. Signer and reader are one module there,
 * and the others are its sections; an import of a .wasm file gets the section's name.
 */
const separateModules: Plugin = {
  name: "separate-modules",
  setup(build) {
    build.onResolve({ filter: /\/build\/wasm\/(signer|reader)\.js$/ }, () => ({
      path: inRoot("build/wasm/core.js"),
    }));
    build.onResolve({ filter: /\/inline\.ts$/ }, () => ({ path: inRoot("js/wasm/core.ts") }));
    build.onLoad({ filter: /\.wasm$/ }, ({ path }) => ({
      contents: JSON.stringify(
        SECTIONS.find((name) => path.endsWith(`/${name}_bg.wasm`)) ?? "core",
      ),
      loader: "json",
    }));
  },
};

/** Entries beside the core: js/integrations/NAME.ts is dist/NAME.js. */
const INTEGRATIONS = ["service-worker", "loaders", "request", "uppy", "filepond", "editors", "aws"];

/** Rejects an entry beside the core that imports a module: the page would download it twice. */
const withoutModules: Plugin = {
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
const sharedCore: Plugin = {
  name: "shared-core",
  setup(build) {
    // The core exports all of errors.ts, so that its classes are the entry's too.
    build.onResolve({ filter: /^\.\.?\/(index|errors)\.ts$/ }, () => ({
      path: "./index.js",
      external: true,
    }));
  },
};

/** Bundles the entries of the package with their source maps, and writes core.wasm. */
export async function bundle(): Promise<void> {
  rmSync(inRoot("dist"), { recursive: true, force: true });
  await bundleEntry("index.ts", [packedModules]);
  await bundleEntry("slim.ts", [separateModules]);
  for (const name of INTEGRATIONS) {
    await bundleEntry(`integrations/${name}.ts`, [sharedCore, withoutModules]);
  }
  await bundleEntry("element/index.ts", [withoutModules], "element");
  writeFileSync(inRoot("dist/core.wasm"), coreFile());
}

async function bundleEntry(
  source: string,
  plugins: Plugin[],
  name = basename(source, ".ts"),
): Promise<void> {
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [`js/${source}`],
      outfile: `dist/${name}.js`,
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2022",
      minify: true,
      sourcemap: true,
      plugins,
      logLevel: "silent",
    });
    await minifyFurther(`${name}.js`);
    dropModuleText(inRoot(`dist/${name}.js.map`));
  } catch (cause) {
    throw new Problem(`js/${source} cannot be bundled. ${(cause as Error).message}`, { cause });
  }
}

/**
 * Minifies a bundle of esbuild again with terser, which saves another 0.8 KB (brotli). It keeps the annotations that
 * tell a page's bundler what it may leave out, and the source map leads to the sources.
 */
async function minifyFurther(name: string): Promise<void> {
  const file = inRoot("dist", name);
  const { code, map } = await minify(
    { [name]: readFileSync(file, "utf8") },
    {
      ecma: 2020,
      module: true,
      compress: { passes: 2, hoist_funs: true },
      // Node prints the source line of an uncaught error: line breaks instead of semicolons keep it short.
      format: { preserve_annotations: true, semicolons: false, max_line_len: 500 },
      sourceMap: {
        content: readFileSync(`${file}.map`, "utf8"),
        includeSources: true,
        filename: name,
        url: `${name}.map`,
      },
    },
  );
  writeFileSync(file, String(code));
  writeFileSync(`${file}.map`, String(map));
}

/** Removes the packed modules from a source map: they would double the size of the package. */
function dropModuleText(file: string): void {
  const map = JSON.parse(readFileSync(file, "utf8"));
  map.sourcesContent = map.sources.map((source: string, index: number) =>
    source.endsWith(".wasm") ? null : map.sourcesContent[index],
  );
  writeFileSync(file, JSON.stringify(map));
}
