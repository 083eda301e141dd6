import type { QueueItem, S3 } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { formatBytes } from "../format/bytes.ts";
import { countOf } from "../format/count.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { confirmAction } from "../parts/confirm.ts";
import { button, byId, input } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { words } from "../words.ts";
import type { Counts } from "./arrange.ts";
import { watchThroughput } from "./chart.ts";
import { openLink } from "./open-link.ts";
import { type PickedFiles, startPicking } from "./pick-files.ts";
import { describeEnd } from "./upload-end.ts";
import { UploadFiles } from "./upload-files.ts";
import { readLimits, uploadFormErrors } from "./upload-form.ts";
import { UploadList } from "./upload-list.ts";
import type { RowAction } from "./upload-row.ts";
import { showSummary } from "./upload-summary.ts";

/** Milliseconds from a change to the update of the list. */
const UPDATE_DELAY = 100;
/** Milliseconds between two updates without a change, which show that nothing moves. */
const UPDATE_INTERVAL = 1000;
/** Characters of a name in the line of the outcome. */
const SHOWN_LENGTH = 120;

const { upload: uploadWords } = words.transfer;
const fields = byId("upload-form", HTMLDivElement);
const outcome = byId("upload-outcome", HTMLParagraphElement);

let problems: FieldProblems;
let form: LiveForm;
let files: UploadFiles;
let list: UploadList;
let isUpdateScheduled = false;
/** Whether an upload was requested while no file was chosen. */
let isMissing = false;
/** Files that were added since the last update. */
let added = 0;

/** Starts the card of the uploads. */
export function startUploads(): void {
  problems = new FieldProblems(fields);
  setInterval(() => {
    if (isRunning()) scheduleUpdate();
  }, UPDATE_INTERVAL);
  form = new LiveForm(problems, () => uploadFormErrors(isMissing));
  files = new UploadFiles((run) => {
    // The rows are those of the end when its text is shown.
    update();
    const failed = files.queue.items.filter(({ state }) => state === "failed").length;
    const text = describeEnd(run, failed);
    if (text) outcome.textContent = text;
  });
  list = new UploadList((item) => files.keyOf(item), act);
  startPicking(add);
  fields.addEventListener("input", () => {
    form.typed();
    files.queue.setLimits(readLimits());
    scheduleUpdate();
  });
  const { queue } = files;
  queue.addEventListener("change", scheduleUpdate);
  queue.addEventListener("start", watchThroughput);
  queue.addEventListener("add", () => {
    added += 1;
    if (isMissing) found();
  });
  button("upload").addEventListener("click", start);
  button("upload-pause").addEventListener("click", toggle);
  button("upload-retry").addEventListener("click", () => withClient((s3) => files.retry(s3)));
  button("upload-clear").addEventListener("click", clearDone);
  button("upload-remove").addEventListener("click", removeAll);
  for (const name of ["online", "offline"]) addEventListener(name, scheduleUpdate);
  update();
}

/** Returns the present bytes per second; undefined if no upload is running. */
export function uploadSpeed(): number | undefined {
  return isRunning() ? files.queue.progress.bytesPerSecond : undefined;
}

/** Whether leaving the page would end uploads. */
export function hasOpenUploads(): boolean {
  return isRunning() || files.queue.items.some(({ state }) => state === "paused");
}

function isRunning(): boolean {
  return files.queue.items.some(
    ({ state }) => state === "running" || (state === "waiting" && files.queue.started),
  );
}

function add(picked: PickedFiles): void {
  outcome.textContent = "";
  files.add(picked);
  // A later update would move the button from under the pointer.
  update();
}

function found(): void {
  isMissing = false;
  form.refresh();
}

function start(): void {
  isMissing = !files.queue.items.some(({ state }) => state === "waiting" || state === "paused");
  withClient((s3) => {
    files.start(s3);
    const waiting = files.queue.items.filter(({ state }) => state === "waiting");
    outcome.textContent = uploadWords.uploading(countOf(waiting.length, "file"));
  });
}

/** Pauses all uploads, or resumes them. */
function toggle(): void {
  if (isRunning()) {
    files.pause();
    outcome.textContent = uploadWords.allPaused;
  } else {
    start();
  }
}

/** Calls with a client of the present account, if the forms are valid. */
function withClient(call: (s3: S3) => void): void {
  problems.clear("upload");
  if (!submit(accountForm, form)) return;
  try {
    call(account.createS3());
  } catch (error) {
    showError(error, "upload", problems, accountForm.problems);
  }
}

/** Does what a button of a row says. */
function act(action: RowAction, id: string): void {
  const item = files.queue.items.find((one) => one.id === id);
  if (!item) return;
  if (action === "pause") pauseOne(id);
  else if (action === "resume") files.queue.resume(id);
  else if (action === "retry") withClient((s3) => files.retry(s3, id));
  else if (action === "link") openLink(item.result?.bucket ?? "", item.key);
  else remove(item, action === "cancel");
}

function pauseOne(id: string): void {
  files.queue.pause(id);
  if (!isRunning()) outcome.textContent = uploadWords.allPaused;
}

function remove(item: QueueItem, isCancelled: boolean): void {
  const name = visibleText(shortened(files.keyOf(item), SHOWN_LENGTH));
  const { loaded } = item.progress;
  files.queue.remove(item.id);
  outcome.textContent = isCancelled
    ? uploadWords.cancelledFile(name, formatBytes(loaded))
    : uploadWords.removedFile(name);
}

function clearDone(): void {
  for (const { id, state } of files.queue.items) {
    if (state === "done" || state === "rejected") files.queue.remove(id);
  }
  outcome.textContent = "";
  input("file").focus();
}

async function removeAll(): Promise<void> {
  const open = files.queue.items.filter(({ state }) => state !== "done" && state !== "rejected");
  if (open.length > 0) {
    const { title, text, action } = uploadWords.removeQuestion;
    const isAre = open.length === 1 ? "is" : "are";
    const question = { title, text: text(`${countOf(open.length, "file")} ${isAre}`), action };
    if (!(await confirmAction(question))) return;
  }
  files.queue.clear();
  outcome.textContent = "";
  input("file").focus();
}

function scheduleUpdate(): void {
  if (isUpdateScheduled) return;
  isUpdateScheduled = true;
  setTimeout(update, UPDATE_DELAY);
}

function update(): void {
  isUpdateScheduled = false;
  const { queue } = files;
  const counts: Counts = list.show(queue.items);
  showSummary(counts, queue.progress, { isRunning: isRunning() });
  // Small files can be done before this update.
  if (added > 0 && outcome.textContent === "") {
    outcome.textContent = uploadWords.added(countOf(added, "file"));
  }
  added = 0;
}
