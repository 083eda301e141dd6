import { UNPACKER } from "./unpacker.ts";

/** The streams of a module as printable ASCII, as the build writes them: one or two characters per byte. */
export interface PackedModule {
  text: string;
  /** The two characters that select the first or second page of rarer bytes for the next character. */
  escapes: string;
  /** The bytes of the 95 printable characters: without an escape, after the first, and after the second. */
  bytes: readonly number[];
  /** Length of the module in bytes. */
  length: number;
  /** Offset and length of the body of each function with vector instructions, alternating. */
  vectorFunctions?: readonly number[];
}

/** The exports of `UNPACKER`. */
interface Unpacker {
  m: WebAssembly.Memory;
  u: (at: number, end: number) => number;
}

// The memory of the unpacker: at the code of each character, the page that it selects; the bytes of all pages; the text,
// which is replaced by the streams; the module.

/** Address of the bytes. The first printable character is the space, whose code is 32. */
const BYTES = 128;
const TEXT = 416;

/** Returns the bytes of the module. Throws the error of an engine that compiles no WebAssembly. */
export function unpackModule(packed: PackedModule): Uint8Array<ArrayBuffer> {
  const { text, escapes, length } = packed;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(UNPACKER)));
  const { m, u } = exports as object as Unpacker;
  const textEnd = TEXT + text.length;
  // The memory has a page of 64 KiB.
  m.grow((textEnd + length) >>> 16);
  const memory = new Uint8Array(m.buffer);
  memory[escapes.charCodeAt(0)] = 95;
  memory[escapes.charCodeAt(1)] = 190;
  memory.set(packed.bytes, BYTES);
  new TextEncoder().encodeInto(text, memory.subarray(TEXT));
  const end = u(TEXT, textEnd);
  return memory.subarray(end - length, end);
}
