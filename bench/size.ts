/*
 * Measures the download of a page that signs, with this package and with peers. Each application uses only one part of a
 * package; esbuild bundles and minifies it for a browser. `npm run size`.
 */
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { reportErrors } from "../scripts/errors.ts";
import { inRoot } from "../scripts/paths.mjs";
import { type Application, applications } from "./applications.ts";
import { versionOf } from "./machine.ts";
import { table } from "./table.ts";

await reportErrors(async () => {
  const rows = [["", "bytes", "gzip", "brotli", "times ours"]];
  let first: number | undefined;
  for (const application of applications) {
    const { name, from } = application;
    const label = `${name} (${from} ${versionOf(from)})`;
    const bundled = await bundle(application);
    if (typeof bundled === "string") {
      rows.push([label, bundled, "–", "–", "–"]);
      continue;
    }
    const files = [bundled];
    if (application.separateFile) files.push(readFileSync(inRoot(application.separateFile)));
    const total = (size: (file: Uint8Array) => number) =>
      files.reduce((sum, file) => sum + size(file), 0);
    const brotli = total(compressed);
    first ??= brotli;
    const gzip = total((file) => gzipSync(file, { level: 9 }).length);
    const ratio = (brotli / first).toFixed(2);
    rows.push([
      label,
      count(total(({ length }) => length)),
      count(gzip),
      count(brotli),
      `${ratio} ×`,
    ]);
  }
  console.log(`\n${table(rows)}`);
});

/** Returns the bundle, or the reason for having none. */
async function bundle({ source }: Application): Promise<Uint8Array | string> {
  try {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: inRoot("bench") },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      write: false,
      logLevel: "silent",
    });
    return outputFiles[0]?.contents ?? new Uint8Array();
  } catch {
    return "not for a browser";
  }
}

function compressed(bytes: Uint8Array): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(bytes, { params }).length;
}

function count(bytes: number): string {
  return bytes.toLocaleString("en");
}
