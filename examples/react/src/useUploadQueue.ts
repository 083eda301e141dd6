import { useEffect, useReducer, useState } from "react";
import type { UploadQueue } from "s3-signpost";

/**
 * Creates a queue, and renders the component again after each change of it. The queue and its items stay the same objects
 * while their state changes, so that a counter makes React render.
 */
export function useUploadQueue(create: () => UploadQueue): UploadQueue {
  const [queue] = useState(create);
  const [, countChange] = useReducer((changes: number) => changes + 1, 0);
  useEffect(() => {
    queue.addEventListener("change", countChange);
    return () => queue.removeEventListener("change", countChange);
  }, [queue]);
  return queue;
}
