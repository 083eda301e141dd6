/** What the browsers' page loads. */
import { watchWasmMemory } from "../memory.ts";
import { presignManyWhole } from "../signers/signpost.ts";
import { everywhere } from "../signers.ts";
import { LocalSigning, type Signing } from "./signing.ts";

declare global {
  var signing: Signing;
}

globalThis.readBuilt = async (file) => {
  const url = `/built/${file}`;
  const reply = await fetch(url);
  return reply.ok ? { url, bytes: await reply.arrayBuffer() } : undefined;
};
globalThis.heldHere = () => {
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  return memory === undefined ? {} : { heap: memory.usedJSHeapSize };
};
watchWasmMemory();
globalThis.signing = new LocalSigning(everywhere, [presignManyWhole]);
