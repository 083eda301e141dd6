import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { hashOf, stateOf } from "./state.mjs";

const recorder = new URL("./esbuild.mjs", import.meta.url).href;
/** The modules that import esbuild itself. */
const recorders = [recorder, new URL("./served.mjs", import.meta.url).href];

/** A script of an installed copy of the package. */
const INSTALLED = /\/node_modules\/s3-signpost\/dist\/[^/]+\.js$/;

/** @type {import("node:worker_threads").MessagePort} */
let port;

/** Folder for the code of modules, as it runs. */
let folder = "";

/** Folders of the code under test. Other functions may run in a browser, to which a test passes their source. */
let testedCode = [""];

/** @param {{ port: typeof port, folder: string, root: string }} data */
export function initialize(data) {
  ({ port, folder } = data);
  const { href } = pathToFileURL(`${data.root}/`);
  testedCode = ["js/", "www/", "dist/"].map((folder) => new URL(folder, href).href);
}

/** @type {import("node:module").ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  if (specifier !== "esbuild" || recorders.includes(context.parentURL ?? "")) {
    return nextResolve(specifier, context);
  }
  const parent = context.parentURL ?? "";
  if (parent.includes("/node_modules/")) {
    // tsx transforms single modules, which are noted here.
    if (!parent.includes("/node_modules/tsx/")) port.postMessage({ isBundlerOfLibrary: true });
    return nextResolve(specifier, context);
  }
  return { url: recorder, format: "module", shortCircuit: true };
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  const { protocol, pathname } = new URL(url);
  const isInstalled = INSTALLED.test(pathname);
  if (protocol !== "file:" || (pathname.includes("/node_modules/") && !isInstalled)) {
    return nextLoad(url, context);
  }
  const path = fileURLToPath(`file://${pathname}`);
  const state = stateOf("contents", path);
  const loaded = await nextLoad(url, context);
  const isTested = isInstalled || testedCode.some((start) => url.startsWith(start));
  port.postMessage({ path, state, url, code: isTested ? keepCode(loaded.source) : undefined });
  return loaded;
}

/**
 * Writes the code of a module to the folder, for the offsets of its functions. Each test file writes the same.
 *
 * @param {import("node:module").LoadFnOutput["source"]} source
 * @returns the name of the file
 */
function keepCode(source) {
  // Node itself reads a CommonJS module.
  if (!folder || !source) return undefined;
  const text =
    typeof source === "string" ? source : Buffer.from(/** @type {Uint8Array} */ (source));
  const name = `${hashOf(text).replaceAll("/", "_")}.js`;
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, text);
  return name;
}
