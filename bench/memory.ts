/** Memory in use, in bytes, as far as the engine reports it. */
export interface Memory {
  /** JavaScript objects. */
  heap?: number;
  /** The linear memory of WebAssembly, which never shrinks. */
  wasm?: number;
}

declare global {
  /** Memories that WebAssembly has created since {@link watchWasmMemory}. */
  var recordedMemories: WebAssembly.Memory[] | undefined;
}

/** Records the memories of WebAssembly, which the package does not export. Call it before the package is loaded. */
export function watchWasmMemory(): void {
  const memories: WebAssembly.Memory[] = [];
  globalThis.recordedMemories = memories;
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args, derived) {
      const instance = Reflect.construct(target, args, derived) as WebAssembly.Instance;
      const { memory } = instance.exports;
      if (memory instanceof WebAssembly.Memory) memories.push(memory);
      return instance;
    },
  });
}

/** Returns the size of WebAssembly's memory in this engine, in bytes. */
export function wasmMemory(): number {
  return (globalThis.recordedMemories ?? []).reduce(
    (sum, { buffer }) => sum + buffer.byteLength,
    0,
  );
}
