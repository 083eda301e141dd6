import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Problem } from "../errors.ts";
import { inRoot, root } from "../paths.mjs";

/** Folder of the sources that source maps name. */
const FOLDER = inRoot("dist", "sources");

/** Code of the package: its own, and the glue that wasm-bindgen generated. A library would have a licence of its own. */
const OWN = /^(?:js|src|build[\\/]wasm)[\\/]/;

/** Instead of the text of a packed module, which is in the script already. */
const MODULE_NOTE =
  "The WebAssembly module, as text. Its source is the Rust crate of this project.\n";

interface SourceMap {
  sources: string[];
  sourceRoot?: string;
  sourcesContent?: (string | null)[];
}

/**
 * Moves the sources out of the source maps in `dist` into files of the package. The entries share most sources, and a copy
 * in each map would be half of the package.
 *
 * @throws {Problem} if a script contains code of a library, or a map has a source without its text
 */
export function shareSources(): void {
  const maps = readdirSync(inRoot("dist"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js.map"))
    .map((name) => inRoot("dist", name));
  for (const path of maps) {
    const {
      sourceRoot = "",
      sourcesContent = [],
      ...map
    } = JSON.parse(readFileSync(path, "utf8")) as SourceMap;
    const sources = map.sources.map((source, index) => {
      const original = relative(root, resolve(dirname(path), sourceRoot, source));
      const copy = writeSource(original, sourcesContent[index]);
      return relative(dirname(path), copy).replaceAll("\\", "/");
    });
    writeFileSync(path, JSON.stringify({ ...map, sources }));
  }
}

/** @returns the path of the copy in the package */
function writeSource(original: string, text: string | null | undefined): string {
  if (!OWN.test(original)) throw new Problem(`The package contains ${original}, a library.`);
  const isModule = original.endsWith(".wasm");
  const copy = join(FOLDER, isModule ? `${original}.txt` : original);
  const contents = isModule ? MODULE_NOTE : text;
  if (contents == null) throw new Problem(`A source map has no text of ${original}.`);
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, contents);
  return copy;
}
