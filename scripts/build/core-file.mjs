import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/** The modules that core.wasm carries in a custom section of their name: one that needs SIMD must not spoil the rest. */
export const sections = ["checksum"];

/**
 * What the scripts around core.wasm know of it.
 *
 * @param {Uint8Array} module before anything was added
 */
export function buildOf(module) {
  return createHash("sha256").update(module).digest("hex").slice(0, 16);
}

/** The bytes of core.wasm: the module, the other modules, and which build it is, by which js/wasm/core.ts knows it. */
export function coreFile() {
  const module = readFileSync(inRoot("build", "wasm", "core_bg.wasm"));
  return Buffer.concat([
    module,
    ...sections.map((name) =>
      customSection(name, readFileSync(inRoot("build", "wasm", `${name}_bg.wasm`))),
    ),
    customSection("s3-signpost", Buffer.from(buildOf(module))),
  ]);
}

/**
 * https://webassembly.github.io/spec/core/binary/modules.html#custom-section
 *
 * @param {string} name
 * @param {Uint8Array} contents
 */
function customSection(name, contents) {
  const named = Buffer.concat([leb128(name.length), Buffer.from(name), contents]);
  return Buffer.concat([Buffer.of(0), leb128(named.length), named]);
}

/** @param {number} number */
function leb128(number) {
  const bytes = [];
  for (let rest = number; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}
