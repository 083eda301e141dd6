import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { inRoot, root } from "../paths.mjs";
import { Problem } from "../problem.mjs";

/**
 * Puts a module into the bundle as a string with one character for each byte. Compressed for the way, that
 * is a fifth smaller than base64, whose six bits a character hide from gzip and brotli what repeats.
 *
 * @type {import("esbuild").Plugin}
 */
const wasmAsText = {
  name: "wasm-as-text",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      contents: await readFile(path, "latin1"),
      loader: "text",
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
      charset: "utf8",
      plugins: [wasmAsText],
      logLevel: "silent",
    });
  } catch (cause) {
    throw new Problem(`js/index.ts does not bundle. ${/** @type {Error} */ (cause).message}`, {
      cause,
    });
  }
}
