import type { QueueItem } from "s3-signpost";
import { countOf, formatCount } from "../format/count.ts";
import { byId } from "../parts/elements.ts";
import { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { arrange, type Counts, listCounts } from "./arrange.ts";
import { type RowAction, UploadRow } from "./upload-row.ts";

const { upload: uploadWords } = words.transfer;
const list = byId("upload-list", HTMLUListElement);
const more = byId("upload-more", HTMLParagraphElement);

/** The rows of the files to upload. */
export class UploadList {
  readonly #problems = new FieldProblems(list);
  readonly #rows = new Map<string, UploadRow>();
  readonly #keyOf: (item: QueueItem) => string;

  /** @param onAction is called with the id of the file whose button was clicked */
  constructor(
    keyOf: (item: QueueItem) => string,
    onAction: (action: RowAction, id: string) => void,
  ) {
    this.#keyOf = keyOf;
    list.addEventListener("click", ({ target }) => {
      const button = (target as Element).closest<HTMLElement>("button[data-action]");
      const id = button?.closest<HTMLElement>("[data-field]")?.dataset["field"];
      if (id !== undefined) onAction(button?.dataset["action"] as RowAction, id);
    });
  }

  /** Shows the present state of these files. Returns their numbers by state. */
  show(items: readonly QueueItem[]): Counts {
    const { shown, hidden, counts } = arrange(items);
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const focusedRow = focused?.closest("li");
    const index = focusedRow ? [...list.children].indexOf(focusedRow) : -1;
    this.#place(shown);
    if (focused && document.activeElement !== focused && !list.contains(document.activeElement)) {
      this.#restoreFocus(focused, index);
    }
    list.hidden = shown.length === 0;
    const rest = listCounts(hidden);
    const total = rest.reduce((sum, [, count]) => sum + count, 0);
    const states = rest.map(
      ([state, count]) => `${formatCount(count)} ${uploadWords.states[state]}`,
    );
    more.textContent = total > 0 ? uploadWords.more(countOf(total, "file"), states.join(", ")) : "";
    more.hidden = total === 0;
    return counts;
  }

  #place(shown: readonly QueueItem[]): void {
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    for (const [index, item] of shown.entries()) {
      const row = this.#rows.get(item.id) ?? new UploadRow(item.id);
      this.#rows.set(item.id, row);
      const place = list.children[index];
      if (place !== row.element) list.insertBefore(row.element, place ?? null);
      const error = row.update(item, this.#keyOf(item));
      if (error) this.#problems.show(item.id, [error]);
    }
  }

  /** Focuses the same button after its row moved; after it was removed, a button of the row that took its place. */
  #restoreFocus(focused: Element, index: number): void {
    if (focused.isConnected) {
      (focused as HTMLElement).focus({ preventScroll: true });
      return;
    }
    const next = list.children[Math.min(index, list.children.length - 1)];
    if (next) next.querySelector("button")?.focus();
    else byId("file", HTMLInputElement).focus();
  }
}
