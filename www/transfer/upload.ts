import {
  type PostCondition,
  PresignError,
  type Progress,
  type SignpostError,
  type Transfer,
  type UploadResult,
} from "s3-signpost";
import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { formatBytes, parseBytes } from "../format/bytes.ts";
import { button, byId, input, make, type } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import { openView } from "../router.ts";
import { words } from "../words.ts";
import { keyErrors } from "./key-errors.ts";
import { TransferView } from "./progress.ts";

const file = input("file");
const drop = byId("drop", HTMLLabelElement);
const fileName = byId("file-name", HTMLSpanElement);
const key = input("upload-key");
const limit = input("upload-limit");
const allowed = input("upload-type");
const result = byId("upload-result", HTMLDivElement);
const facts = byId("upload-facts", HTMLDListElement);
const section = byId("upload-section", HTMLElement);

let chosenFile: File | undefined;
let uploaded: UploadResult | undefined;

/** Starts the card of the upload. */
export function startUpload(): void {
  const problems = new FieldProblems(section);
  const form = new LiveForm(problems, () => check().problems);
  const view = new TransferView("upload", problems);
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
    if (!submit(accountForm, form)) return;
    const done = await view.run(upload);
    if (done) show(done);
  });
  section.addEventListener("input", () => form.typed());
  button("link-to-upload").addEventListener("click", () => {
    if (!uploaded) return;
    openView("link", { bucket: uploaded.bucket, key: uploaded.key });
  });
}

/** Fills in the folder that the upload goes to. */
export function fillPrefix(prefix: string): void {
  type(key, prefix + (chosenFile?.name ?? ""));
}

/** Selects a file, and appends its name to the prefix in the key. */
function choose(picked: File | undefined): void {
  if (!picked) return;
  chosenFile = picked;
  fileName.textContent = `${picked.name} · ${formatBytes(picked.size)}`;
  type(key, key.value.slice(0, key.value.lastIndexOf("/") + 1) + picked.name);
}

function upload(onProgress: (progress: Progress) => void): Transfer<UploadResult> {
  return account.createS3().upload(chosenFile as File, {
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
function check(): { conditions: PostCondition[]; problems: SignpostError[] } {
  const conditions: PostCondition[] = [];
  const problems: SignpostError[] = [];
  const report = (field: string, code: string, message: string, hint = "") =>
    problems.push(new PresignError(code, message, { field, hint }));

  if (!chosenFile) {
    report("file", "NoFile", "`file` must be chosen.", "Choose a file, or drop one on the box.");
  }
  const size = chosenFile?.size ?? 0;
  const maxSize = limit.value.trim() ? parseBytes(limit.value) : undefined;
  if (Number.isNaN(maxSize)) {
    const hint = "Write bytes, or a number with a unit: 500 kB, 10 MB, 2 GiB.";
    report("limit", "InvalidCondition", "`limit` must be a number of bytes.", hint);
  } else if (maxSize !== undefined && size > maxSize) {
    const message = `The file has ${grouped(size)} bytes; the maximum is ${grouped(maxSize)}.`;
    report("limit", "EntityTooLarge", message, "Choose a smaller file, or increase Max size.");
  } else if (maxSize !== undefined) {
    conditions.push(["content-length-range", 0, maxSize]);
  }

  const allowedType = allowed.value.trim();
  if (allowedType) {
    const prefix = allowedType.endsWith("/");
    const fileType = chosenFile?.type || "application/octet-stream";
    if (chosenFile && (prefix ? !fileType.startsWith(allowedType) : fileType !== allowedType)) {
      const hint = "Choose a file of this type, or change Allowed type. A prefix ends in a slash.";
      const message = `\`type\` must match the type of the file, ${fileType}.`;
      report("type", "UnsatisfiablePolicy", message, hint);
    }
    conditions.push([prefix ? "starts-with" : "eq", "$Content-Type", allowedType]);
  }

  problems.push(...keyErrors((presigner) => presigner.presignPost({ key: key.value })));
  return { conditions, problems };
}

function grouped(bytes: number): string {
  return bytes.toLocaleString("en");
}

function show(done: UploadResult): void {
  uploaded = done;
  const names = words.transfer.upload.facts;
  const rows: [string, string | undefined][] = [
    [names.key, done.key],
    [names.etag, done.etag],
    [names.version, done.versionId],
    [names.location, done.location],
  ];
  facts.replaceChildren(
    ...rows.flatMap(([name, value]) =>
      value ? [make("dt", "", name), make("dd", "mono", value)] : [],
    ),
  );
  result.hidden = false;
}
