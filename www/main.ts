import "./style.css";
import { PresignError, type SignpostError } from "s3-signpost";
import { fillCredentials, readCredentials, startCredentialsForm } from "./credentials-form.ts";
import { showDownloadable, startDownloadPanel } from "./download-panel.ts";
import { button, byId, input } from "./elements.ts";
import { startGuest } from "./guest.ts";
import { showLink, showUnfinished, showUnsignable, startLinkPanel } from "./link-panel.ts";
import {
  fillKey,
  fillLocation,
  readKey,
  readLocation,
  startObjectForm,
  unreadableUri,
} from "./object-form.ts";
import { canInsert, type PasteTarget, readPasted } from "./paste.ts";
import { clearProblems, fieldName, focusFirstProblem, showProblems } from "./problems.ts";
import { readRequest, startRequestForm } from "./request-form.ts";
import { signDraft } from "./sign.ts";
import type { SignedLink } from "./signed-link.ts";
import { startUploadPanel } from "./upload-panel.ts";

/** How long a half-typed value is left in peace before the page says what is wrong with it. */
const PATIENCE = 600;

/** How long a click takes that leaves a field: a problem shown meanwhile would move the button away from it. */
const CLICK = 250;

/** The fields that no link can do without, in the words that ask for them. */
const REQUIRED: [field: string, id: string, words: string][] = [
  ["credentials.accessKeyId", "access-key-id", "an access key ID"],
  ["credentials.secretAccessKey", "secret-access-key", "its secret"],
  ["bucket", "bucket", "a bucket"],
  ["key", "key", "an object key"],
];

/** Fields that the user has been through: an empty one is a mistake then, and no longer a beginning. */
const left = new Set<string>();

/** The fields of the forms that make the link, and the place for errors of no field. */
const linkFields = [...document.querySelectorAll("[data-signs] [data-field]")]
  .map(homeOf)
  .filter((name) => name !== undefined && name !== "guest" && name !== "try") as string[];

/** The fields that a transfer needs as much as a link. */
const isPlace = (field: string) =>
  /^(credentials|uri$|bucket$|region$|endpoint$|addressing$)/.test(field);

let patience: ReturnType<typeof setTimeout> | undefined;

startCredentialsForm();
startObjectForm();
startRequestForm();
startLinkPanel(() => submit(() => true));
startDownloadPanel(() => submit((field) => isPlace(field) || field === "key"));
startUploadPanel(
  () => submit(isPlace),
  (bucket, key) => {
    fillLocation({ bucket });
    fillKey(key);
    byId("link-title", HTMLHeadingElement).focus();
  },
);
startGuest();

for (const form of document.querySelectorAll<HTMLElement>("[data-signs]")) {
  form.addEventListener("input", () => sign(PATIENCE));
  form.addEventListener("change", (event) => {
    const field = homeOf(event.target);
    if (field) left.add(field);
    sign(CLICK);
  });
}
document.addEventListener("paste", spread);
button("forget").addEventListener("click", () => {
  left.clear();
  sign(0);
});
sign(0);

/**
 * Signs what is typed and shows the link, or every problem that stands in its way. A problem is gone as
 * soon as its field is valid; one of the field that is being typed in appears `wait` milliseconds later.
 */
function sign(wait: number): void {
  clearTimeout(patience);
  const missing = REQUIRED.filter(([, id]) => input(id).value === "");
  showDownloadable(readKey(), missing.length === 0);
  const made = signed();
  if (!Array.isArray(made)) {
    clearProblems(...linkFields);
    showLink(made);
    return;
  }
  const begun = made.filter((error) => {
    const field = fieldName(error);
    return left.has(field ?? "") || !missing.some(([name]) => name === field);
  });
  const problems = new Map<string, SignpostError[]>();
  for (const error of begun) {
    const field = fieldName(error) ?? "link";
    problems.set(field, [...(problems.get(field) ?? []), error]);
  }
  clearProblems(...linkFields.filter((field) => !problems.has(field)));
  if (problems.size === 0) showUnfinished(missing.map(([, , words]) => words));
  else showUnsignable(linkFields.filter((field) => problems.has(field)));
  const typing = wait > 0 ? homeOf(document.activeElement) : undefined;
  for (const [field, errors] of problems) {
    if (field === typing) patience = setTimeout(() => showProblems(field, errors), wait);
    else showProblems(field, errors);
  }
}

/**
 * Shows every problem of these fields, those of empty ones too, and puts the focus on the first.
 *
 * @returns whether there is no problem
 */
function submit(concerns: (field: string) => boolean): boolean {
  const fields = linkFields.filter(concerns);
  for (const field of fields) left.add(field);
  sign(0);
  return !focusFirstProblem(fields);
}

/** The link, or all that the forms and the signer have against what is typed. */
function signed(): SignedLink | SignpostError[] {
  const errors: SignpostError[] = [];
  const request = readRequest(readKey(), (error) => errors.push(error));
  const location = readLocation();
  if (unreadableUri() !== undefined) {
    const hint = "Write s3://bucket/key, or use the fields below it.";
    errors.push(
      new PresignError("InvalidS3Uri", "`uri` must begin with s3:// and a bucket.", {
        field: "uri",
        hint,
      }),
    );
    // They are empty because of the URI, and no mistake of their own.
    Object.assign(location, { bucket: "bucket" });
    request.key = "key";
  }
  const made = signDraft({ location, credentials: readCredentials(), request });
  if (Array.isArray(made)) return [...errors, ...made];
  return errors.length > 0 ? errors : made;
}

/**
 * A block of credentials goes to the fields it names, whichever field it was pasted into. What is no block
 * and more than the field can hold is not inserted: it may have a secret in it.
 */
function spread(event: ClipboardEvent): void {
  const control = event.target;
  const home = homeOf(control);
  if (!(control instanceof HTMLElement) || !home || event.defaultPrevented) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const pasted = readPasted(text, home.startsWith("credentials"));
  const target = PASTE_TARGETS[home] ?? (control.matches("textarea") ? "lines" : "line");
  if (!pasted && canInsert(text, target)) return;
  event.preventDefault();
  if (pasted) {
    fillCredentials(pasted);
    fillLocation(pasted);
  } else {
    const message = `The pasted text was not inserted: it ${REFUSALS[target] ?? "has several lines"}.`;
    const hint =
      "Paste one value, or a block that names each: export AWS_… lines, aws configure set commands, an INI profile, YAML, CSV or JSON.";
    showProblems(home, [new PresignError("PasteRefused", message, { hint })]);
  }
}

const PASTE_TARGETS: Record<string, PasteTarget> = {
  "credentials.accessKeyId": "id",
  "credentials.secretAccessKey": "secret",
  "credentials.sessionToken": "secret",
  "credentials.expiration": "expiration",
};

const REFUSALS: Partial<Record<PasteTarget, string>> = {
  id: "is not an access key ID",
  expiration: "is not a date",
};

/** The name of the field that a control is in. */
function homeOf(control: EventTarget | null): string | undefined {
  if (!(control instanceof Element)) return undefined;
  return control.closest<HTMLElement>("[data-field]")?.dataset["field"];
}
