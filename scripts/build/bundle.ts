import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build, type Plugin } from "esbuild";
import { minify } from "terser";
import { Problem } from "../errors.ts";
import { inRoot, root } from "../paths.mjs";
import {
  importedModules,
  packedModules,
  separateModules,
  sharedCore,
  withoutModules,
} from "./bundle-plugins.ts";
import { coreFile } from "./core-file.ts";
import { parseLiteralsFirst } from "./literals-first.ts";
import { shareSources } from "./source-maps.ts";

/** Entries beside the core: js/integrations/NAME.ts is dist/NAME.js. */
const INTEGRATIONS = ["service-worker", "loaders", "request", "uppy", "filepond", "editors", "aws"];

interface EntryOptions {
  /** Name of the file in dist. Default: the name of the source. */
  name?: string;
  /** Makes it a classic script that sets this global. */
  global?: string;
  /** Default true. False for code that no person wrote. */
  hasSourceMap?: boolean;
  /** Minifies it for the bundlers of pages, which leave out what a page does not use. Default false. */
  isCore?: boolean;
}

/** Bundles the entries of the package with their source maps, and writes core.wasm. */
export async function bundle(): Promise<void> {
  rmSync(inRoot("dist"), { recursive: true, force: true });
  await bundleEntry("index.ts", [packedModules], { isCore: true });
  await bundleEntry("slim.ts", [separateModules], { isCore: true });
  await bundleEntry("index.ts", [importedModules], { name: "workerd", isCore: true });
  await bundleEntry("index.ts", [packedModules], {
    name: "s3-signpost.iife",
    global: "S3Signpost",
    hasSourceMap: false,
  });
  await bundleEntry("wasm/javascript.ts", [], { name: "js", hasSourceMap: false });
  for (const name of INTEGRATIONS) {
    await bundleEntry(`integrations/${name}.ts`, [sharedCore, withoutModules]);
  }
  await bundleEntry("element/index.ts", [withoutModules], { name: "element" });
  writeFileSync(inRoot("dist/core.wasm"), coreFile());
  copyFileSync(inRoot("build/wasm/checksum_bg.wasm"), inRoot("dist/checksum.wasm"));
  shareSources();
  writeIntegrity();
}

/** Writes the hashes of the scripts, for the attribute `integrity` (https://www.w3.org/TR/sri-2/). */
function writeIntegrity(): void {
  const scripts = readdirSync(inRoot("dist")).filter((name) => name.endsWith(".js"));
  const hashes = scripts.map((name) => {
    const hash = createHash("sha384").update(readFileSync(inRoot("dist", name)));
    return [name, `sha384-${hash.digest("base64")}`];
  });
  const contents = JSON.stringify(Object.fromEntries(hashes), undefined, 2);
  writeFileSync(inRoot("dist/integrity.json"), `${contents}\n`);
}

/** Writes the modules of a script: its source map names only those of which code is left. */
function writeModules(name: string, modules: string[]): void {
  mkdirSync(inRoot("build", "modules"), { recursive: true });
  writeFileSync(inRoot("build", "modules", `${name}.json`), JSON.stringify(modules.sort()));
}

async function bundleEntry(
  source: string,
  plugins: Plugin[],
  {
    name = basename(source, ".ts"),
    global,
    hasSourceMap = true,
    isCore = false,
  }: EntryOptions = {},
): Promise<void> {
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [`js/${source}`],
      outfile: `dist/${name}.js`,
      bundle: true,
      ...(global ? { format: "iife", globalName: global } : { format: "esm" }),
      platform: "neutral",
      target: "es2022",
      minifyIdentifiers: true,
      minifySyntax: true,
      // Together with white space, esbuild removes the annotations of pure calls, by which bundlers leave them out.
      minifyWhitespace: !isCore,
      sourcemap: hasSourceMap,
      // Bundlers keep a constant with a property of a global in each page.
      define: { "Number.POSITIVE_INFINITY": "Infinity", "Number.NaN": "NaN" },
      plugins,
      metafile: true,
      logLevel: "silent",
    });
    writeModules(name, Object.keys(metafile.inputs));
    await minifyFurther(`${name}.js`, !global, hasSourceMap, isCore);
  } catch (cause) {
    throw new Problem(`js/${source} cannot be bundled. ${(cause as Error).message}`, { cause });
  }
}

/**
 * Minifies a bundle of esbuild again with terser, which saves another 0.8 KB (brotli). It keeps the annotations that
 * tell a page's bundler what it may leave out, and the source map leads to the sources.
 */
async function minifyFurther(
  name: string,
  isModule: boolean,
  hasSourceMap: boolean,
  isCore: boolean,
): Promise<void> {
  const file = inRoot("dist", name);
  const script = readFileSync(file, "utf8");
  const sources = hasSourceMap ? readFileSync(`${file}.map`, "utf8") : "";
  const { code, map } = await minify(
    // The types of terser lack the syntax tree, which `minify` takes too.
    isCore ? ((await parseLiteralsFirst(name, script)) as unknown as string) : { [name]: script },
    {
      ecma: 2020,
      module: isModule,
      compress: isCore
        ? // A function that replaces its only call needs further names: the bundler of a page then makes all longer.
          { passes: 2, reduce_funcs: false, sequences: false }
        : { passes: 2, hoist_funs: true },
      // Node prints the source line of an uncaught error: line breaks instead of semicolons keep it short.
      format: {
        preserve_annotations: true,
        semicolons: false,
        max_line_len: 500,
      },
      ...(hasSourceMap && {
        sourceMap: {
          content: sources,
          filename: name,
          url: `${name}.map`,
        },
      }),
    },
  );
  writeFileSync(file, markHiddenImport(String(code)));
  if (hasSourceMap) writeFileSync(`${file}.map`, withContents(String(map), sources));
}

/** Returns `map` with the contents of the sources, which terser leaves out if it starts from a syntax tree. */
function withContents(map: string, original: string): string {
  const { sources, sourcesContent } = JSON.parse(original) as Record<string, string[]>;
  const contents = new Map(sources?.map((source, index) => [source, sourcesContent?.[index]]));
  const parsed = JSON.parse(map) as { sources: string[] };
  const ofSources = parsed.sources.map((source) => contents.get(source));
  return JSON.stringify({ ...parsed, sourcesContent: ofSources });
}

/** Adds the comments with which bundlers leave the import of js/wasm/load-core.ts as it is: the minifier removes them. */
function markHiddenImport(code: string): string {
  return code.replace(/\bimport\((?=\[)/, "import(/* webpackIgnore: true *//* @vite-ignore */");
}
