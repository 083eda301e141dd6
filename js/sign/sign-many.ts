import { PresignError } from "../errors.ts";
import { NOT_STRING } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { isWellFormed, LONGEST_KEY, wellFormed } from "../options.ts";
import { type Presigner as Core, signerMemory } from "../wasm/signer.ts";
import { hasSimd } from "../wasm/simd.ts";
import { signOne } from "./sign-one.ts";

/**
 * Signature and path of each key, in turn; a path may be empty where it is `base` and the key as it stands. The index
 * of a key that cannot be signed is told as counted from `from` before the first.
 */
export function signMany(
  core: Core,
  base: string,
  keys: readonly unknown[],
  from: number,
): string[] {
  keys.forEach((key, at) => {
    if (typeof key !== "string") throw atIndex(optionError(NOT_STRING, "key"), from + at);
  });
  // Checked before the copy into the core's memory, which never shrinks.
  const areShort = (keys as readonly string[]).every(({ length }) => length <= LONGEST_KEY);
  const joined = areShort ? keys.join("\0") : "";
  if (areShort && isWellFormed(joined)) {
    const length = core.signMany(new TextEncoder().encode(joined), hasSimd());
    const from = core.signed();
    // It is ASCII, which engines decode faster where no character can have more than a byte.
    const decoder = new TextDecoder("latin1");
    const signed = decoder.decode(signerMemory().subarray(from, from + length)).split("\n");
    // A refusal has other lines. Which key it is of is found below.
    if (signed[0] && signed.length === 2 * keys.length + 1) return signed;
  }
  // A key with a NUL in it, or one that cannot be signed.
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
