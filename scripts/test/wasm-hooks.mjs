import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!new URL(url).pathname.endsWith(".wasm")) return nextLoad(url, context);
  const characters = JSON.stringify(await readFile(fileURLToPath(url), "latin1"));
  return { format: "module", source: `export default ${characters};`, shortCircuit: true };
}
