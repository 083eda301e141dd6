import { PresignError } from "./errors.ts";
import { isWellFormed, wellFormed, wrongType } from "./options.ts";
import { signOne } from "./sign-one.ts";
import type { Presigner as Core } from "./wasm/signer.ts";
import { hasSimd } from "./wasm/simd.ts";

/**
 * Path and signature of each key, in turn. The index of one that cannot be signed is told as counted from
 * `from` before the first.
 */
export function signMany(
  core: Core,
  base: string,
  keys: readonly unknown[],
  from: number,
): string[] {
  keys.forEach((key, at) => {
    if (typeof key !== "string") throw atIndex(wrongType("key", "a string"), from + at);
  });
  const joined = keys.join("\0");
  if (isWellFormed(joined)) {
    const signed = core.signMany(new TextEncoder().encode(joined), hasSimd()).split("\n");
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
  const { code, message, hint = "", field = "" } = error;
  return new PresignError(code, message, { hint, field, index });
}
