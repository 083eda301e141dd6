/* Entry of the page that signs. */
import { watchWasmMemory } from "../memory.ts";
import { presignManyWhole } from "../signers/signpost.ts";
import { portableSigners } from "../signers.ts";
import { LocalSigning, type Signing } from "./signing.ts";

declare global {
  var signing: Signing;
}

globalThis.readBuilt = async (file) => {
  const url = `/built/${file}`;
  const response = await fetch(url);
  return response.ok ? { url, bytes: await response.arrayBuffer() } : undefined;
};
globalThis.engineMemory = () => {
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  return memory === undefined ? {} : { heap: memory.usedJSHeapSize };
};
watchWasmMemory();
globalThis.signing = new LocalSigning(portableSigners, [presignManyWhole]);
