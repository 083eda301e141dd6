import { formData, formText, initSync, Presigner, s3Uri } from "../../build/wasm/signer.js";
import packed from "../../build/wasm/signer_bg.wasm";
import { compiled } from "./inline.ts";

export type { Presigner } from "../../build/wasm/signer.js";

// Imported by name, so that a bundler can drop the rest of the glue.
const module = {
  formData,
  formText,
  Presigner,
  s3Uri,
};
let memory: WebAssembly.Memory | undefined;

/** Calls the module that signs. It is compiled at the first call. */
export function signer<T>(call: (from: typeof module) => T): T {
  memory ??= initSync({ module: compiled(packed) }).memory;
  return call(module);
}

/** The address at which the module's stack ends and its data begin: wasm-ld puts a stack of 1 MiB first. */
const STACK_END = 2 ** 20;
/** Bytes of stack to wipe; no call uses as many. */
const STACK_USED = 2 ** 16;

/** Wipes the bytes that earlier calls left on the module's stack. Between calls the stack is not in use. */
export function wipeStack(): void {
  signerMemory().fill(0, STACK_END - STACK_USED, STACK_END);
}

let bytes = new Uint8Array();

/** The current memory of the module. A call that grows it replaces its buffer. */
export function signerMemory(): Uint8Array {
  if (memory && memory.buffer !== bytes.buffer) bytes = new Uint8Array(memory.buffer);
  return bytes;
}
