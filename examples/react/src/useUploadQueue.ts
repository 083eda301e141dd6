import { useEffect, useReducer, useState } from "react";
import type { UploadQueue } from "s3-signpost";

/** The events after which the list looks different. */
const EVENTS = [
  "add",
  "reject",
  "start",
  "pause",
  "resume",
  "retry",
  "progress",
  "done",
  "error",
  "remove",
] as const;

/**
 * Creates a queue, and renders the component again after each change of it. The queue and its items stay the same objects
 * while their state changes, so that a counter makes React render.
 */
export function useUploadQueue(create: () => UploadQueue): UploadQueue {
  const [queue] = useState(create);
  const [, countChange] = useReducer((changes: number) => changes + 1, 0);
  useEffect(() => {
    for (const event of EVENTS) queue.addEventListener(event, countChange);
    return () => {
      for (const event of EVENTS) queue.removeEventListener(event, countChange);
    };
  }, [queue]);
  return queue;
}
