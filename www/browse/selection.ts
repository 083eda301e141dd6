import type { ListEntry } from "s3-signpost";
import { account } from "../account/account.ts";
import { formatBytes } from "../format/bytes.ts";
import { countOf, formatCount } from "../format/count.ts";
import { fileName } from "../format/file-name.ts";
import { visibleText } from "../format/visible.ts";
import { handOver } from "../handed-over.ts";
import { confirmAction } from "../parts/confirm.ts";
import { button, byId, input } from "../parts/elements.ts";
import type { FieldProblems } from "../parts/problems.ts";
import { saveFile } from "../parts/save-file.ts";
import { openView } from "../router.ts";
import { words } from "../words.ts";
import { type BatchResult, forEachObject } from "./batch.ts";
import type { EntryTable } from "./entry-table.ts";

/** Names in the question before a deletion, and in the outcome. */
const MAX_NAMES = 5;

/** Deletions at a time. Downloads are one at a time, because the page holds each whole object. */
const DELETE_CONCURRENCY = 4;

const { selection: selectionWords } = words.browse;
const bar = byId("browse-selection", HTMLDivElement);
const count = byId("browse-selected", HTMLParagraphElement);
const choices = byId("browse-choices", HTMLDivElement);
const cancel = button("browse-cancel");
const running = byId("browse-running", HTMLDivElement);
const progress = byId("browse-progress", HTMLProgressElement);
const figures = byId("browse-figures", HTMLParagraphElement);
const outcome = byId("browse-selection-outcome", HTMLParagraphElement);

/** The actions on the selected objects. */
export class SelectionBar {
  readonly #table: EntryTable;
  readonly #problems: FieldProblems;
  readonly #onDeleted: (keys: ReadonlySet<string>) => void;
  #work: AbortController | undefined;

  /** @param onDeleted receives the keys of deleted objects */
  constructor(
    table: EntryTable,
    problems: FieldProblems,
    onDeleted: (keys: ReadonlySet<string>) => void,
  ) {
    this.#table = table;
    this.#problems = problems;
    this.#onDeleted = onDeleted;
    button("browse-links").addEventListener("click", () => makeLinks(table.selected));
    button("browse-download").addEventListener("click", () => this.#download(table.selected));
    button("browse-delete").addEventListener("click", () => this.#delete(table.selected));
    button("browse-clear").addEventListener("click", () => {
      table.clearSelection();
      input("browse-all").focus();
    });
    cancel.addEventListener("click", () => this.#work?.abort());
  }

  /** Shows the number of selected objects. */
  show(): void {
    const { selected } = this.#table;
    const size = selected.reduce((sum, entry) => sum + entry.size, 0);
    bar.hidden = selected.length === 0 && this.#work === undefined;
    count.textContent = selectionWords.count(countOf(selected.length, "object"), formatBytes(size));
  }

  /** Removes the outcome of the last action. */
  clear(): void {
    outcome.textContent = "";
    this.#problems.clear("selection");
  }

  async #download(objects: ListEntry[]): Promise<void> {
    const s3 = account.createS3();
    const result = await this.#run(
      objects,
      1,
      selectionWords.downloading,
      async (entry, signal) => {
        const { blob } = await s3.download(entry.key, { bucket: entry.bucket, signal });
        if (blob) saveFile(blob, fileName(entry.key));
      },
    );
    if (result) showOutcome(objects, result, selectionWords.downloaded);
  }

  async #delete(objects: ListEntry[]): Promise<void> {
    const number = countOf(objects.length, "object");
    const isConfirmed = await confirmAction({
      title: selectionWords.confirmTitle(number),
      text: selectionWords.confirmText(namesOf(objects), account.location.bucket),
      action: selectionWords.confirmAction(number),
    });
    if (!isConfirmed) return;
    const s3 = account.createS3();
    const result = await this.#run(
      objects,
      DELETE_CONCURRENCY,
      selectionWords.deleting,
      ({ key, bucket }, signal) => s3.delete(key, { bucket, signal }),
    );
    if (!result) return;
    this.#onDeleted(new Set(result.done.map(({ key }) => key)));
    showOutcome(objects, result, selectionWords.deleted);
  }

  /** Does one action at a time, with its progress. */
  async #run(
    objects: ListEntry[],
    concurrency: number,
    figuresOf: (done: string, total: string) => string,
    work: (entry: ListEntry, signal: AbortSignal) => Promise<void>,
  ): Promise<BatchResult | undefined> {
    if (this.#work) return undefined;
    this.clear();
    const controller = new AbortController();
    const { signal } = controller;
    this.#work = controller;
    let count = 0;
    const show = () => {
      progress.max = objects.length;
      progress.value = count;
      figures.textContent = navigator.onLine
        ? figuresOf(formatCount(count), formatCount(objects.length))
        : selectionWords.offline;
    };
    const onProgress = (done: number) => {
      count = done;
      show();
    };
    const ended = new AbortController();
    for (const name of ["online", "offline"]) addEventListener(name, show, ended);
    this.#setRunning(true);
    onProgress(0);
    const options = { concurrency, onProgress, signal };
    const result = await forEachObject(objects, (entry) => work(entry, signal), options);
    ended.abort();
    this.#work = undefined;
    this.#setRunning(false);
    const errors = new Map(result.failures.map(({ error }) => [String(error), error]));
    if (errors.size > 0) this.#problems.show("selection", [...errors.values()].slice(0, MAX_NAMES));
    return result;
  }

  #setRunning(isRunning: boolean): void {
    const hadFocus = bar.contains(document.activeElement);
    choices.hidden = isRunning;
    running.hidden = !isRunning;
    if (hadFocus && isRunning) cancel.focus();
    this.show();
  }
}

/** Opens the view of many links with the keys of objects. */
export function makeLinks(objects: readonly ListEntry[]): void {
  handOver("many", JSON.stringify(objects.map(({ key }) => key)));
  openView("many", { bucket: account.location.bucket });
}

function showOutcome(
  objects: ListEntry[],
  { done, failures }: BatchResult,
  doneWords: (objects: string) => string,
): void {
  const rest = objects.length - done.length - failures.length;
  const failed = failures.map(({ entry }) => entry);
  const sentences = [
    (done.length > 0 || failed.length === 0) && doneWords(countOf(done.length, "object")),
    failed.length > 0 && selectionWords.failed(countOf(failed.length, "object"), namesOf(failed)),
    rest > 0 && selectionWords.left(countOf(rest, "object")),
  ];
  outcome.textContent = sentences.filter(Boolean).join(" ");
}

/** Lists the first names. */
function namesOf(objects: readonly ListEntry[]): string {
  const names = objects.slice(0, MAX_NAMES).map(({ key }) => `“${visibleText(key)}”`);
  const rest = objects.length - names.length;
  const listed = names.join(", ");
  return rest > 0 ? selectionWords.names(listed, formatCount(rest)) : listed;
}
