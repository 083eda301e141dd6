/**
 * Splits the code of a WebAssembly module into streams: opcodes, indices of locals, constants, offsets and so on. Values of
 * one kind resemble each other, so that gzip and brotli compress the streams a tenth better than the module.
 *
 * The module in js/wasm/unpacker.ts joins the streams. It knows nothing of instructions but a table: for each opcode, the
 * streams that have its operands, each a LEB128. The table and the streams follow each other in its memory:
 *
 * ```text
 * image = addresses table *stream
 * addresses = ten addresses, of streams 1 to 10, in 32 bits, little-endian
 * table = a byte for each opcode below 67: the first stream in its low four bits, the second in the others; 0 for none
 * ```
 *
 * Stream 1 has the opcodes, some operands, and marks, which are no opcodes:
 *
 * ```text
 * 6 count    copy so many bytes from stream 8
 * 7 count    a function begins; copy as many bytes from stream 9, its locals
 * 8 count    the code ends; copy as many bytes from stream 10
 * ```
 *
 * A count of 0 is the end of the module.
 *
 * No stream has the size of a function, which is computed. It takes two bytes of the joined module, also if one would do.
 */

const OPCODES = 1;
const LOCALS_READ = 2;
const LOCALS_WRITTEN = 3;
const BRANCHES = 4;
const CONSTANTS = 5;
const OFFSETS_OF_LOADS = 6;
const OFFSETS_OF_STORES = 7;
const PLAIN = 8;
const LOCALS_DECLARED = 9;
const AFTER_CODE = 10;
/** The streams from PLAIN on have a mark, which is less than their number by this. */
const MARK = 2;
const LARGEST_COUNT = 255;

/** The number of opcodes in the table. Those after them have no operands, or are copied from the stream PLAIN. */
const TABLE_SIZE = 67;
const CODE_SECTION = 10;
/** Two bytes of LEB128 have 14 bits. */
const LARGEST_FUNCTION = 2 ** 14 - 1;

/** @param {number} from @param {number} to @param {number[]} streams @returns {[number, number[]][]} */
const range = (from, to, ...streams) =>
  Array.from({ length: to - from + 1 }, (_, index) => [from + index, streams]);

/** The streams of the operands of each opcode: https://webassembly.github.io/spec/core/binary/instructions.html */
const OPERANDS = new Map([
  ...range(0x02, 0x04, OPCODES), // block, loop, if
  ...range(0x0c, 0x0d, BRANCHES), // br, br_if
  ...range(0x10, 0x10, OPCODES), // call
  ...range(0x20, 0x20, LOCALS_READ), // local.get
  ...range(0x21, 0x22, LOCALS_WRITTEN), // local.set, local.tee
  ...range(0x23, 0x24, OPCODES), // global.get, global.set
  ...range(0x28, 0x35, OPCODES, OFFSETS_OF_LOADS), // loads
  ...range(0x36, 0x3e, OPCODES, OFFSETS_OF_STORES), // stores
  ...range(0x3f, 0x40, OPCODES), // memory.size, memory.grow
  ...range(0x41, 0x42, CONSTANTS), // i32.const, i64.const
]);

/**
 * Gives the size of each function two bytes.
 *
 * @param {Uint8Array} module
 * @returns {{ module: Uint8Array, bodies: Map<number, number> }} `bodies`: the offset of each body by the one it had
 */
export function padSizes(module) {
  /** @type {number[]} */
  const padded = [...module.subarray(0, 8)];
  /** @type {Map<number, number>} */
  const bodies = new Map();
  for (const section of sectionsOf(module)) {
    if (section.id !== CODE_SECTION) {
      padded.push(...module.subarray(section.offset, section.end));
      continue;
    }
    const reader = new Reader(module, section.start);
    const count = reader.number();
    /** @type {number[]} */
    const code = leb128(count);
    /** @type {[from: number, to: number][]} */
    const moved = [];
    for (let index = 0; index < count; index += 1) {
      const size = reader.number();
      if (size > LARGEST_FUNCTION) {
        throw new Error(
          `A function has ${size} bytes, and at most ${LARGEST_FUNCTION} can be split into streams. Split it in Rust, or let its size take three bytes in js/wasm/unpacker.ts.`,
        );
      }
      code.push((size & 127) | 128, size >> 7);
      moved.push([reader.offset, code.length]);
      code.push(...module.subarray(reader.offset, reader.offset + size));
      reader.offset += size;
    }
    padded.push(section.id, ...leb128(code.length));
    for (const [from, to] of moved) bodies.set(from, padded.length + to);
    padded.push(...code);
  }
  return { module: Uint8Array.from(padded), bodies };
}

/**
 * Splits a module of `padSizes`.
 *
 * @param {Uint8Array} module
 * @param {number} address at which the image will be in memory
 * @returns {Uint8Array} the image
 */
