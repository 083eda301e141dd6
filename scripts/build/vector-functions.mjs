/** Ids of the binary format's sections and of the name section's parts: https://webassembly.github.io/spec/core. */
const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
const FUNCTION_NAMES = 1;
const IMPORTED_FUNCTION = 0;

/**
 * Takes the names out of a module, and tells by them where its functions with vector instructions are: those of
 * the Rust module `simd`. js/wasm/simd.ts empties their bodies where an engine could not compile them.
 *
 * @param {Uint8Array} module with names
 * @returns {{ module: Uint8Array, vectorFunctions: number[] }} offset and length of each body, in turn
 */
export function takeOutNames(module) {
  const kept = [module.subarray(0, 8)];
  let imported = 0;
  /** @type {[offset: number, length: number][]} */
  let bodies = [];
  /** @type {number[]} */
  let vectorFunctions = [];
  const reader = new Reader(module, 8);
  while (!reader.atEnd) {
    const start = reader.at;
    const id = reader.byte();
    const section = reader.sized();
    if (id === IMPORT) imported = countImportedFunctions(section);
    if (id === CODE) bodies = section.list(() => section.skipped());
    if (id === CUSTOM && section.text() === "name") {
      vectorFunctions = functionNames(section)
        .filter(([, name]) => /\bsimd\b/.test(name))
        .flatMap(([index]) => bodies[index - imported] ?? []);
    } else {
      kept.push(module.subarray(start, reader.at));
    }
  }
  return { module: Buffer.concat(kept), vectorFunctions };
}

/** @param {Reader} section */
function countImportedFunctions(section) {
  const kinds = section.list(() => {
    section.text();
    section.text();
    const kind = section.byte();
    section.number();
    // wasm-bindgen's modules import functions only; others would have more to read here.
    if (kind !== IMPORTED_FUNCTION) throw new Error("The module imports more than functions.");
    return kind;
  });
  return kinds.length;
}

/**
 * @param {Reader} section
 * @returns {[index: number, name: string][]}
 */
function functionNames(section) {
  while (!section.atEnd) {
    const id = section.byte();
    const part = section.sized();
    if (id === FUNCTION_NAMES) return part.list(() => [part.number(), part.text()]);
  }
  return [];
}

class Reader {
  #bytes;
  #end;
  at;

  /**
   * @param {Uint8Array} bytes
   * @param {number} at
   */
  constructor(bytes, at, end = bytes.length) {
    this.#bytes = bytes;
    this.at = at;
    this.#end = end;
  }

  get atEnd() {
    return this.at >= this.#end;
  }

  byte() {
    const byte = this.#bytes[this.at] ?? 0;
    this.at += 1;
    return byte;
  }

  /** Unsigned LEB128. */
  number() {
    let number = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      number += (byte & 127) * shift;
      if (byte < 128) return number;
    }
  }

  text() {
    const [start, length] = this.skipped();
    return Buffer.from(this.#bytes.subarray(start, start + length)).toString("utf8");
  }

  /** Passes over what has its length before it. */
  skipped() {
    const length = this.number();
    const start = this.at;
    this.at += length;
    return /** @type {[offset: number, length: number]} */ ([start, length]);
  }

  /** The same, to be read on its own. */
  sized() {
    const [start, length] = this.skipped();
    return new Reader(this.#bytes, start, start + length);
  }

  /**
   * @template T
   * @param {() => T} read
   */
  list(read) {
    return Array.from({ length: this.number() }, read);
  }
}
