import { fileURLToPath } from "node:url";
import { packFile } from "../build/pack-module.mjs";

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!new URL(url).pathname.endsWith(".wasm")) return nextLoad(url, context);
  const packed = await packFile(fileURLToPath(url));
  const source = `export default ${JSON.stringify(packed)};`;
  return { format: "module", source, shortCircuit: true };
}
