import type { ObjectInfo, S3 } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { formatBytes } from "../format/bytes.ts";
import { fileName } from "../format/file-name.ts";
import { visibleText } from "../format/visible.ts";
import { button, byId, input, make, type } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { words } from "../words.ts";
import { watchThroughput } from "./chart.ts";
import { DownloadControls } from "./download-controls.ts";
import { describeTook } from "./figures.ts";
import { keyErrors } from "./key-errors.ts";
import { ObjectDownload } from "./object-download.ts";
import { showFacts } from "./object-facts.ts";
import { closePreview, showDownloaded, showPreview } from "./preview.ts";
import { hasSavePicker, pickFile, safeName } from "./save-picker.ts";
import { BlobSink, FileSink } from "./sink.ts";

const { download: downloadWords } = words.transfer;
const section = byId("download-section", HTMLElement);
const key = input("download-key");
const outcome = byId("download-outcome", HTMLParagraphElement);
const saved = byId("download-saved", HTMLDivElement);

let problems: FieldProblems;
let form: LiveForm;
let controls: DownloadControls;
/** The download that runs, or that failed and can be resumed. */
let current: { download: ObjectDownload; sink: BlobSink | FileSink; fileName: string } | undefined;
let savedUrl: string | undefined;

/** Starts the card of the download. */
export function startDownload(): void {
  problems = new FieldProblems(section);
  form = new LiveForm(problems, () => keyErrors((presigner) => presigner.presign(key.value)));
  controls = new DownloadControls({
    onPause: () => current?.download.pause(),
    onResume: () => current?.download.resume(),
    onCancel: () => current?.download.abort(),
    progress: () => current?.download.progress,
  });
  byId("download-help", HTMLParagraphElement).textContent = hasSavePicker()
    ? downloadWords.toDisk
    : downloadWords.toPage;
  section.addEventListener("input", () => {
    // The error of the last request is outdated.
    problems.clear("download");
    form.typed();
  });
  key.addEventListener("input", () => {
    if (!controls.isRunning) forget();
  });
  account.addEventListener("change", () => problems.clear("download"));
  button("download").addEventListener("click", download);
  button("download-again").addEventListener("click", () => withClient(run));
  button("download-preview").addEventListener("click", () => withClient(preview));
}

/** Fills in the key of the object. */
export function fillKey(value: string): void {
  type(key, value);
}

/** Returns the present bytes per second; undefined if no download is running. */
export function downloadSpeed(): number | undefined {
  return controls.isRunning ? (current?.download.progress?.bytesPerSecond ?? 0) : undefined;
}

/** Whether leaving the page would end a download. */
export const isDownloading = (): boolean => controls.isRunning;

async function withClient(call: (s3: S3) => Promise<void>): Promise<void> {
  problems.clear("download");
  outcome.textContent = "";
  if (!submit(accountForm, form)) return;
  try {
    await call(account.createS3());
  } catch (error) {
    outcome.textContent = "";
    showError(error, "download", problems, accountForm.problems);
  }
}

function preview(s3: S3): Promise<void> {
  outcome.textContent = downloadWords.waiting;
  const wanted = key.value;
  return s3.head(wanted).then(async (info) => {
    if (key.value !== wanted) return;
    outcome.textContent = "";
    showFacts(info);
    await showPreview(s3, info);
  });
}

async function download(): Promise<void> {
  await withClient(async (s3) => {
    const name = safeName(fileName(key.value));
    let sink: BlobSink | FileSink = new BlobSink();
    if (hasSavePicker()) {
      // Before anything is requested: the browser allows it soon after a click only.
      const file = await pickFile(name);
      if (!file) return;
      sink = new FileSink(file);
    }
    forget();
    current = { download: new ObjectDownload(key.value, sink, events), sink, fileName: name };
    await run(s3);
  });
}

const events = {
  onInfo: (info: ObjectInfo) => showFacts(info),
  onProgress: () => controls.update(),
  onRestart: () => {
    outcome.textContent = downloadWords.changed;
  },
};

async function run(s3: S3): Promise<void> {
  if (!current) return;
  const { download, sink, fileName } = current;
  controls.start();
  watchThroughput();
  const startedAt = performance.now();
  try {
    const { verified, isPieced } = await download.run(s3);
    const took = describeTook((performance.now() - startedAt) / 1000);
    const remark = isPieced ? downloadWords.pieces : downloadWords.unverified;
    outcome.textContent = [
      words.transfer.done(formatBytes(download.received), took),
      sink instanceof FileSink && downloadWords.saved(visibleText(fileName)),
      verified ? downloadWords.verified(verified) : remark,
    ]
      .filter(Boolean)
      .join(" ");
    controls.end();
    if (sink instanceof BlobSink) offer(sink, download.info as ObjectInfo, fileName);
    current = undefined;
  } catch (error) {
    const { received, isAborted } = download;
    controls.end({ canResume: received > 0 && !isAborted });
    if (received === 0 || isAborted) current = undefined;
    if (!isAborted) {
      showError(error, "download", problems, accountForm.problems);
      outcome.textContent = received > 0 ? downloadWords.received(formatBytes(received)) : "";
    } else {
      outcome.textContent = words.transfer.cancelled(formatBytes(received));
    }
  }
}

/** Offers a download that is in the page for saving. */
function offer(sink: BlobSink, info: ObjectInfo, name: string): void {
  // As plain bytes: opened in a tab, HTML would run as a page of this origin.
  savedUrl = URL.createObjectURL(sink.toBlob("application/octet-stream"));
  const link = make("a", "button", downloadWords.save(visibleText(name)));
  link.href = savedUrl;
  link.download = name;
  saved.replaceChildren(link);
  saved.hidden = false;
  showDownloaded(sink.toBlob(info.contentType ?? ""), info);
}

/** Releases the last download, so that an open page does not keep all of them. */
function forget(): void {
  current?.download.abort();
  current = undefined;
  controls.end();
  saved.replaceChildren();
  saved.hidden = true;
  if (savedUrl) URL.revokeObjectURL(savedUrl);
  savedUrl = undefined;
  outcome.textContent = "";
  showFacts(undefined);
  closePreview();
}
