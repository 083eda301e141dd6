import type { CDPSession, Page } from "playwright-core";

declare global {
  /** The memories of the package's WebAssembly modules, as far as they are there. */
  var wasmMemories: WebAssembly.Memory[];
}

/** What the page holds at one moment, in MiB. */
export interface Sample {
  second: number;
  /** Objects of JavaScript that are still in use. */
  heap: number;
  /** What these hold outside of it: buffers, such as chunks under way. */
  buffers: number;
  /** Heap and buffers that nobody uses any more, and that the browser had not cleared away yet. */
  garbage: number;
  wasm: number;
}

const INTERVAL = 500;
const MIB = 1024 * 1024;

/** Runs in the page before the package: its memory is its own, and this is the only way to see it. */
export function showWasmMemory(): void {
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
 * Does the work, and looks at the page's memory while it is done. What is in use is what is left after a
 * collection: a browser puts its own off, whoever reads the bytes, until hundreds of MiB are waiting for it.
 */
export async function sampled(
  page: Page,
  session: CDPSession,
  work: () => Promise<void>,
): Promise<Sample[]> {
  await session.send("HeapProfiler.collectGarbage");
  const samples: Sample[] = [];
  const begun = Date.now();
  let looking = Promise.resolve();
  const look = async () => {
    const before = await session.send("Runtime.getHeapUsage");
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
    const all = before.usedSize + before.backingStorageSize;
    const wasm = await page.evaluate(() =>
      wasmMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    );
    samples.push({
      second: (Date.now() - begun) / 1_000,
      heap: usedSize / MIB,
      buffers: backingStorageSize / MIB,
      garbage: Math.max(0, all - usedSize - backingStorageSize) / MIB,
      wasm: wasm / MIB,
    });
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, INTERVAL);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await looking;
  }
  return samples;
}

/** Whether the second half of the work took no more than the first, give or take the chunks under way. */
export function isFlat(samples: Sample[], slack: number): boolean {
  const middle = samples.length >> 1;
  return (["heap", "buffers", "wasm"] as const).every((what) => {
    const peak = (some: Sample[]) => Math.max(...some.map((sample) => sample[what]));
    return peak(samples.slice(middle)) <= peak(samples.slice(0, middle)) + slack;
  });
}
