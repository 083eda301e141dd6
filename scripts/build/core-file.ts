import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";

/** Modules in custom sections of core.wasm. They need SIMD, and must not make the rest invalid without it. */
export const SECTIONS = ["checksum"];

/** Returns an identifier of a module's contents. The scripts compare it with the one in core.wasm. */
export function buildIdOf(module: Uint8Array): string {
  return createHash("sha256").update(module).digest("hex").slice(0, 16);
}

/** Returns the bytes of core.wasm: the signer, the other modules as sections, and the build id of js/wasm/core.ts. */
export function coreFile(): Buffer {
  const module = readFileSync(inRoot("build", "wasm", "signer_bg.wasm"));
  return Buffer.concat([
    module,
    ...SECTIONS.map((name) =>
      customSection(name, readFileSync(inRoot("build", "wasm", `${name}_bg.wasm`))),
    ),
    customSection("s3-signpost", Buffer.from(buildIdOf(module))),
  ]);
}

/** https://webassembly.github.io/spec/core/binary/modules.html#custom-section */
function customSection(name: string, contents: Uint8Array): Buffer {
  const section = Buffer.concat([leb128(name.length), Buffer.from(name), contents]);
  return Buffer.concat([Buffer.of(0), leb128(section.length), section]);
}

function leb128(value: number): Buffer {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}
