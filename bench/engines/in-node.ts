/* Entry of the Node process that signs: receives calls over its channel, and sends the results. */
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { watchWasmMemory } from "../memory.ts";
import { leanS3 } from "../signers/lean-s3.ts";
import { minio } from "../signers/minio.ts";
import { presignManyWhole } from "../signers/signpost.ts";
import { portableSigners } from "../signers.ts";
import { LocalSigning, type Signing } from "./signing.ts";

globalThis.readBuilt = async (file) => {
  const path = `${process.env["BUILT"]}/${file}`;
  return existsSync(path)
    ? { url: pathToFileURL(path).href, bytes: readFileSync(path) }
    : undefined;
};

globalThis.engineMemory = () => ({ heap: process.memoryUsage().heapUsed });
watchWasmMemory();
const signing: Signing = new LocalSigning([...portableSigners, leanS3, minio], [presignManyWhole]);

process.on("message", async ({ method, args }: { method: keyof Signing; args: unknown[] }) => {
  try {
    const result = await (signing[method] as (...args: unknown[]) => unknown)(...args);
    process.send?.({ result });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
