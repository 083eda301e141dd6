import { create, FileStatus } from "filepond";
import { defineElements } from "s3-signpost/element";
import { server } from "s3-signpost/filepond";
import { s3 } from "./s3.ts";
import "filepond/dist/filepond.min.css";
import "./style.css";

const form = document.forms[0] as HTMLFormElement;
const message = form.elements.namedItem("message") as HTMLOutputElement;
const input = form.elements.namedItem("docs") as HTMLInputElement;

const pond = create(input, {
  allowMultiple: true,
  maxFiles: 5,
  credits: false,
  server: server(s3, {
    key: (file) => `uploads/${crypto.randomUUID()}/${file.name}`,
    upload: { accept: "image/*,.pdf,.txt", maxSize: 20_000_000, resumable: true },
  }),
  // `body` is the message and the hint of an error, which are too long for FilePond's list on a phone.
  onprocessfile: (error, file) => {
    if (error) message.value = `${file.filename}: ${error.body}`;
  },
});

// Defines <s3-link>, which signs the link of an object again before each click.
defineElements({});

// FilePond stores the key of each uploaded file in a hidden field of the form.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const files = pond.getFiles();
  if (!files.every(({ status }) => status === FileStatus.PROCESSING_COMPLETE)) {
    message.value = "Wait for the uploads to end, and remove the files that failed.";
    return;
  }
  message.value = "";
  for (const key of new FormData(form).getAll("docs")) showKey(String(key));
  // Without `revert: false`, FilePond would delete the objects.
  pond.removeFiles({ revert: false });
});

/** Shows a key as a link to its object. */
function showKey(key: string): void {
  const link = document.createElement("s3-link");
  link.client = s3;
  link.key = key;
  link.textContent = key;
  const item = document.createElement("li");
  item.append(link);
  document.querySelector("#keys")?.append(item);
}
