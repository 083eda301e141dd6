import type { Checksum, combine } from "../../build/wasm/checksum.js";
import type { Presigner } from "../../build/wasm/signer.js";
import { build } from "../../build/wasm/signer.json";

/** The functions of the signer. */
export interface SignerModule {
  Presigner: typeof Presigner;
}

/** The memory of a module. The buffer is another one after it has grown. */
export interface ModuleMemory {
  readonly buffer: ArrayBuffer;
}

/** The functions of the checksum module, and the memory into which its input is copied. */
export interface ChecksumModule {
  Checksum: typeof Checksum;
  combine: typeof combine;
  memory: ModuleMemory;
}

/** All functions of the core, compiled to JavaScript, with one memory. */
export interface JavaScriptCore extends SignerModule, ChecksumModule {}

/** The property of the realm's global object with the core as JavaScript, for every copy of the same release. */
const KEY = `s3-signpost ${build}`;

/** Returns the core that `s3-signpost/js` has registered. It is used instead of WebAssembly. */
export function registeredCore(): JavaScriptCore | undefined {
  return (globalThis as { [key: symbol]: unknown })[Symbol.for(KEY)] as JavaScriptCore | undefined;
}

export function registerCore(core: JavaScriptCore): void {
  Object.defineProperty(globalThis, Symbol.for(KEY), { value: core, configurable: true });
}
