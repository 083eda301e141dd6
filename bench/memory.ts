/** What signing holds, in bytes; each is there where the engine tells it. */
export interface Memory {
  /** Objects of JavaScript. */
  heap?: number;
  /** The linear memory of WebAssembly, which never shrinks. */
  wasm?: number;
}

declare global {
  /** Those that WebAssembly made since {@link watchWasmMemory}. */
  var benchedMemories: WebAssembly.Memory[] | undefined;
}

/** Runs before the package does: its memory is its own, and this is the only way to see it. */
export function watchWasmMemory(): void {
  const memories: WebAssembly.Memory[] = [];
  globalThis.benchedMemories = memories;
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args, derived) {
      const instance = Reflect.construct(target, args, derived) as WebAssembly.Instance;
      const { memory } = instance.exports;
      if (memory instanceof WebAssembly.Memory) memories.push(memory);
      return instance;
    },
  });
}

/** Bytes of WebAssembly's memory in this engine. */
export function wasmMemory(): number {
  return (globalThis.benchedMemories ?? []).reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
