/**
 * Stand-ins for components of libraries that are not installed, by their documented interfaces: each has an input, and
 * passes its files on as the component does.
 */

import { createElement } from "react";
import { addFileInput } from "./file-input.ts";

type Properties = Record<string, unknown>;

function input(onFiles: (files: File[]) => void) {
  const onChange = ({ target }: { target: HTMLInputElement }) => onFiles([...(target.files ?? [])]);
  return createElement("input", { type: "file", multiple: true, onChange });
}

/** PrimeReact. */
export function FileUpload({ uploadHandler }: Properties) {
  const clear = () => console.log("cleared");
  return input((files) =>
    (uploadHandler as (event: object) => void)({ files, options: { clear } }),
  );
}

type Sender = (
  items: { file: File }[],
  url: string,
  options: object,
  onProgress: (event: { loaded: number; total: number }, items: object[]) => void,
) => {
  request: Promise<{ status: number; state: string; response: { key?: string; name?: string } }>;
  abort: () => boolean;
};

/** Uploady, with its UploadButton. */
export default function Uploady({ send }: Properties) {
  const start = async (file: File) => {
    const report = () => {};
    const { request, abort } = (send as Sender)([{ file }], "s3://bucket", {}, report);
    Object.assign(globalThis, { abortSend: abort });
    const { status, state, response } = await request;
    console.log(status, state, response.key ?? response.name);
  };
  return input((files) => files.forEach(start));
}

/** react-dropzone. */
export function useDropzone({ onDrop }: { onDrop: (files: File[]) => void }) {
  return {
    getRootProps: () => ({}),
    getInputProps: () => input(onDrop).props,
  };
}

/** Vaadin Upload with the format `raw`: the target is read after `upload-before`, just before `open`. */
class VaadinUpload extends HTMLElement {
  connectedCallback(): void {
    addFileInput(this, (files) => {
      for (const file of files) this.upload(file);
    });
  }

  upload(file: File & { uploadTarget?: string }): void {
    this.dispatchEvent(new CustomEvent("upload-before", { detail: { file } }));
    const request = new XMLHttpRequest();
    request.open(this.getAttribute("method") ?? "POST", file.uploadTarget ?? "");
    request.setRequestHeader("Content-Type", file.type);
    request.onload = () => console.log(request.status, file.name);
    request.send(file);
  }
}
customElements.define("vaadin-upload", VaadinUpload);
