/** Ids of the binary format's sections, of the parts of its name section, and of its kinds of imports. */
const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
const FUNCTION_NAMES = 1;
const IMPORTED_FUNCTION = 0;

/** Offset and length of bytes of the module. */
type Range = [offset: number, length: number];

/**
 * Removes the name section of a module, and finds its functions with vector instructions by their names: those of the
 * Rust module `simd`. js/wasm/simd.ts empties their bodies for engines that cannot compile them.
 *
 * https://webassembly.github.io/spec/core/binary/modules.html
 *
 * @returns `vectorFunctions`: offset and length of each body in turn
 */
export function removeNames(module: Uint8Array): { module: Buffer; vectorFunctions: number[] } {
  const kept = [module.subarray(0, 8)];
  let importCount = 0;
  let bodies: Range[] = [];
  let vectorFunctions: number[] = [];
  const reader = new Reader(module, 8);
  while (!reader.isAtEnd) {
    const start = reader.offset;
    const id = reader.byte();
    const section = reader.sized();
    if (id === IMPORT) importCount = countImportedFunctions(section);
    if (id === CODE) bodies = section.list(() => section.range());
    if (id === CUSTOM && section.text() === "name") {
      vectorFunctions = functionNames(section)
        .filter(([, name]) => /\bsimd\b/.test(name))
        .flatMap(([index]) => bodies[index - importCount] ?? []);
    } else {
      kept.push(module.subarray(start, reader.offset));
    }
  }
  return { module: Buffer.concat(kept), vectorFunctions };
}

function countImportedFunctions(section: Reader): number {
  const imports = section.list(() => {
    section.text();
    section.text();
    const kind = section.byte();
    section.number();
    // Modules of wasm-bindgen import functions only; other kinds have more fields to skip.
    if (kind !== IMPORTED_FUNCTION) throw new Error("The module imports more than functions.");
  });
  return imports.length;
}

function functionNames(section: Reader): [index: number, name: string][] {
  while (!section.isAtEnd) {
    const id = section.byte();
    const part = section.sized();
    if (id === FUNCTION_NAMES) return part.list(() => [part.number(), part.text()]);
  }
  return [];
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  offset: number;

  constructor(bytes: Uint8Array, offset: number, end = bytes.length) {
    this.#bytes = bytes;
    this.offset = offset;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.#end;
  }

  byte(): number {
    const byte = this.#bytes[this.offset] ?? 0;
    this.offset += 1;
    return byte;
  }

  /** Reads an unsigned LEB128. */
  number(): number {
    let number = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      number += (byte & 127) * shift;
      if (byte < 128) return number;
    }
  }

  text(): string {
    const [start, length] = this.range();
    return Buffer.from(this.#bytes.subarray(start, start + length)).toString("utf8");
  }

  /** Reads a length and skips as many bytes. */
  range(): Range {
    const length = this.number();
    const start = this.offset;
    this.offset += length;
    return [start, length];
  }

  /** Reads a length and returns a reader of as many bytes. */
  sized(): Reader {
    const [start, length] = this.range();
    return new Reader(this.#bytes, start, start + length);
  }

  list<T>(readItem: () => T): T[] {
    return Array.from({ length: this.number() }, readItem);
  }
}
