import "./view.css";
import { PresignError, Presigner, type PresignRequest, SignpostError } from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { signDraft } from "../account/sign.ts";
import { countOf, formatCount } from "../format/count.ts";
import { takeHandedOver } from "../handed-over.ts";
import { parseAddress } from "../object-address.ts";
import { readDuration } from "../parts/duration-field.ts";
import { button, byId, chosen, input } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems, showError } from "../parts/problems.ts";
import { sectionOf } from "../router.ts";
import type { View } from "../view.ts";
import { words } from "../words.ts";
import { fillKeys, readKeys, startKeySource } from "./key-source.ts";
import { MAX_KEYS } from "./limits.ts";
import { fillPrefix, startListing } from "./listing.ts";
import { type ParsedKeys, parseKeys } from "./parse-keys.ts";
import { type ManyLinks, showResult, startResult } from "./result.ts";
import { signLinks } from "./sign-links.ts";

const { keys: keyWords, links: linkWords } = words.many;
const section = sectionOf("many");
const sign = button("many-sign");
const cancel = button("many-cancel");
const running = byId("many-running", HTMLDivElement);
const bar = byId("many-progress", HTMLProgressElement);
const figures = byId("many-figures", HTMLParagraphElement);
const outcome = byId("many-outcome", HTMLParagraphElement);
const expiresIn = input("many-expires-in");

let form: LiveForm;
let work: AbortController | undefined;

export const manyView: View = {
  id: "many",

  start() {
    const problems = new FieldProblems(section);
    form = new LiveForm(problems, check);
    startKeySource(problems, () => form.refresh());
    startListing(problems);
    startResult();
    section.addEventListener("input", () => form.typed());
    sign.addEventListener("click", run);
    cancel.addEventListener("click", () => work?.abort());
  },

  show({ prefix }) {
    const handedOver = takeHandedOver("many");
    if (handedOver !== undefined) fillKeys(JSON.parse(handedOver) as string[]);
    if (prefix !== undefined) fillPrefix(prefix);
  },
};

/** Returns all errors of the view's fields. */
function check(): SignpostError[] {
  const errors: SignpostError[] = [];
  if (isBlank(readKeys())) {
    const { missing, missingHint: hint } = keyWords;
    errors.push(new PresignError("InvalidOption", missing, { field: "keys", hint }));
  }
  try {
    const { location, credentials } = account;
    const draft = { location, credentials, request: { key: "key", ...readShared() } };
    const signed = signDraft(draft);
    if (Array.isArray(signed)) errors.push(...signed);
  } catch (error) {
    if (!(error instanceof SignpostError)) throw error;
    errors.push(error);
  }
  return errors;
}

function isBlank(keys: string | readonly string[]): boolean {
  return typeof keys === "string" ? !/\S/.test(keys) : keys.length === 0;
}

/** Returns the options that all links share. */
function readShared(): { method: "GET" | "PUT"; expiresIn: number } {
  return {
    method: chosen("many-method") === "PUT" ? "PUT" : "GET",
    expiresIn: readDuration(expiresIn.value),
  };
}

/** Signs the links, and shows them or the error. */
async function run(): Promise<void> {
  form.problems.clear("sign");
  outcome.textContent = "";
  takeBucket();
  if (!submit(accountForm, form)) return;
  work = new AbortController();
  setRunning(true);
  await showResult(undefined);
  try {
    await signAll(readShared(), work.signal);
  } catch (error) {
    if (work.signal.aborted) outcome.textContent = linkWords.cancelled;
    else showError(error, "sign", form.problems, accountForm.problems);
  } finally {
    setRunning(false);
  }
}

/** Fills in the bucket of the first line, if the account has none. */
function takeBucket(): void {
  const keys = readKeys();
  if (account.location.bucket || typeof keys !== "string") return;
  const [line = ""] = /\S.*/.exec(keys) ?? [];
  const bucket = /^(?:s3|https?:|arn:)/i.test(line) && parseAddress(line)?.bucket;
  if (bucket) account.update({ bucket });
}

async function signAll(
  shared: { method: "GET" | "PUT" } & Omit<PresignRequest, "key">,
  signal: AbortSignal,
): Promise<void> {
  const { credentials, location } = account;
  const { bucket, region, endpoint = "" } = location;
  const presigner = new Presigner({ ...location, credentials });
  try {
    // One date for all, so that all links end together.
    const request = { ...shared, signingDate: new Date() };
    const end = presigner.presign({ key: "key", ...request });
    const parsed = await parseKeys(readKeys(), { bucket, region, endpoint }, signal);
    const total = parsed.keys.length;
    const onProgress = (done: number) => showProgress(done, total);
    const signed = await signLinks(presigner, parsed.keys, request, onProgress, signal);
    const { links } = signed;
    const invalid = [...parsed.invalid, ...signed.invalid].sort((a, b) => a.line - b.line);
    const result: ManyLinks = { links, invalid, method: shared.method, end };
    await showResult(result);
    outcome.textContent = summaryOf(links.length, signed.took, parsed);
  } finally {
    presigner.free();
  }
}

function summaryOf(links: number, took: number, { isCut }: ParsedKeys): string {
  const done =
    links > 0 ? linkWords.done(countOf(links, "link"), inMilliseconds(took)) : linkWords.none;
  return isCut ? `${done} ${linkWords.cut(formatCount(MAX_KEYS))}` : done;
}

function inMilliseconds(took: number): string {
  return took < 1 ? words.parts.under("1 ms") : `${formatCount(Math.round(took))} ms`;
}

function showProgress(done: number, total: number): void {
  bar.max = Math.max(total, 1);
  bar.value = done;
  figures.textContent = linkWords.signing(formatCount(done), formatCount(total));
}

function setRunning(isRunning: boolean): void {
  const hadFocus = [sign, cancel].some((control) => control === document.activeElement);
  sign.hidden = isRunning;
  cancel.hidden = !isRunning;
  running.hidden = !isRunning;
  bar.removeAttribute("value");
  figures.textContent = linkWords.reading;
  if (hadFocus) (isRunning ? cancel : sign).focus();
}
