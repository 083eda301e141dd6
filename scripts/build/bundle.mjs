import { rmSync } from "node:fs";
import { inRoot, root } from "../paths.mjs";
import { Problem } from "../problem.mjs";

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
      loader: { ".wasm": "base64" },
      logLevel: "silent",
    });
  } catch (cause) {
    throw new Problem(`js/index.ts does not bundle. ${/** @type {Error} */ (cause).message}`, {
      cause,
    });
  }
}
