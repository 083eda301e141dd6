import type { CDPSession, Page } from "playwright-core";

declare global {
  /** The memory of the package's WebAssembly, once it is there. */
  var wasmMemory: WebAssembly.Memory | undefined;
}

/** What the page holds at one moment, in MiB. */
export interface Sample {
  second: number;
  /** Objects of JavaScript. */
  heap: number;
  /** What they hold outside of it: buffers, such as chunks under way. */
  buffers: number;
  wasm: number;
}

const INTERVAL = 250;
const MIB = 1024 * 1024;

/** Runs in the page before the package: its memory is its own, and this is the only way to see it. */
export function showWasmMemory(): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, args, derived) {
      const instance = Reflect.construct(target, args, derived) as WebAssembly.Instance;
      const { memory } = instance.exports;
      if (memory instanceof WebAssembly.Memory) globalThis.wasmMemory = memory;
      return instance;
    },
  });
}

/** Does the work, and looks at the page's memory while it is done. */
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
    const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
    const wasm = await page.evaluate(() => globalThis.wasmMemory?.buffer.byteLength ?? 0);
    samples.push({
      second: (Date.now() - begun) / 1_000,
      heap: usedSize / MIB,
      buffers: backingStorageSize / MIB,
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

/** Whether the second half of the work took no more than the first, give or take what waits for collection. */
export function isFlat(samples: Sample[], slack: number): boolean {
  const middle = samples.length >> 1;
  return (["heap", "buffers", "wasm"] as const).every((what) => {
    const peak = (some: Sample[]) => Math.max(...some.map((sample) => sample[what]));
    return peak(samples.slice(middle)) <= peak(samples.slice(0, middle)) + slack;
  });
}
