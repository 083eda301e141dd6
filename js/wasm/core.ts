import { build, vectorFunctions } from "../../build/wasm/core.json";
import { SignpostError } from "../errors.ts";
import type { Message } from "../messages/message.ts";
import {
  MODULE_INVALID,
  MODULE_MISMATCH,
  MODULE_UNAVAILABLE,
  NOT_INITIALIZED,
  NOT_MODULE_SOURCE,
} from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { emptyVectorFunctions, hasSimd } from "./simd.ts";

type CoreBytes = string | URL | Response | Blob | BufferSource;
/** `s3-signpost/core.wasm`: its address, the response with it, its bytes, or the compiled module. */
export type CoreSource = CoreBytes | WebAssembly.Module;

let core: WebAssembly.Module | undefined;

/**
 * Loads the WebAssembly module of `s3-signpost/slim`. Wait for it before any other call; later calls do nothing.
 *
 * Throws `SignpostError`: `ModuleUnavailable` if the source cannot be fetched, `InvalidModule` if it does not compile,
 * and `ModuleMismatch` if it belongs to another release.
 */
export async function init(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  core ??= checked(await load(await source));
}

/** Returns a module of core.wasm: itself, or the one in its custom section of this name. */
export function compiled(part: "core" | "checksum"): WebAssembly.Module {
  if (core === undefined) {
    throw moduleError(NOT_INITIALIZED);
  }
  return part === "core" ? core : new WebAssembly.Module(section(core, part) as ArrayBuffer);
}

async function load(source: CoreSource): Promise<WebAssembly.Module> {
  if (isModule(source)) return source;
  const bytes = await read(source as CoreBytes);
  if (!hasSimd()) emptyVectorFunctions(bytes, vectorFunctions);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw moduleError(MODULE_INVALID, cause);
  }
}

/** Returns a copy of the bytes, which no other code can change. */
async function read(source: CoreBytes): Promise<Uint8Array<ArrayBuffer>> {
  const pending = typeof source === "string" || source instanceof URL ? fetch(source) : source;
  try {
    const loaded = await pending;
    if (loaded instanceof ArrayBuffer) return new Uint8Array(loaded.slice(0));
    if (ArrayBuffer.isView(loaded)) {
      return Uint8Array.from(new Uint8Array(loaded.buffer, loaded.byteOffset, loaded.byteLength));
    }
    if (loaded instanceof Response && !loaded.ok) {
      throw new Error(`The response has status ${loaded.status}.`);
    }
    if (loaded instanceof Response || loaded instanceof Blob) {
      return new Uint8Array(await loaded.arrayBuffer());
    }
  } catch (cause) {
    throw moduleError(MODULE_UNAVAILABLE, cause);
  }
  throw optionError(NOT_MODULE_SOURCE, "source");
}

function checked(module: WebAssembly.Module): WebAssembly.Module {
  const bytes = section(module, "s3-signpost");
  if (bytes && new TextDecoder().decode(bytes) === build) return module;
  throw moduleError(MODULE_MISMATCH);
}

function moduleError([code, message, hint]: Message, cause?: unknown): SignpostError {
  return new SignpostError(code, message, { hint, cause });
}

function section(module: WebAssembly.Module, name: string): ArrayBuffer | undefined {
  return WebAssembly.Module.customSections(module, name)[0];
}

/** Compares the tag, since a module that a bundler or a frame compiled can be of another realm. */
function isModule(source: CoreSource): source is WebAssembly.Module {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}
