type Replacement = readonly [from: string, to: string];

/**
 * Makes the encoder at its first use. A text that is not ASCII is encoded in one piece instead of in place, which takes a
 * reallocation less.
 */
const TEXT_ENCODER: readonly Replacement[] = [
  ["const cachedTextEncoder = new TextEncoder();\n", "let cachedTextEncoder;\n"],
  [
    `    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }
`,
    "",
  ],
  [
    `        if (offset !== 0) {
            arg = arg.slice(offset);
        }
        ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
        const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
        const ret = cachedTextEncoder.encodeInto(arg, view);

        offset += ret.written;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
`,
    `        const bytes = (cachedTextEncoder ??= new TextEncoder()).encode(arg);
        offset = bytes.length;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
        getUint8ArrayMemory0().set(bytes, ptr);
`,
  ],
];

/** Makes a decoder for each text. Safari's stop working after 2 GiB. */
const TEXT_DECODER: readonly Replacement[] = [
  [
    `let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
`,
    "",
  ],
  [
    `    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
`,
    "    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);\n",
  ],
];

/** Parts of `initSync` beyond making an instance of a compiled module, which may be of another realm. */
const INIT_SYNC: readonly Replacement[] = [
  [
    `    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for \`initSync()\`; pass a single object instead')
        }
    }
`,
    "    ({module} = module);\n",
  ],
  [
    `    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
`,
    "",
  ],
  ["let wasmModule, wasmInstance, wasm;", "let wasm;"],
  ["    wasmInstance = instance;\n", ""],
  ["    wasmModule = module;\n", ""],
  // Values of JavaScript to which Rust refers by their index: no function of a module takes or returns any.
  [
    `
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        `,
    "",
  ],
];

/** The error of a call of a freed object, without the decoder that its text needs. No code of the package makes such a call. */
const THROW: readonly [Replacement] = [
  [
    "throw new Error(getStringFromWasm0(arg0, arg1));",
    'throw new Error("The object is in use, or freed.");',
  ],
];

/** The classes are internal, and no code uses them with `using`. */
const DISPOSE = /^if \(Symbol\.dispose\) .*\n/m;

/** JavaScript does not detach the buffer of a memory that grows, as WebAssembly does. */
const COMPARED_BUFFER: readonly Replacement[] = [
  [
    "cachedUint8ArrayMemory0.byteLength === 0",
    "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer",
  ],
  [
    "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
    "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
  ],
];

/**
 * Returns the JavaScript that wasm-bindgen generates without unused code, and changed to make its TextDecoder and
 * TextEncoder when they are used and not when it is imported: jsdom and the contexts of `node:vm` have neither.
 *
 * @throws {Error} if a version of wasm-bindgen generates other code
 */
export function adaptGlue(generated: string): string {
  const replacements: Replacement[] = [];
  if (generated.includes("new TextEncoder(")) replacements.push(...TEXT_ENCODER);
  if (generated.includes("new TextDecoder(")) replacements.push(...TEXT_DECODER);
  if (generated.includes(THROW[0][0])) replacements.push(...THROW);
  if (generated.includes("function initSync(")) replacements.push(...INIT_SYNC);
  return replaceOnce(generated, replacements).replace(DISPOSE, "");
}

/** Returns the JavaScript of wasm-bindgen for a memory that wasm2js has made. */
export function forMemoryOfWasm2js(generated: string): string {
  return replaceOnce(generated, COMPARED_BUFFER);
}

/**
 * Replaces texts in generated code.
 *
 * @throws {Error} if one of them is not in it exactly once
 */
export function replaceOnce(generated: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((code, [from, to]) => {
    if (code.split(from).length === 2) return code.replace(from, () => to);
    throw new Error(
      `The generated JavaScript does not have this code exactly once: ${from}. Adapt scripts/build to the version of its generator.`,
    );
  }, generated);
}
