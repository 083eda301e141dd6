import type { QueueItem } from "s3-signpost";

/** Maximum number of rows: a list of thousands would be slow. */
export const MAX_ROWS = 200;

export type ItemState = QueueItem["state"];

/** Number of files in each state. */
export type Counts = Record<ItemState, number>;

/** The files that have a row, and the number of the others by state. */
export interface Arrangement<Item> {
  shown: Item[];
  hidden: Counts;
  counts: Counts;
}

/** States by the need to see them, while not all files have a row. */
const ORDER: readonly ItemState[] = ["failed", "rejected", "running", "paused", "waiting", "done"];

/**
 * Arranges files in order of addition, failed and rejected ones first. If there are more than `MAX_ROWS`, running files come
 * next and finished ones last; otherwise no row moves away from the pointer when its upload starts or ends.
 */
export function arrange<Item extends Pick<QueueItem, "state">>(
  items: readonly Item[],
): Arrangement<Item> {
  const counts = countStates(items);
  const groups: readonly (readonly ItemState[])[] =
    items.length > MAX_ROWS ? ORDER.map((state) => [state]) : [ORDER.slice(0, 2), ORDER.slice(2)];
  const shown: Item[] = [];
  for (const states of groups) {
    for (const item of items) {
      if (shown.length === MAX_ROWS) break;
      if (states.includes(item.state)) shown.push(item);
    }
  }
  const hidden = { ...counts };
  for (const { state } of shown) hidden[state] -= 1;
  return { shown, hidden, counts };
}

/** Lists the states that occur, with their numbers, in the order of need. */
export function listCounts(counts: Counts): [ItemState, number][] {
  return ORDER.map((state): [ItemState, number] => [state, counts[state]]).filter(
    ([, count]) => count > 0,
  );
}

function countStates(items: readonly Pick<QueueItem, "state">[]): Counts {
  const counts: Counts = { waiting: 0, running: 0, paused: 0, done: 0, failed: 0, rejected: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}
