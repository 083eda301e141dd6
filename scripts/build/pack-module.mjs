import { readFile } from "node:fs/promises";
import { padSizes, splitModule } from "./split-module.mjs";

const first = 0x20;
const last = 0x7e;
const width = last - first + 1;

/**
 * Packs a built module, with the vector functions from the .json file beside it.
 *
 * @param {string} path of the .wasm
 */
export async function packFile(path) {
  const facts = path.replace(/_bg\.wasm$/, ".json");
  const { vectorFunctions } = JSON.parse(await readFile(facts, "utf8"));
  const { bodies, ...packed } = packModule(await readFile(path));
  const moved = vectorFunctions.map((/** @type {number} */ number, /** @type {number} */ index) =>
    index % 2 === 0 ? bodies.get(number) : number,
  );
  return { ...packed, vectorFunctions: moved };
}

/** Address of the bytes in the memory of js/wasm/unpack.ts. */
const ADDRESS = 416;

/**
 * Writes a WebAssembly module as printable ASCII, which no character encoding, minifier or inline script changes. It is
 * the image of the module's streams, for the address at which js/wasm/unpack.ts has it.
 *
 * @param {Uint8Array} module
 * @returns the input of js/wasm/unpack.ts, and `bodies`, the offset of each function's body by the one it had
 */
export function packModule(module) {
  const padded = padSizes(module);
  const packed = packBytes(splitModule(padded.module, ADDRESS));
  return { ...packed, length: padded.module.length, bodies: padded.bodies };
}

/**
 * Writes bytes as printable ASCII. Each of the most frequent bytes takes one character, itself if possible; the others take
 * two. After compression this is a fifth smaller than base64, whose six bits for each character hide repetitions from gzip
 * and brotli.
 *
 * @param {Uint8Array} packed
 * @returns {{ text: string, escapes: string, bytes: number[] }} `bytes[code - 32]` is the byte of a character; after the
 *   first or second character of `escapes`, the byte is 95 or 190 entries further on
 */
export function packBytes(packed) {
  const frequency = frequencies(packed);
  const byFrequency = [...frequency.keys()].sort((a, b) => at(frequency, b) - at(frequency, a));
  const escapes = [...plainCodes].sort((a, b) => at(frequency, a) - at(frequency, b)).slice(0, 2);
  const codes = plainCodes.filter((code) => !escapes.includes(code));

  const single = new Set(byFrequency.slice(0, codes.length));
  const free = codes.filter((code) => !single.has(code));
  /** @type {Map<number, number[]>} the characters of each byte */
  const written = new Map();
  for (const byte of single) {
    written.set(byte, [codes.includes(byte) ? byte : /** @type {number} */ (free.shift())]);
  }
  let double = 0;
  for (const byte of frequency.keys()) {
    if (single.has(byte)) continue;
    const page = Math.floor(double / codes.length);
    written.set(byte, [at(escapes, page), at(codes, double % codes.length)]);
    double += 1;
  }

  const bytes = new Array(3 * width).fill(0);
  for (const [byte, [code = 0, second]] of written) {
    if (second === undefined) bytes[code - first] = byte;
    else bytes[(escapes.indexOf(code) + 1) * width + second - first] = byte;
  }
  const text = Array.from(packed, (byte) => String.fromCharCode(...(written.get(byte) ?? [])));
  return { text: text.join(""), escapes: String.fromCharCode(...escapes), bytes };
}

/** Codes of the characters that need no escape in strings and in inline scripts. */
const plainCodes = Array.from({ length: width }, (_, index) => first + index).filter(
  (code) => !"\"'`\\$<".includes(String.fromCharCode(code)),
);

/** @param {Uint8Array} bytes */
function frequencies(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  return counts;
}

/**
 * @param {number[]} list
 * @param {number} index
 */
function at(list, index) {
  return /** @type {number} */ (list[index]);
}