export function splitModule(module, address) {
  /** @type {number[][]} */
  const streams = Array.from({ length: AFTER_CODE + 1 }, () => []);
  /** @param {number} stream */
  const at = (stream) => /** @type {number[]} */ (streams[stream]);
  /** @param {number} from @param {number} to @param {number} stream */
  const copy = (from, to, stream) => {
    let next = stream;
    for (let offset = from; offset < to; offset += LARGEST_COUNT) {
      const bytes = module.subarray(offset, Math.min(offset + LARGEST_COUNT, to));
      at(OPCODES).push(next - MARK, bytes.length);
      at(next).push(...bytes);
      // A function begins only once, and the code ends only once.
      next = PLAIN;
    }
  };
  const code = sectionsOf(module).find(({ id }) => id === CODE_SECTION);
  const reader = new Reader(module, code?.start ?? module.length);
  const functions = code ? reader.number() : 0;
  copy(0, reader.offset, PLAIN);
  for (let index = 0; index < functions; index += 1) {
    const end = reader.number() + reader.offset;
    const start = reader.offset;
    for (let locals = reader.number(); locals > 0; locals -= 1) {
      reader.number();
      reader.offset += 1;
    }
    copy(start, reader.offset, LOCALS_DECLARED);
    // The start of instructions that are not in the table.
    let from = reader.offset;
    while (reader.offset < end) {
      const offset = reader.offset;
      if (skipSpecial(reader)) continue;
      copy(from, offset, PLAIN);
      reader.offset = offset + 1;
      at(OPCODES).push(/** @type {number} */ (module[offset]));
      for (const stream of OPERANDS.get(/** @type {number} */ (module[offset])) ?? []) {
        const operand = reader.offset;
        reader.number();
        at(stream).push(...module.subarray(operand, reader.offset));
      }
      from = reader.offset;
    }
    copy(from, end, PLAIN);
  }
  copy(reader.offset, module.length, AFTER_CODE);
  // The size of the last function is written where the code ends, also if nothing follows.
  at(OPCODES).push((reader.offset < module.length ? PLAIN : AFTER_CODE) - MARK, 0);

  const table = new Uint8Array(TABLE_SIZE);
  for (const [opcode, [first = 0, second = 0]] of OPERANDS) table[opcode] = first | (second << 4);
  const addresses = new DataView(new ArrayBuffer(4 * AFTER_CODE));
  let next = address + addresses.byteLength + table.length;
  streams.slice(1).forEach((stream, index) => {
    addresses.setUint32(4 * index, next, true);
    next += stream.length;
  });
  return Uint8Array.from([...new Uint8Array(addresses.buffer), ...table, ...streams.flat()]);
}

/**
 * Skips an instruction whose operands the table cannot describe. Returns whether it was one.
 *
 * @param {Reader} reader
 */
function skipSpecial(reader) {
  switch (reader.byte()) {
    case 0x0e: // br_table
      for (let labels = reader.number() + 1; labels > 0; labels -= 1) reader.number();
      return true;
    case 0x11: // call_indirect
      reader.skip(2);
      return true;
    case 0x1c: // select of a type
    case 0x25: // table.get, table.set
    case 0x26:
    case 0xd0: // ref.null, ref.func
    case 0xd2:
      reader.skip(1);
      return true;
    case 0x43: // f32.const
      reader.offset += 4;
      return true;
    case 0x44: // f64.const
      reader.offset += 8;
      return true;
    case 0xfc:
      skipBulk(reader);
      return true;
    case 0xfd:
      skipVector(reader);
      return true;
    default:
      return false;
  }
}

/** @param {Reader} reader */
function skipBulk(reader) {
  const opcode = reader.number();
  // memory.copy has two operands, memory.fill one; the conversions with saturation have none.
  if (opcode > 7 && opcode !== 10 && opcode !== 11) {
    throw new Error(`The instruction 0xfc ${opcode} is unknown.`);
  }
  reader.skip(opcode === 10 ? 2 : opcode === 11 ? 1 : 0);
}

/** @param {Reader} reader */
function skipVector(reader) {
  const opcode = reader.number();
  const isLane = opcode >= 84 && opcode <= 91;
  // v128.load and v128.store in all their kinds.
  if (opcode <= 11 || opcode === 92 || opcode === 93 || isLane) reader.skip(2);
  // v128.const, i8x16.shuffle.
  if (opcode === 12 || opcode === 13) reader.offset += 16;
  // The index of a lane.
  if ((opcode >= 21 && opcode <= 34) || isLane) reader.offset += 1;
}

/** @param {Uint8Array} module */
function sectionsOf(module) {
  const sections = [];
  const reader = new Reader(module, 8);
  while (reader.offset < module.length) {
    const { offset } = reader;
    const id = reader.byte();
    const size = reader.number();
    const start = reader.offset;
    reader.offset += size;
    sections.push({ id, offset, start, end: reader.offset });
  }
  return sections;
}

/** @param {number} number */
function leb128(number) {
  const bytes = [];
  let rest = number;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

class Reader {
  #bytes;
  offset;

  /** @param {Uint8Array} bytes @param {number} offset */
  constructor(bytes, offset) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  byte() {
    const byte = this.#bytes[this.offset] ?? 0;
    this.offset += 1;
    return byte;
  }

  /** Reads a LEB128 without a sign. */
  number() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      number |= (byte & 127) << shift;
      if (byte < 128) return number >>> 0;
    }
  }

  /** @param {number} count of LEB128s */
  skip(count) {
    for (let index = 0; index < count; index += 1) this.number();
  }
}
