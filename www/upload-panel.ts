import {
  type PostCondition,
  PresignError,
  type Progress,
  S3,
  type Transfer,
  type UploadResult,
} from "s3-signpost";
import { formatBytes, parseBytes } from "./bytes.ts";
import { readCredentials } from "./credentials-form.ts";
import { button, byId, input, make } from "./elements.ts";
import { readLocation } from "./object-form.ts";
import { clearProblems } from "./problems.ts";
import { TransferView } from "./transfer-view.ts";

const file = input("file");
const drop = byId("drop", HTMLLabelElement);
const fileName = byId("file-name", HTMLSpanElement);
const key = input("upload-key");
const limit = input("upload-limit");
const only = input("upload-type");
const result = byId("upload-result", HTMLDivElement);
const facts = byId("upload-facts", HTMLDListElement);

const FIELDS = ["upload", "uploadKey", "uploadLimit", "uploadType", "file"];

let chosenFile: File | undefined;
let uploaded: UploadResult | undefined;

/** `linkTo` is called with the object that the user asks a link to. */
export function startUploadPanel(linkTo: (bucket: string, key: string) => void): void {
  const view = new TransferView("upload", { key: "uploadKey" });
  file.addEventListener("change", () => choose(file.files?.[0]));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  // A file that misses the box would replace the page, and all that was typed with it.
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
    clearProblems(...FIELDS);
    const done = await view.run(upload);
    if (done) show(done);
  });
  button("link-to-upload").addEventListener("click", () => {
    if (uploaded) linkTo(uploaded.bucket, uploaded.key);
  });
}

/** Takes the file, and puts its name under the prefix that the key has. */
function choose(picked: File | undefined): void {
  if (!picked) return;
  chosenFile = picked;
  fileName.textContent = `${picked.name} · ${formatBytes(picked.size)}`;
  key.value = key.value.slice(0, key.value.lastIndexOf("/") + 1) + picked.name;
}

function upload(onProgress: (progress: Progress) => void): Transfer<UploadResult> {
  if (!chosenFile) {
    throw new PresignError("NoFile", "There is no file yet.", {
      field: "file",
      hint: "Choose one, or drop one on the box.",
    });
  }
  return new S3({ ...readLocation(), credentials: readCredentials() }).upload(chosenFile, {
    key: key.value,
    via: "post",
    conditions: readConditions(chosenFile),
    onProgress,
  });
}

/**
 * The conditions that the form's policy gets besides those of its fields. S3 holds the form to them; that
 * this file would break them is said here, in the words of the field.
 */
function readConditions(file: File): PostCondition[] {
  const conditions: PostCondition[] = [];
  if (limit.value.trim()) {
    const most = parseBytes(limit.value);
    if (Number.isNaN(most)) {
      throw new PresignError("InvalidCondition", "This is not a size.", {
        field: "uploadLimit",
        hint: "Write bytes, or a number with a unit: 500 kB, 10 MB, 2 GiB.",
      });
    }
    if (file.size > most) {
      throw new PresignError(
        "EntityTooLarge",
        `The file has ${file.size.toLocaleString("en")} bytes, above the limit of ${most.toLocaleString("en")}.`,
        { field: "uploadLimit", hint: "Choose a smaller file, or raise the limit." },
      );
    }
    conditions.push(["content-length-range", 0, most]);
  }
  const type = only.value.trim();
  if (type) {
    const prefix = type.endsWith("/");
    const own = file.type || "application/octet-stream";
    if (prefix ? !own.startsWith(type) : own !== type) {
      throw new PresignError("UnsatisfiablePolicy", `The file is of type ${own}.`, {
        field: "uploadType",
        hint: "Choose a file of the type asked for, or ask for another: a prefix ends in a slash.",
      });
    }
    conditions.push([prefix ? "starts-with" : "eq", "$Content-Type", type]);
  }
  return conditions;
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
