import type { QueueItem } from "./queue-item.ts";

/** An event of an `UploadQueue` about one item. */
export class QueueEvent extends Event {
  /** The item that the event is about. */
  readonly item: QueueItem;

  constructor(type: string, item: QueueItem) {
    super(type);
    this.item = item;
  }
}

/**
 * The events of an `UploadQueue`. Each item has one `add` and one `remove`, and one event for each change of its state
 * between them. An event is dispatched after the change, and an error of a listener does not affect the queue.
 */
export interface QueueEventMap {
  /** The item is in the list. It may be rejected already: `reject` follows. */
  add: QueueEvent;
  /** The state is `rejected`; `item.error` is the reason. */
  reject: QueueEvent;
  /** The state is `running`: the upload started, or continues after a pause. */
  start: QueueEvent;
  /** The state is `paused`. */
  pause: QueueEvent;
  /** The state is `waiting` again, after a pause. */
  resume: QueueEvent;
  /** The state is `waiting` again, after a failure, or after limits that have rejected it were replaced. */
  retry: QueueEvent;
  /** Bytes were sent, or the upload waits for something. At most 20 times a second for an item, and before `done`. */
  progress: QueueEvent;
  /** The state is `done`; `item.result` is the result. */
  done: QueueEvent;
  /** The state is `failed`; `item.error` is the reason. */
  error: QueueEvent;
  /** The item is no longer in the list. It keeps its last state. */
  remove: QueueEvent;
  /** Follows each of the events above, so that a list of the items can be displayed again with one listener. */
  change: QueueEvent;
  /**
   * No item is waiting, running or paused any more, and no folder is being read. Dispatched once after each such end, also
   * after files that were all rejected.
   */
  idle: Event;
}

/** `EventTarget` with the types of the events. */
export interface QueueEventTarget extends EventTarget {
  /** Adds a listener of an event of the queue. */
  addEventListener<K extends keyof QueueEventMap>(
    type: K,
    listener: ((event: QueueEventMap[K]) => void) | { handleEvent(event: QueueEventMap[K]): void },
    options?: Parameters<EventTarget["addEventListener"]>[2],
  ): void;
  /** Adds a listener of any event. */
  addEventListener(
    type: string,
    listener: Parameters<EventTarget["addEventListener"]>[1],
    options?: Parameters<EventTarget["addEventListener"]>[2],
  ): void;
  /** Removes a listener of an event of the queue. */
  removeEventListener<K extends keyof QueueEventMap>(
    type: K,
    listener: ((event: QueueEventMap[K]) => void) | { handleEvent(event: QueueEventMap[K]): void },
    options?: Parameters<EventTarget["removeEventListener"]>[2],
  ): void;
  /** Removes a listener of any event. */
  removeEventListener(
    type: string,
    listener: Parameters<EventTarget["removeEventListener"]>[1],
    options?: Parameters<EventTarget["removeEventListener"]>[2],
  ): void;
}
