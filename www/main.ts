import "./style.css";
import { PresignError, type SignpostError } from "s3-signpost";
import { fillCredentials, readCredentials, startCredentialsForm } from "./credentials-form.ts";
import { showDownloadable, startDownloadPanel } from "./download-panel.ts";
import { button, byId, input } from "./elements.ts";
import { clearProblems, fieldName, focusFirstProblem, showProblems } from "./field-problems.ts";
import { startGuestCredentials } from "./guest-credentials.ts";
import { showInvalid, showLink, showMissing, startLinkPanel } from "./link-panel.ts";
import {
  fillKey,
  fillLocation,
  invalidUri,
  readKey,
  readLocation,
  startObjectForm,
} from "./object-form.ts";
import { canInsert, type PasteTarget, parsePasted } from "./pasted-credentials.ts";
import { readRequest, startRequestForm } from "./request-form.ts";
import { signDraft } from "./sign.ts";
import type { SignedLink } from "./signed-link.ts";
import { startUploadPanel } from "./upload-panel.ts";

/** Milliseconds without typing after which the problem of the focused field is shown. */
const TYPING_DELAY = 600;

/** Milliseconds of a click. A problem that appears during a click could move the clicked button. */
const CLICK_DURATION = 250;

/** The required fields of a link. */
const REQUIRED: [field: string, id: string, name: string][] = [
  ["credentials.accessKeyId", "access-key-id", "access key ID"],
  ["credentials.secretAccessKey", "secret-access-key", "secret access key"],
  ["bucket", "bucket", "bucket"],
  ["key", "key", "object key"],
];

/** Fields that the user has visited. An empty one is a problem only then. */
const visited = new Set<string>();

/** The fields of a link, and the place for errors without a field. */
const linkFields = [...document.querySelectorAll("[data-signs] [data-field]")]
  .map(fieldOf)
  .filter((name) => name !== undefined && name !== "guest" && name !== "test") as string[];

/** Whether a transfer needs the field as well. */
const isShared = (field: string) =>
  /^(credentials|uri$|bucket$|region$|endpoint$|addressing$)/.test(field);

let typingTimer: ReturnType<typeof setTimeout> | undefined;

startCredentialsForm();
startObjectForm();
startRequestForm();
startLinkPanel(() => submit(() => true));
startDownloadPanel(() => submit((field) => isShared(field) || field === "key"));
startUploadPanel(
  () => submit(isShared),
  (bucket, key) => {
    fillLocation({ bucket });
    fillKey(key);
    byId("link-title", HTMLHeadingElement).focus();
  },
);
startGuestCredentials();

for (const form of document.querySelectorAll<HTMLElement>("[data-signs]")) {
  form.addEventListener("input", () => sign(TYPING_DELAY));
  form.addEventListener("change", (event) => {
    const field = fieldOf(event.target);
    if (field) visited.add(field);
    sign(CLICK_DURATION);
  });
}
document.addEventListener("paste", handlePaste);
button("clear-credentials").addEventListener("click", () => {
  visited.clear();
  sign(0);
});
sign(0);

/**
 * Signs the input and shows the link or all problems. A problem disappears when its field becomes valid. The problem
 * of the focused field appears after `wait` milliseconds.
 */
function sign(wait: number): void {
  clearTimeout(typingTimer);
  const missing = REQUIRED.filter(([, id]) => input(id).value === "");
  showDownloadable(readKey(), missing.length === 0);
  const result = signed();
  if (!Array.isArray(result)) {
    clearProblems(...linkFields);
    showLink(result);
    return;
  }
  const relevant = result.filter((error) => {
    const field = fieldName(error);
    return visited.has(field ?? "") || !missing.some(([name]) => name === field);
  });
  const problems = new Map<string, SignpostError[]>();
  for (const error of relevant) {
    const field = fieldName(error) ?? "link";
    problems.set(field, [...(problems.get(field) ?? []), error]);
  }
  clearProblems(...linkFields.filter((field) => !problems.has(field)));
  if (problems.size === 0) showMissing(missing.map(([, , words]) => words));
  else showInvalid(linkFields.filter((field) => problems.has(field)));
  const typing = wait > 0 ? fieldOf(document.activeElement) : undefined;
  for (const [field, errors] of problems) {
    if (field === typing) typingTimer = setTimeout(() => showProblems(field, errors), wait);
    else showProblems(field, errors);
  }
}

/**
 * Shows all problems of these fields, empty ones included, and focuses the first.
 *
 * @returns whether there is no problem
 */
function submit(isNeeded: (field: string) => boolean): boolean {
  const fields = linkFields.filter(isNeeded);
  for (const field of fields) visited.add(field);
  sign(0);
  return !focusFirstProblem(fields);
}

/** Returns the link, or all errors of the forms and the signer. */
function signed(): SignedLink | SignpostError[] {
  const errors: SignpostError[] = [];
  const request = readRequest(readKey(), (error) => errors.push(error));
  const location = readLocation();
  if (invalidUri() !== undefined) {
    const hint = "Write s3://bucket/key, or use the fields below it.";
    errors.push(
      new PresignError("InvalidS3Uri", "`uri` must begin with s3:// and a bucket.", {
        field: "uri",
        hint,
      }),
    );
    // Bucket and key are empty only because the URI is invalid.
    Object.assign(location, { bucket: "bucket" });
    request.key = "key";
  }
  const result = signDraft({ location, credentials: readCredentials(), request });
  if (Array.isArray(result)) return [...errors, ...result];
  return errors.length > 0 ? errors : result;
}

/**
 * Distributes a pasted block of credentials to its fields. Any other text that the field cannot hold is not inserted,
 * because it may contain a secret.
 */
function handlePaste(event: ClipboardEvent): void {
  const control = event.target;
  const field = fieldOf(control);
  if (!(control instanceof HTMLElement) || !field || event.defaultPrevented) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const pasted = parsePasted(text, field.startsWith("credentials"));
  const target = PASTE_TARGETS[field] ?? (control.matches("textarea") ? "lines" : "line");
  if (!pasted && canInsert(text, target)) return;
  event.preventDefault();
  if (pasted) {
    fillCredentials(pasted);
    fillLocation(pasted);
  } else {
    const message = `The pasted text was not inserted: it ${REJECTIONS[target] ?? "has several lines"}.`;
    const hint =
      "Paste one value, or a block with names: export AWS_… lines, aws configure set commands, an INI profile, YAML, CSV or JSON.";
    showProblems(field, [new PresignError("PasteRefused", message, { hint })]);
  }
}

const PASTE_TARGETS: Record<string, PasteTarget> = {
  "credentials.accessKeyId": "id",
  "credentials.secretAccessKey": "secret",
  "credentials.sessionToken": "secret",
  "credentials.expiration": "expiration",
};

const REJECTIONS: Partial<Record<PasteTarget, string>> = {
  id: "is not an access key ID",
  expiration: "is not a date",
};

/** Returns the name of the field of a control. */
function fieldOf(control: EventTarget | null): string | undefined {
  if (!(control instanceof Element)) return undefined;
  return control.closest<HTMLElement>("[data-field]")?.dataset["field"];
}
