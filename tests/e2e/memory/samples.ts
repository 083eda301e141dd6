import type { CDPSession, Page } from "playwright-core";

declare global {
  /** The memories of the package's loaded WebAssembly modules. */
  var wasmMemories: WebAssembly.Memory[];
}

/** Memory of the page at one moment, in MiB. */
export interface Sample {
  second: number;
  /** JavaScript objects in use. */
  heap: number;
  /** Buffers outside the heap, such as chunks in transit. */
  buffers: number;
  /** Unused heap and buffers before the collection. */
  garbage: number;
  wasm: number;
}

const INTERVAL = 500;
const MIB = 1024 * 1024;

/** Records the package's WebAssembly memories, which it does not export. Runs in the page before the package. */
export function recordWasmMemory(): void {
  globalThis.wasmMemories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, args, derived) {
      const instance = Reflect.construct(target, args, derived) as WebAssembly.Instance;
      const { memory } = instance.exports;
      if (memory instanceof WebAssembly.Memory) wasmMemories.push(memory);
      return instance;
    },
  });
}

/**
 * Samples the page's memory during the work, after a garbage collection each time. Without these collections, a browser
 * waits until hundreds of MiB are unused.
 */
export async function sampled(
  page: Page,
  session: CDPSession,
  work: () => Promise<void>,
): Promise<Sample[]> {
  await session.send("HeapProfiler.collectGarbage");
  const samples: Sample[] = [];
  const startedAt = Date.now();
  let pending = Promise.resolve();
  const takeSample = async () => {
    const before = await session.send("Runtime.getHeapUsage");
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
    const all = before.usedSize + before.backingStorageSize;
    const wasm = await page.evaluate(() =>
      wasmMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    );
    samples.push({
      second: (Date.now() - startedAt) / 1_000,
      heap: usedSize / MIB,
      buffers: backingStorageSize / MIB,
      garbage: Math.max(0, all - usedSize - backingStorageSize) / MIB,
      wasm: wasm / MIB,
    });
  };
  const timer = setInterval(() => {
    pending = pending.then(takeSample);
  }, INTERVAL);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await pending;
  }
  return samples;
}

/** Whether the second half of the work used at most `slack` MiB more than the first. */
export function isFlat(samples: Sample[], slack: number): boolean {
  const middle = samples.length >> 1;
  return (["heap", "buffers", "wasm"] as const).every((column) => {
    const peak = (some: Sample[]) => Math.max(...some.map((sample) => sample[column]));
    return peak(samples.slice(middle)) <= peak(samples.slice(0, middle)) + slack;
  });
}
