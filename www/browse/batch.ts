import type { ListEntry } from "s3-signpost";

/** Failures after which the rest is left as it is: the cause is probably the same for all. */
const MAX_FAILURES = 20;

/** An object that failed. */
export interface Failure {
  entry: ListEntry;
  error: unknown;
}

/** The outcome of work on many objects. The objects in neither list were left as they are. */
export interface BatchResult {
  done: ListEntry[];
  failures: Failure[];
}

/** Options of `forEachObject`. */
export interface BatchOptions {
  /** Number of objects at a time. */
  concurrency: number;
  /** Receives the number of objects that succeeded or failed. */
  onProgress(count: number): void;
  /** Ends the work before the next object. */
  signal: AbortSignal;
}

/** Does work for each object. A failure does not stop the others, but many do. */
export async function forEachObject(
  objects: readonly ListEntry[],
  work: (entry: ListEntry) => Promise<void>,
  { concurrency, onProgress, signal }: BatchOptions,
): Promise<BatchResult> {
  const result: BatchResult = { done: [], failures: [] };
  let next = 0;
  const workOnRest = async () => {
    while (!signal.aborted && result.failures.length < MAX_FAILURES) {
      const entry = objects[next];
      next += 1;
      if (!entry) return;
      try {
        await work(entry);
        result.done.push(entry);
      } catch (error) {
        if (signal.aborted) return;
        result.failures.push({ entry, error });
      }
      onProgress(result.done.length + result.failures.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, workOnRest));
  return result;
}
