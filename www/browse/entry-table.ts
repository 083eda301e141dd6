import type { ListEntry } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { visibleText } from "../format/visible.ts";
import { byId, input, make } from "../parts/elements.ts";
import { words } from "../words.ts";
import { arrange, nameOf, type Order, type SortProperty } from "./order.ts";

/** Rows that are added at a time: a table of all entries would be slow. */
const ROW_STEP = 200;

const { table: tableWords } = words.browse;
const table = byId("browse-table", HTMLTableElement);
const caption = byId("browse-caption", HTMLElement);
const body = byId("browse-rows", HTMLElement);
const all = input("browse-all");

/** The part of a listing that the table shows. */
export interface ShownPart {
  /** Number of rows. */
  rows: number;
  /** Number of entries that the search finds. */
  found: number;
}

/** The table of a listing: sorts, searches, and keeps the selection. */
export class EntryTable {
  readonly #linkOf: (entry: ListEntry, name: string) => HTMLElement;
  readonly #onChange: () => void;
  #entries: readonly ListEntry[] = [];
  #prefix = "";
  #order: Order = { by: "key", isDescending: false, search: "" };
  #arranged: ListEntry[] = [];
  #rows = ROW_STEP;
  #selected = new Set<string>();
  /** Row of the last changed checkbox, where a range begins. */
  #anchor: number | undefined;

  /**
   * @param linkOf makes the link of a folder or an object
   * @param onChange is called after a change of the selection or of the shown rows
   */
  constructor(linkOf: (entry: ListEntry, name: string) => HTMLElement, onChange: () => void) {
    this.#linkOf = linkOf;
    this.#onChange = onChange;
    table.addEventListener("click", (event) => this.#clicked(event));
    all.addEventListener("change", () => this.#selectAll(all.checked));
  }

  /** The selected objects, in the order of the table. */
  get selected(): ListEntry[] {
    return this.#arranged.filter(({ key }) => this.#selected.has(key));
  }

  get shown(): ShownPart {
    const found = this.#arranged.length;
    return { rows: Math.min(this.#rows, found), found };
  }

  /** Shows the entries of another folder, with nothing selected. */
  open(place: string, prefix: string): void {
    caption.textContent = tableWords.caption(visibleText(place));
    this.#prefix = prefix;
    this.#rows = ROW_STEP;
    this.#selected.clear();
    this.show([]);
  }

  /** Shows these entries of the folder. Objects that are missing are no longer selected. */
  show(entries: readonly ListEntry[]): void {
    this.#entries = entries;
    const keys = new Set(entries.map(({ key }) => key));
    for (const key of this.#selected) if (!keys.has(key)) this.#selected.delete(key);
    this.#arrange();
  }

  /** Shows the entries whose names contain a text. The selection of the others ends, so that none is hidden. */
  search(text: string): void {
    this.#order.search = text;
    this.#rows = ROW_STEP;
    this.#arrange();
    const found = new Set(this.#arranged.map(({ key }) => key));
    for (const key of this.#selected) if (!found.has(key)) this.#selected.delete(key);
    this.#selectionChanged();
  }

  /** Adds rows, and moves the focus to the first of them: the button that was clicked may disappear. */
  showMore(): void {
    const from = this.shown.rows;
    this.#rows += ROW_STEP;
    body.append(...this.#arranged.slice(from, this.#rows).map((entry) => this.#row(entry)));
    this.#onChange();
    body.children[from]?.querySelector<HTMLElement>("th > *")?.focus();
  }

  clearSelection(): void {
    this.#selectAll(false);
  }

  #arrange(): void {
    this.#arranged = arrange(this.#entries, this.#prefix, this.#order);
    this.#anchor = undefined;
    body.replaceChildren(...this.#arranged.slice(0, this.#rows).map((entry) => this.#row(entry)));
    table.hidden = this.#arranged.length === 0;
    for (const heading of table.querySelectorAll<HTMLElement>("[data-sort]")) {
      const isSorted = heading.dataset["sort"] === this.#order.by;
      const direction = this.#order.isDescending ? "descending" : "ascending";
      heading.setAttribute("aria-sort", isSorted ? direction : "none");
    }
    this.#selectionChanged();
  }

  #row(entry: ListEntry): HTMLTableRowElement {
    const { key, size, lastModified, commonPrefix } = entry;
    const name = visibleText(nameOf(key, this.#prefix));
    const link = this.#linkOf(entry, name);
    link.dir = "auto";
    const heading = cell("th", "rowheader", "browse-name mono", link);
    heading.scope = "row";
    const row = make(
      "tr",
      commonPrefix ? "browse-folder" : "",
      cell("td", "cell", "browse-check", ...(commonPrefix ? [] : [this.#checkbox(key, name)])),
      heading,
      cell("td", "cell", "number", commonPrefix ? tableWords.folder : formatBytes(size)),
      cell("td", "cell", "number", lastModified ? formatDate(lastModified) : ""),
    );
    row.role = "row";
    return row;
  }

  #checkbox(key: string, name: string): HTMLElement {
    const box = make("input");
    box.type = "checkbox";
    box.checked = this.#selected.has(key);
    box.dataset["key"] = key;
    box.setAttribute("aria-label", tableWords.select(name));
    // The label makes the target larger than the box.
    return make("label", "browse-target", box);
  }

  #clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const property = target.closest("button")?.closest<HTMLElement>("[data-sort]")?.dataset["sort"];
    if (property) {
      this.#sortBy(property as SortProperty);
    } else if (target instanceof HTMLInputElement && target.dataset["key"] !== undefined) {
      const key = target.dataset["key"];
      const index = this.#arranged.findIndex((entry) => entry.key === key);
      this.#select(index, target.checked, event.shiftKey);
    }
  }

  #sortBy(property: SortProperty): void {
    const isSame = this.#order.by === property;
    this.#order.isDescending = isSame ? !this.#order.isDescending : property !== "key";
    this.#order.by = property;
    this.#arrange();
  }

  /** Selects an object, or all from the last changed one to it. */
  #select(index: number, isSelected: boolean, isRange: boolean): void {
    const from = isRange && this.#anchor !== undefined ? this.#anchor : index;
    const [first, last] = from < index ? [from, index] : [index, from];
    for (const entry of this.#arranged.slice(first, last + 1)) this.#mark(entry, isSelected);
    this.#anchor = index;
    this.#selectionChanged();
  }

  #selectAll(isSelected: boolean): void {
    for (const entry of this.#arranged) this.#mark(entry, isSelected);
    this.#selectionChanged();
  }

  #mark({ key, commonPrefix }: ListEntry, isSelected: boolean): void {
    if (commonPrefix) return;
    if (isSelected) this.#selected.add(key);
    else this.#selected.delete(key);
  }

  #selectionChanged(): void {
    for (const box of body.querySelectorAll<HTMLInputElement>("input[data-key]")) {
      box.checked = this.#selected.has(box.dataset["key"] ?? "");
    }
    const objects = this.#arranged.filter(({ commonPrefix }) => !commonPrefix).length;
    all.disabled = objects === 0;
    all.checked = objects > 0 && this.#selected.size === objects;
    all.indeterminate = this.#selected.size > 0 && !all.checked;
    this.#onChange();
  }
}

/** Explicit roles: on phones the rows are laid out as a list, which would remove the roles of a table. */
function cell<K extends "td" | "th">(
  tag: K,
  role: string,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = make(tag, className, ...content);
  element.role = role;
  return element;
}

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function formatDate(date: Date): HTMLTimeElement {
  const element = make("time", "", DATE.format(date));
  element.dateTime = date.toISOString();
  return element;
}
