import {
  formCurl,
  formData,
  formHtml,
  initSync,
  Presigner,
  s3Uri,
} from "../../build/wasm/signer.js";
import packed from "../../build/wasm/signer_bg.wasm";
import { compiled } from "./inline.ts";

export type { Presigner } from "../../build/wasm/signer.js";

// By name: of a whole namespace a bundler could leave nothing out.
const module = {
  formCurl,
  formData,
  formHtml,
  Presigner,
  s3Uri,
};
let memory: WebAssembly.Memory | undefined;

/** Calls what signs. The module is compiled at the first call: a page that makes none does without it. */
export function signer<T>(call: (from: typeof module) => T): T {
  memory ??= initSync({ module: compiled(packed) }).memory;
  return call(module);
}

/** Where the module's stack ends and its data begin: rustc has wasm-ld put a stack of 1 MiB first. */
const STACK_END = 2 ** 20;
/** More than any call takes, in bytes. */
const STACK_USED = 2 ** 16;

/** Wipes what earlier calls have left on the module's stack. Between calls nothing there is in use. */
export function wipeStack(): void {
  signerMemory().fill(0, STACK_END - STACK_USED, STACK_END);
}

let bytes = new Uint8Array();

/** The module's memory, as it is now: a call into the module may make another one of it. */
export function signerMemory(): Uint8Array {
  if (memory && memory.buffer !== bytes.buffer) bytes = new Uint8Array(memory.buffer);
  return bytes;
}
