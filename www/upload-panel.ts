import {
  type PostCondition,
  PresignError,
  Presigner,
  type Progress,
  S3,
  SignpostError,
  type Transfer,
  type UploadResult,
} from "s3-signpost";
import { formatBytes, parseBytes } from "./bytes.ts";
import { readCredentials } from "./credentials-form.ts";
import { button, byId, input, make, type } from "./elements.ts";
import { clearProblems, focusFirstProblem, hasProblem, showProblems } from "./field-problems.ts";
import { readLocation } from "./object-form.ts";
import { TransferView } from "./transfer-view.ts";

const file = input("file");
const drop = byId("drop", HTMLLabelElement);
const fileName = byId("file-name", HTMLSpanElement);
const key = input("upload-key");
const limit = input("upload-limit");
const allowed = input("upload-type");
const result = byId("upload-result", HTMLDivElement);
const facts = byId("upload-facts", HTMLDListElement);

const section = byId("upload-section", HTMLElement);

const FIELDS = ["file", "uploadKey", "uploadLimit", "uploadType"];

let chosenFile: File | undefined;
let uploaded: UploadResult | undefined;

/**
 * Starts the panel. `ready` shows the problems of the fields that it shares with the link, and returns whether there
 * are none. `linkTo` is called when the user creates a link to the uploaded object.
 */
export function startUploadPanel(
  ready: () => boolean,
  linkTo: (bucket: string, key: string) => void,
): void {
  const view = new TransferView("upload", { key: "uploadKey" });
  file.addEventListener("change", () => choose(file.files?.[0]));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  // A file that is dropped beside the box would replace the page and all input.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    choose(event.dataTransfer?.files[0]);
  });
  button("upload").addEventListener("click", async () => {
    result.hidden = true;
    refresh(FIELDS);
    // The shared fields come first in the page, so they get the focus first.
    if (!ready() || focusFirstProblem(FIELDS)) return;
    const done = await view.run(upload);
    if (done) show(done);
  });
  section.addEventListener("input", () => refresh([]));
  button("link-to-upload").addEventListener("click", () => {
    if (uploaded) linkTo(uploaded.bucket, uploaded.key);
  });
}

/** Selects a file, and appends its name to the prefix in the key. */
function choose(picked: File | undefined): void {
  if (!picked) return;
  chosenFile = picked;
  fileName.textContent = `${picked.name} · ${formatBytes(picked.size)}`;
  type(key, key.value.slice(0, key.value.lastIndexOf("/") + 1) + picked.name);
}

/** Shows the problems of these fields, and updates or removes those of the others. */
function refresh(fields: string[]): void {
  const { problems } = check();
  for (const field of FIELDS) {
    const problem = problems.find((error) => error.field === field);
    if (!problem) clearProblems(field);
    else if (fields.includes(field) || hasProblem(field)) showProblems(field, [problem]);
  }
}

function upload(onProgress: (progress: Progress) => void): Transfer<UploadResult> {
  return new S3({ ...readLocation(), credentials: readCredentials() }).upload(chosenFile as File, {
    key: key.value,
    via: "post",
    conditions: check().conditions,
    onProgress,
  });
}

/**
 * Returns the additional conditions of the form's policy, and the problems of the panel's fields. S3 enforces the
 * conditions; a file that violates them is reported before the upload.
 */
function check(): { conditions: PostCondition[]; problems: PresignError[] } {
  const conditions: PostCondition[] = [];
  const problems: PresignError[] = [];
  const report = (field: string, code: string, message: string, hint = "") =>
    problems.push(new PresignError(code, message, { field, hint }));

  if (!chosenFile) {
    report("file", "NoFile", "`file` must be chosen.", "Choose a file, or drop one on the box.");
  }
  const size = chosenFile?.size ?? 0;
  const maxSize = limit.value.trim() ? parseBytes(limit.value) : undefined;
  if (Number.isNaN(maxSize)) {
    const hint = "Write bytes, or a number with a unit: 500 kB, 10 MB, 2 GiB.";
    report("uploadLimit", "InvalidCondition", "`uploadLimit` must be a number of bytes.", hint);
  } else if (maxSize !== undefined && size > maxSize) {
    const message = `The file has ${grouped(size)} bytes; the maximum is ${grouped(maxSize)}.`;
    report(
      "uploadLimit",
      "EntityTooLarge",
      message,
      "Choose a smaller file, or increase Max size.",
    );
  } else if (maxSize !== undefined) {
    conditions.push(["content-length-range", 0, maxSize]);
  }

  const allowedType = allowed.value.trim();
  if (allowedType) {
    const prefix = allowedType.endsWith("/");
    const fileType = chosenFile?.type || "application/octet-stream";
    if (chosenFile && (prefix ? !fileType.startsWith(allowedType) : fileType !== allowedType)) {
      const hint = "Choose a file of this type, or change Allowed type. A prefix ends in a slash.";
      const message = `\`uploadType\` must match the type of the file, ${fileType}.`;
      report("uploadType", "UnsatisfiablePolicy", message, hint);
    }
    conditions.push([prefix ? "starts-with" : "eq", "$Content-Type", allowedType]);
  }

  const { code, message, hint } = keyError(key.value) ?? {};
  if (code && message) report("uploadKey", code, message.replace("`key`", "`uploadKey`"), hint);
  return { conditions, problems };
}

/** Returns the signer's error for the key of a form, regardless of the other fields. */
function keyError(key: string): SignpostError | undefined {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const presigner = new Presigner({ region: "us-east-1", bucket: "bucket", credentials });
  try {
    presigner.presignPost({ key });
    return undefined;
  } catch (error) {
    if (error instanceof SignpostError) return error;
    throw error;
  } finally {
    presigner.free();
  }
}

function grouped(bytes: number): string {
  return bytes.toLocaleString("en");
}

function show(done: UploadResult): void {
  uploaded = done;
  const rows: [string, string | undefined][] = [
    ["Key", done.key],
    ["ETag", done.etag],
    ["Version", done.versionId],
    ["Location", done.location],
  ];
  facts.replaceChildren(
    ...rows.flatMap(([name, value]) =>
      value ? [make("dt", "", name), make("dd", "mono", value)] : [],
    ),
  );
  result.hidden = false;
}
