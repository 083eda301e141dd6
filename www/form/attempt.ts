import { PresignError } from "s3-signpost";
import { accountForm } from "../account/form.ts";
import { formatBytes } from "../format/bytes.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { handOver } from "../handed-over.ts";
import { button, byId, input, make } from "../parts/elements.ts";
import { acceptFileDrops } from "../parts/file-drops.ts";
import { orOffline } from "../parts/offline.ts";
import { type FieldProblems, showError } from "../parts/problems.ts";
import { openView } from "../router.ts";
import { words } from "../words.ts";
import { fillFile } from "./entry.ts";
import { predict } from "./refusals.ts";
import { type Stored, sendUpload } from "./send.ts";
import type { SignedUpload } from "./sign.ts";
import { storedKey, uploadRequest } from "./upload-request.ts";
import { showWarnings } from "./warnings.ts";

const { attempt } = words.form;

/** Maximum length of the name of a file that is shown. */
const SHOWN_NAME = 120;

const about = byId("form-attempt-about", HTMLParagraphElement);
const picker = input("form-file");
const drop = byId("form-drop", HTMLLabelElement);
const fileName = byId("form-file-name", HTMLSpanElement);
const refusals = byId("form-refusals", HTMLUListElement);
const send = button("form-send");
const useSize = button("form-use-size");
const cancel = button("form-cancel");
const running = byId("form-running", HTMLDivElement);
const bar = byId("form-progress", HTMLProgressElement);
const figures = byId("form-figures", HTMLParagraphElement);
const outcome = byId("form-outcome", HTMLParagraphElement);
const stored = byId("form-stored", HTMLDivElement);
const facts = byId("form-facts", HTMLDListElement);

let problems: FieldProblems;
let file: File | undefined;
/** Whether the button was clicked without a file. */
let isFileMissing = false;
let current: SignedUpload | undefined;
let work: AbortController | undefined;
let object: { bucket: string; key: string } | undefined;

/** Starts the card that tries a form. `prepare` shows all problems, or returns what is signed. */
export function startAttempt(
  fieldProblems: FieldProblems,
  prepare: () => SignedUpload | undefined,
): void {
  problems = fieldProblems;
  picker.addEventListener("change", () => choose(picker.files?.[0]));
  acceptFileDrops(drop, ({ files }) => choose(files[0]));
  send.addEventListener("click", () => run(prepare));
  useSize.addEventListener("click", () => {
    if (file) fillFile(file);
    send.focus();
  });
  cancel.addEventListener("click", () => work?.abort());
  button("form-link").addEventListener("click", () => {
    if (!object) return;
    // A key may look like a secret, which no address may hold.
    handOver("link", object.key);
    openView("link", { bucket: object.bucket });
  });
}

/** Returns the error of the missing file, after the button was clicked. */
export function fileErrors(): PresignError[] {
  if (!isFileMissing) return [];
  const { noFile, noFileHint: hint } = attempt;
  return [new PresignError("NoFile", noFile, { field: "file", hint })];
}

/** Shows what S3 will do with the chosen file now. */
export function refreshAttempt(signed: SignedUpload | undefined): void {
  // The outcome is that of another form.
  if (current !== signed && work === undefined) clearOutcome();
  current = signed;
  showPrediction();
}

/** Shows the prediction for the chosen file. */
function showPrediction(): void {
  about.textContent = current?.via === "put" ? attempt.aboutLink : attempt.about;
  const prediction = current && file ? predict(current, file) : { refusals: [], remarks: [] };
  const isRefused = prediction.refusals.length > 0;
  showWarnings(refusals, [...prediction.refusals, ...prediction.remarks]);
  send.textContent = isRefused ? attempt.anyway : attempt.send;
  useSize.hidden = !(isRefused && current?.via === "put");
}

/** Selects a file. The first one of a link without a size gives its size and type. */
function choose(picked: File | undefined): void {
  if (!picked) return;
  file = picked;
  isFileMissing = false;
  const name = visibleText(shortened(picked.name, SHOWN_NAME));
  fileName.textContent = `${name} · ${formatBytes(picked.size)}`;
  problems.clear("file");
  clearOutcome();
  if (input("form-size").value === "" && input("form-size").closest("[hidden]") === null) {
    fillFile(picked);
  }
  showPrediction();
}

async function run(prepare: () => SignedUpload | undefined): Promise<void> {
  clearOutcome();
  isFileMissing = file === undefined;
  const signed = prepare();
  const sent = file;
  if (!signed || !sent) return;
  work = new AbortController();
  setRunning(true);
  try {
    await online(work.signal);
    const { signal } = work;
    show(signed, sent, await sendUpload(uploadRequest(signed, sent), showSent, signal));
  } catch (error) {
    if (work.signal.aborted) outcome.textContent = attempt.cancelled;
    else showError(orOffline(error), "send", problems, accountForm.problems);
  } finally {
    work = undefined;
    setRunning(false);
  }
}

/** Waits until the device has a network. */
async function online(signal: AbortSignal): Promise<void> {
  if (navigator.onLine) return;
  figures.textContent = attempt.offline;
  await new Promise<void>((resolve, reject) => {
    addEventListener("online", () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

function showSent(sent: number, total: number): void {
  bar.max = Math.max(total, 1);
  bar.value = sent;
  figures.textContent =
    sent < total ? attempt.sending(formatBytes(sent), formatBytes(total)) : attempt.waiting;
}

function show(signed: SignedUpload, sent: File, { etag, isRedirected }: Stored): void {
  const size = formatBytes(sent.size);
  const redirect = signed.via === "post" && signed.post.fields["success_action_redirect"];
  outcome.textContent =
    isRedirected && redirect ? attempt.redirected(redirect) : attempt.done(size);
  object = { bucket: signed.bucket, key: storedKey(signed, sent) };
  const name = make("bdi", "mono", visibleText(object.key));
  const rows: [string, Node | string | undefined][] = [
    [attempt.facts.key, name],
    [attempt.facts.etag, etag],
    [attempt.facts.size, size],
  ];
  facts.replaceChildren(
    ...rows.flatMap(([term, value]) =>
      value ? [make("dt", "", term), make("dd", "mono", value)] : [],
    ),
  );
  stored.hidden = false;
}

function clearOutcome(): void {
  outcome.textContent = "";
  stored.hidden = true;
  problems.clear("send");
}

function setRunning(isRunning: boolean): void {
  const hadFocus = [send, cancel].some((control) => control === document.activeElement);
  send.hidden = isRunning;
  cancel.hidden = !isRunning;
  running.hidden = !isRunning;
  bar.removeAttribute("value");
  figures.textContent = isRunning ? attempt.waiting : "";
  if (hadFocus) (isRunning ? cancel : send).focus();
}
