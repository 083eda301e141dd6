import { type S3, UploadQueue, type UploadQueueOptions } from "s3-signpost";
import { onScopeDispose, shallowRef, triggerRef } from "vue";

/** Returns a queue and a ref of its items, which each change of the queue triggers. */
export function useUploadQueue(s3: S3, options: UploadQueueOptions) {
  const queue = new UploadQueue(s3, options);
  const items = shallowRef(queue.items);
  const update = () => {
    items.value = queue.items;
    triggerRef(items);
  };
  queue.addEventListener("change", update);
  onScopeDispose(() => queue.clear());
  return { queue, items };
}
