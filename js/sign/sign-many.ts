import { PresignError } from "../errors.ts";
import { NOT_STRING } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { isWellFormed, LONGEST_KEY, wellFormed } from "../options.ts";
import { type Presigner as Core, signerMemory, writeBytes } from "../wasm/signer.ts";
import { hasSimd } from "../wasm/simd.ts";
import type { SharedRequest } from "./shared-request.ts";
import { signOne } from "./sign-one.ts";

/** Maximum number of keys in one call of the core: many enough to be fast, few enough for little memory. */
const CHUNK = 2_048;
/** Length of the keys, in UTF-16 units, after which a chunk ends. */
const CHUNK_LENGTH = 2 ** 17;

/** Signs each key. Returns the URLs in the order of the keys; an error has the index of the key at fault. */
export function signMany(core: Core, request: SharedRequest, keys: readonly unknown[]): string[] {
  const { base } = request;
  const urls: string[] = [];
  for (let from = 0, to: number; from < keys.length; from = to) {
    to = chunkEnd(keys, from);
    const signed = signChunk(core, base, keys.slice(from, to), from);
    for (let at = 0; at + 1 < signed.length; at += 2) {
      const path = signed[at + 1] || base + keys[urls.length];
      urls.push(request.url(path, signed[at] as string));
    }
  }
  return urls;
}

/** Returns the index after the last key of the chunk that begins at `from`. */
function chunkEnd(keys: readonly unknown[], from: number): number {
  let to = from;
  for (let length = 0; to < keys.length && to - from < CHUNK && length < CHUNK_LENGTH; to += 1) {
    const key = keys[to];
    if (typeof key === "string") length += key.length;
  }
  return to;
}

/**
 * Signs a chunk in one call: `sign-many` in the grammar of src/wasm/wire.rs.
 *
 * Returns signature and path of each key, alternating. An empty path stands for `base` and the key, if no character of
 * the key needs encoding. `from` is the index of the first key.
 */
function signChunk(core: Core, base: string, keys: readonly unknown[], from: number): string[] {
  keys.forEach((key, at) => {
    if (typeof key !== "string") throw atIndex(optionError(NOT_STRING, "key"), from + at);
  });
  // Checked before the copy into the core's memory, which never shrinks.
  const areShort = (keys as readonly string[]).every(({ length }) => length <= LONGEST_KEY);
  const joined = areShort ? keys.join("\0") : "";
  if (areShort && isWellFormed(joined)) {
    writeBytes(core, joined);
    const length = core.signMany(hasSimd());
    const address = core.output();
    // The text is ASCII, which engines decode faster as Latin-1, whose characters have one byte each.
    const decoder = new TextDecoder("latin1");
    const signed = decoder.decode(signerMemory().subarray(address, address + length)).split("\n");
    // An error has another number of lines. The loop below finds its key.
    if (signed[0] && signed.length === 2 * keys.length + 1) return signed;
  }
  // A key contains a NUL, or cannot be signed.
  return keys.flatMap((key, at) => {
    try {
      return signOne(core, base, wellFormed(key, "key"));
    } catch (error) {
      throw atIndex(error, from + at);
    }
  });
}

function atIndex(error: unknown, index: number): unknown {
  if (!(error instanceof PresignError)) return error;
  const { code, hint = "", field = "" } = error;
  const message = error.message.replace(/^`[^`]*`/, `$& at index ${index}`);
  return new PresignError(code, message, { hint, field, index });
}
