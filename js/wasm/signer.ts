import { initSync, Presigner } from "../../build/wasm/signer.js";
import packed from "../../build/wasm/signer_bg.wasm";
import { compiled } from "./inline.ts";
import { type ModuleMemory, registeredCore, type SignerModule } from "./registered-core.ts";

export type { Presigner } from "../../build/wasm/signer.js";

// Imported by name, so that a bundler can drop the rest of the glue.
let module: SignerModule = { Presigner };
let memory: ModuleMemory | undefined;

/**
 * Calls the module that signs. It is compiled at the first call.
 *
 * @throws {SignpostError} `WebAssemblyBlocked`
 */
export function signer<T>(call: (from: SignerModule) => T): T {
  memory ??= start();
  return call(module);
}

function start(): ModuleMemory {
  const core = registeredCore();
  if (!core) return initSync({ module: compiled(packed) }).memory;
  module = core;
  return core.memory;
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

/** Performs a call of src/wasm/wire.rs: `encodedArguments` go in, and the reply comes out. */
export function callCore(core: Presigner, call: number, encodedArguments: string): string {
  writeInput(core, encodedArguments);
  return readOutput(core, core.call(call));
}

/** Writes the input of the next call. */
export function writeInput(core: Presigner, text: string): void {
  const { length } = text;
  let address = core.input(length);
  const memory = signerMemory();
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      writeBytes(core, text);
      return;
    }
    memory[address] = code;
    address += 1;
  }
}

/** Does the same as `writeInput`. The engine's encoder is faster for a text that is long or not ASCII. */
export function writeBytes(core: Presigner, text: string): void {
  const encoded = new TextEncoder().encode(text);
  const address = core.input(encoded.length);
  signerMemory().set(encoded, address);
}

/** Decodes a reply of `length` bytes. */
export function readOutput(core: Presigner, length: number): string {
  const address = core.output();
  return new TextDecoder().decode(signerMemory().subarray(address, address + length));
}
