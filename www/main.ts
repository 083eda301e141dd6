import "./style.css";
import { PresignError, Presigner } from "s3-signpost";
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
import { readPasted } from "./paste.ts";
import { clearProblems, fieldElement, fieldName, showProblem } from "./problems.ts";
import { readRequest, startRequestForm } from "./request-form.ts";
import type { SignedLink } from "./signed-link.ts";
import { startUploadPanel } from "./upload-panel.ts";

/** How long a half-typed value is left in peace before the page says what is wrong with it. */
const PATIENCE = 600;

/** The fields that no link can do without, in the words that ask for them. */
const REQUIRED: [field: string, id: string, words: string][] = [
  ["credentials.accessKeyId", "access-key-id", "an access key ID"],
  ["credentials.secretAccessKey", "secret-access-key", "its secret"],
  ["bucket", "bucket", "a bucket"],
  ["key", "key", "an object key"],
];

/** Fields that the user has been through: an empty one is a mistake then, and no longer a beginning. */
const left = new Set<string>();

/** The transfers and the guest button keep their own problems. */
const linkFields = [...document.querySelectorAll("[data-signs] [data-field]")]
  .map(homeOf)
  .filter((name) => name !== undefined && name !== "guest") as string[];

let patience: ReturnType<typeof setTimeout> | undefined;

startCredentialsForm();
startObjectForm();
startRequestForm();
startLinkPanel(() => sign(0));
startDownloadPanel();
startUploadPanel((bucket, key) => {
  fillLocation({ bucket });
  fillKey(key);
  byId("link-title", HTMLHeadingElement).focus();
});
startGuest();

for (const form of document.querySelectorAll<HTMLElement>("[data-signs]")) {
  form.addEventListener("input", () => sign(PATIENCE));
  form.addEventListener("change", (event) => {
    const field = homeOf(event.target);
    if (field) left.add(field);
    sign(0);
  });
  form.addEventListener("paste", spread);
}
button("forget").addEventListener("click", () => {
  left.clear();
  sign(0);
});
sign(0);

/**
 * Signs what is typed and shows the link, or what stands in its way: `wait` milliseconds later where the
 * field at fault is still being typed in.
 */
function sign(wait: number): void {
  clearTimeout(patience);
  clearProblems(...linkFields);
  const missing = REQUIRED.filter(([, id]) => input(id).value === "");
  showDownloadable(readKey(), missing.length === 0);
  try {
    showLink(signed());
  } catch (error) {
    const field = fieldName(error) ?? "";
    if (missing.some(([name]) => name === field) && !left.has(field)) {
      showUnfinished(missing.map(([, , words]) => words));
    } else {
      showUnsignable(fieldElement(field));
      const typing = homeOf(document.activeElement) === field;
      patience = setTimeout(() => showProblem(error, "link"), typing ? wait : 0);
    }
  }
}

/**
 * @throws {SignpostError} what the signer, or the form before it, has to say against what is typed
 */
function signed(): SignedLink {
  const uri = unreadableUri();
  if (uri !== undefined) {
    throw new PresignError("InvalidS3Uri", "This is not an S3 URI.", {
      field: "uri",
      hint: "Write s3://bucket/key, or use the fields below it.",
    });
  }
  const location = readLocation();
  const request = readRequest(readKey());
  const began = performance.now();
  const presigner = new Presigner({ ...location, credentials: readCredentials() });
  try {
    const link = presigner.presign(request);
    return { link, location, request, took: performance.now() - began };
  } finally {
    presigner.free();
  }
}

/** A block of credentials goes to the fields it names, whichever field it was pasted into. */
function spread(event: ClipboardEvent): void {
  const pasted = readPasted(event.clipboardData?.getData("text/plain") ?? "");
  if (!pasted) return;
  event.preventDefault();
  fillCredentials(pasted);
  fillLocation(pasted);
}

/** The name of the field that a control is in. */
function homeOf(control: EventTarget | null): string | undefined {
  if (!(control instanceof Element)) return undefined;
  return control.closest<HTMLElement>("[data-field]")?.dataset["field"];
}
