import { S3 } from "s3-signpost";
import { readCredentials } from "./credentials-form.ts";
import { fileName } from "./curl-command.ts";
import { button, byId, make } from "./elements.ts";
import { readKey, readLocation } from "./object-form.ts";
import { preview } from "./preview.ts";
import { TransferView } from "./transfer-view.ts";

const previewArea = byId("download-preview", HTMLDivElement);
const description = byId("download-description", HTMLParagraphElement);

let objectUrl: string | undefined;

/** Starts the panel. `ready` shows the problems of the fields that a download needs, and returns whether there are none. */
export function startDownloadPanel(ready: () => boolean): void {
  const view = new TransferView("download");
  button("download").addEventListener("click", async () => {
    release();
    if (!ready()) return;
    const key = readKey();
    const result = await view.run(
      (onProgress) =>
        new S3({ ...readLocation(), credentials: readCredentials() }).download(key, { onProgress }),
      ({ verified }) => (verified ? `Verified by ${verified}.` : ""),
    );
    if (result?.blob) offer(result.blob, fileName(key));
  });
}

/** Describes the object that the button downloads. */
export function showDownloadable(key: string, ready: boolean): void {
  description.textContent = ready
    ? `Downloads ${key} into this page, with these credentials.`
    : "Downloads the object into this page. Fill in credentials and object first.";
}

function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  objectUrl = url;
  const save = make("a", "button", `Save ${name}`);
  save.href = url;
  save.download = name;
  previewArea.append(save);
  preview(blob, url).then((shown) => {
    // Another download may have replaced this one.
    if (shown && objectUrl === url) previewArea.append(shown);
  });
}

/** Releases the last downloaded file, so that an open page does not keep all of them. */
function release(): void {
  previewArea.replaceChildren();
  if (objectUrl) URL.revokeObjectURL(objectUrl);
  objectUrl = undefined;
}
