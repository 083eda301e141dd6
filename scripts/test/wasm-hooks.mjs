import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!new URL(url).pathname.endsWith(".wasm")) return nextLoad(url, context);
  const characters = (await readFile(fileURLToPath(url))).toString("latin1");
  const source = `export default ${JSON.stringify(characters)};`;
  return { format: "module", source, shortCircuit: true };
}
