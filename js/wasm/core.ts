import { build, vectorFunctions } from "../../build/wasm/signer.json";
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
import { blocked, compile } from "./compile.ts";
import { loadCore } from "./load-core.ts";
import { registeredCore } from "./registered-core.ts";
import { emptyVectorFunctions, hasSimd } from "./simd.ts";

type CoreBytes = string | URL | Response | Blob | BufferSource;
/** `s3-signpost/core.wasm`: its address, the response with it, its bytes, or the compiled module. */
export type CoreSource =
  | string
  | URL
  | Response
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | (typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
      ? Module
      : never);

let core: WebAssembly.Module | undefined;
/** The latest call of `init`. */
let loading: Promise<void> | undefined;

/**
 * Loads the WebAssembly module of `s3-signpost/slim`; later calls do nothing. A fetch starts at once. `S3` waits for it, and
 * gets its credentials in the meantime; wait for `init` before you use `Presigner` or `inspect`.
 *
 * If the page or runtime compiles no WebAssembly, it loads the core as JavaScript instead. After an import of
 * `s3-signpost/js`, it does nothing.
 *
 * Throws `SignpostError`: `ModuleUnavailable` if the source cannot be fetched, `InvalidModule` if it does not compile,
 * `ModuleMismatch` if it belongs to another release, and `WebAssemblyBlocked`.
 */
export async function init(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  if (core || registeredCore()) return;
  loading = start(source);
  return loading;
}

/** Returns a promise that settles as the latest `init` does; undefined without such a call. */
export function moduleLoading(): Promise<void> | undefined {
  return loading;
}

async function start(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  if (!globalThis.WebAssembly) return loadCore(blocked(undefined));
  const module = await load(await source);
  if (module) core ??= checked(module);
}

/** Returns a module of core.wasm: itself, or the one in its custom section of this name. */
export function compiled(part: "core" | "checksum"): WebAssembly.Module {
  if (core === undefined) {
    throw moduleError(NOT_INITIALIZED);
  }
  const module = core;
  return part === "core" ? module : compile(() => section(module, part) as ArrayBuffer);
}

/** Returns the compiled module; undefined if the core was loaded as JavaScript. */
async function load(source: CoreSource): Promise<WebAssembly.Module | undefined> {
  if (isModule(source)) return source;
  const bytes = await read(source as CoreBytes);
  if (!hasSimd()) emptyVectorFunctions(bytes, vectorFunctions);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    if (!WebAssembly.validate(bytes)) throw moduleError(MODULE_INVALID, cause);
    await loadCore(blocked(cause));
    return undefined;
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
