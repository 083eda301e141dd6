import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!new URL(url).pathname.endsWith(".wasm")) return nextLoad(url, context);
  const encoded = (await readFile(fileURLToPath(url))).toString("base64");
  return { format: "module", source: `export default "${encoded}";`, shortCircuit: true };
}
