/** A module with one function that has a vector instruction: `(drop (i8x16.splat (i32.const 0)))`. */
const PROBE = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11],
];

let known: boolean | undefined;

/** Whether the engine has WebAssembly's 128-bit SIMD: Chrome 91, Firefox 89, Safari 16.4 and newer. */
export function hasSimd(): boolean {
  known ??= globalThis.WebAssembly?.validate(Uint8Array.from(PROBE)) ?? false;
  return known;
}

/**
 * Makes a module valid for an engine without SIMD: replaces the bodies of the functions that use it by a trap. No call
 * reaches them in such an engine. `ranges` has offset and length of each body, alternating.
 */
export function emptyVectorFunctions(module: Uint8Array, ranges: readonly number[] = []): void {
  for (let at = 0; at < ranges.length; at += 2) {
    const start = ranges[at] as number;
    const end = start + (ranges[at + 1] as number);
    // No locals, `unreachable`, `nop` up to the end, `end`.
    module.fill(1, start, end);
    module.set([0, 0], start);
    module[end - 1] = 11;
  }
}
