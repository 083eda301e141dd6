import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { inRoot } from "../paths.mjs";

const folder = inRoot("build", "www");

/** Files of www/offline that are served as they are. */
const STATIC = ["manifest.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable.png"];

/** Files that browsers load compressed. */
const COMPRESSED = /\.(?:html|js|css|svg|webmanifest)$/;

/**
 * Completes the folder that webpack wrote: adds the manifest with its icons, the service worker, which stores all files
 * of this version for offline use, and the compressed copies that the local stack and many hosts serve.
 */
export async function completePage(): Promise<void> {
  for (const name of STATIC) await copyFile(inRoot("www", "offline", name), join(folder, name));
  const files = (await readdir(folder)).filter((name) => !name.endsWith(".map")).sort();
  await writeServiceWorker(files);
  for (const name of [...files, "service-worker.js"].filter((name) => COMPRESSED.test(name))) {
    await writeCompressed(join(folder, name));
  }
}

async function writeServiceWorker(files: string[]): Promise<void> {
  const hash = createHash("sha256");
  for (const name of files) hash.update(`${name}\n`).update(await readFile(join(folder, name)));
  // Hosts serve index.html at the address of the folder.
  const paths = files.map((name) => (name === "index.html" ? "./" : `./${name}`));
  await build({
    entryPoints: [inRoot("www", "offline", "service-worker.ts")],
    outfile: join(folder, "service-worker.js"),
    bundle: true,
    minify: true,
    target: "es2022",
    define: {
      PAGE_FILES: JSON.stringify(paths),
      PAGE_VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)),
    },
  });
}

async function writeCompressed(file: string): Promise<void> {
  const bytes = await readFile(file);
  const brotli = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, brotli));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
