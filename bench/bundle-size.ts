import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { inRoot } from "../scripts/paths.mjs";
import type { Application } from "./applications.ts";

/** Bytes that a page downloads. */
export interface BundleSize {
  plain: number;
  gzip: number;
  brotli: number;
}

/** Returns the size of a minified bundle for a browser with its separate file, or undefined if there is no such bundle. */
export async function bundleSize(application: Application): Promise<BundleSize | undefined> {
  const bundled = await bundle(application);
  if (!bundled) return undefined;
  const files = [bundled];
  if (application.separateFile) files.push(readFileSync(inRoot(application.separateFile)));
  const total = (size: (file: Uint8Array) => number) =>
    files.reduce((sum, file) => sum + size(file), 0);
  return {
    plain: total(({ length }) => length),
    gzip: total((file) => gzipSync(file, { level: 9 }).length),
    brotli: total(compressed),
  };
}

async function bundle({ source, folder = inRoot("bench") }: Application) {
  try {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: folder },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      write: false,
      logLevel: "silent",
    });
    return outputFiles[0]?.contents;
  } catch {
    return undefined;
  }
}

function compressed(bytes: Uint8Array): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(bytes, { params }).length;
}
