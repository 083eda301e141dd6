import { S3 } from "s3-signpost";
import { readCredentials } from "./credentials-form.ts";
import { fileName } from "./curl.ts";
import { button, byId, make } from "./elements.ts";
import { readKey, readLocation } from "./object-form.ts";
import { preview } from "./preview.ts";
import { TransferView } from "./transfer-view.ts";

const place = byId("download-preview", HTMLDivElement);
const what = byId("download-what", HTMLParagraphElement);

let held: string | undefined;

/** `ready` shows the problems of the fields that a download needs, and returns whether there are none. */
export function startDownloadPanel(ready: () => boolean): void {
  const view = new TransferView("download");
  button("download").addEventListener("click", async () => {
    letGo();
    if (!ready()) return;
    const key = readKey();
    const result = await view.run(
      (onProgress) =>
        new S3({ ...readLocation(), credentials: readCredentials() }).download(key, { onProgress }),
      ({ verified }) => (verified ? `Verified by its ${verified}.` : ""),
    );
    if (result?.blob) offer(result.blob, fileName(key));
  });
}

/** Names the object that the button is about. */
export function showDownloadable(key: string, ready: boolean): void {
  what.textContent = ready
    ? `Fetches ${key} into this page, with the key above.`
    : "Fetches the object into this page, once the key and the object are filled in.";
}

function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  held = url;
  const save = make("a", "button", `Save ${name}`);
  save.href = url;
  save.download = name;
  place.append(save);
  preview(blob, url).then((shown) => {
    // Another download may have taken its place meanwhile.
    if (shown && held === url) place.append(shown);
  });
}

/** A page left open must not keep every file it ever fetched. */
function letGo(): void {
  place.replaceChildren();
  if (held) URL.revokeObjectURL(held);
  held = undefined;
}
