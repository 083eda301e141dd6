import { build, vectorFunctions } from "../../build/wasm/core.json";
import { SignpostError } from "../errors.ts";
import { wrongType } from "../options.ts";
import { emptyVectorFunctions, hasSimd } from "./simd.ts";

type CoreBytes = string | URL | Response | Blob | BufferSource;
/** `s3-signpost/core.wasm`: where it is, what was fetched from there, its bytes, or the module compiled from them. */
export type CoreSource = CoreBytes | WebAssembly.Module;

let core: WebAssembly.Module | undefined;

/**
 * Takes the WebAssembly module that the script was parted from. Everything else can be called once this is done;
 * later calls do nothing.
 *
 * Throws `SignpostError`: `ModuleUnavailable` where it cannot be fetched, `InvalidModule` for what is none, and
 * `ModuleMismatch` for that of another release.
 */
export async function init(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  core ??= checked(await load(await source));
}

/** A module that core.wasm holds: itself, or the one in the section of this name. */
export function compiled(part: "core" | "checksum"): WebAssembly.Module {
  if (core === undefined) {
    throw new SignpostError("NotInitialized", "The WebAssembly module was not given yet.", {
      hint: "Wait for init(source) first, or import from s3-signpost, which has the module inside.",
    });
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
    throw new SignpostError("InvalidModule", "The source given to init does not compile.", {
      hint: "Give s3-signpost/core.wasm: a server that does not find it may answer with a page. A Content-Security-Policy must have 'wasm-unsafe-eval'.",
      cause,
    });
  }
}

/** A copy of the bytes, which nobody else can change. */
async function read(source: CoreBytes): Promise<Uint8Array<ArrayBuffer>> {
  const answer = typeof source === "string" || source instanceof URL ? fetch(source) : source;
  try {
    const given = await answer;
    if (given instanceof ArrayBuffer) return new Uint8Array(given.slice(0));
    if (ArrayBuffer.isView(given)) {
      return Uint8Array.from(new Uint8Array(given.buffer, given.byteOffset, given.byteLength));
    }
    if (given instanceof Response && !given.ok) throw new Error(`The answer was ${given.status}.`);
    if (given instanceof Response || given instanceof Blob) {
      return new Uint8Array(await given.arrayBuffer());
    }
  } catch (cause) {
    throw new SignpostError("ModuleUnavailable", "The source given to init could not be read.", {
      hint: "Check that s3-signpost/core.wasm is served at that address; in Node, give its bytes.",
      cause,
    });
  }
  throw wrongType("source", "a URL, a Response, a Blob, bytes or a WebAssembly.Module");
}

function checked(module: WebAssembly.Module): WebAssembly.Module {
  const found = section(module, "s3-signpost");
  if (found && new TextDecoder().decode(found) === build) return module;
  throw new SignpostError(
    "ModuleMismatch",
    "The module given to init is not the core.wasm of this release of s3-signpost/slim.",
    { hint: "Deploy both from the same installed package, and let no cache keep an older one." },
  );
}

function section(module: WebAssembly.Module, name: string): ArrayBuffer | undefined {
  return WebAssembly.Module.customSections(module, name)[0];
}

/** By name, since one that a bundler or another frame has compiled can be of another realm. */
function isModule(source: CoreSource): source is WebAssembly.Module {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}
