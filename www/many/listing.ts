import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { countOf } from "../format/count.ts";
import { button, byId, input } from "../parts/elements.ts";
import { submit } from "../parts/live-form.ts";
import { type FieldProblems, showError } from "../parts/problems.ts";
import { words } from "../words.ts";
import { fillKeys } from "./key-source.ts";
import { MAX_KEYS } from "./limits.ts";

/** Number of keys between two updates of the shown number: those of a page of S3. */
const UPDATE_STEP = 1000;

const { listing } = words.many;
const box = byId("many-listing", HTMLDetailsElement);
const prefix = input("many-prefix");
const start = button("many-list");
const stop = button("many-list-stop");
const outcome = byId("many-list-outcome", HTMLParagraphElement);

let running: AbortController | undefined;

/** Starts the listing of the keys of a prefix. */
export function startListing(problems: FieldProblems): void {
  start.addEventListener("click", () => listKeys(problems));
  stop.addEventListener("click", () => running?.abort());
}

/** Opens the listing with a prefix. */
export function fillPrefix(value: string): void {
  box.open = true;
  prefix.value = value;
}

/** Lists the keys until their end, `MAX_KEYS`, or a click on Stop. */
async function listKeys(problems: FieldProblems): Promise<void> {
  problems.clear("listing");
  outcome.textContent = "";
  if (!submit(accountForm)) return;
  const controller = new AbortController();
  running = controller;
  setRunning(true);
  const keys: string[] = [];
  let isCut = false;
  const ended = new AbortController();
  const show = () => showRunning(keys.length);
  for (const name of ["online", "offline"]) addEventListener(name, show, ended);
  show();
  try {
    const entries = account.createS3().list(prefix.value, { signal: controller.signal });
    for await (const { key } of entries) {
      isCut = keys.length === MAX_KEYS;
      if (isCut) break;
      keys.push(key);
      if (keys.length % UPDATE_STEP === 0) show();
    }
    outcome.textContent = summaryOf(keys.length, isCut);
  } catch (error) {
    outcome.textContent = "";
    if (controller.signal.aborted) outcome.textContent = summaryOf(keys.length, true);
    else showError(error, "listing", problems, accountForm.problems);
  } finally {
    ended.abort();
    setRunning(false);
  }
  if (keys.length > 0) fillKeys(keys);
}

function showRunning(count: number): void {
  const text = listing.running(countOf(count, "key"));
  outcome.textContent = navigator.onLine ? text : listing.offline;
}

function summaryOf(count: number, isCut: boolean): string {
  if (isCut) return listing.cut(countOf(count, "key"));
  return count === 0 ? listing.none : listing.done(countOf(count, "key"));
}

function setRunning(isRunning: boolean): void {
  const hadFocus = [start, stop].some((control) => control === document.activeElement);
  start.hidden = isRunning;
  stop.hidden = !isRunning;
  if (hadFocus) (isRunning ? stop : start).focus();
}
