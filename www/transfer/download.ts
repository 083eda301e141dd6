import { account } from "../account/account.ts";
import { accountForm } from "../account/form.ts";
import { fileName } from "../format/file-name.ts";
import { button, byId, input, make } from "../parts/elements.ts";
import { LiveForm, submit } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { keyErrors } from "./key-errors.ts";
import { preview } from "./preview.ts";
import { TransferView } from "./progress.ts";

const section = byId("download-section", HTMLElement);
const key = input("download-key");
const previewArea = byId("download-preview", HTMLDivElement);

let objectUrl: string | undefined;

/** Starts the card of the download. */
export function startDownload(): void {
  const problems = new FieldProblems(section);
  const form = new LiveForm(problems, () => keyErrors((presigner) => presigner.presign(key.value)));
  const view = new TransferView("download", problems);
  section.addEventListener("input", () => form.typed());
  button("download").addEventListener("click", async () => {
    release();
    if (!submit(accountForm, form)) return;
    const name = key.value;
    const result = await view.run(
      (onProgress) => account.createS3().download(name, { onProgress }),
      ({ verified }) => (verified ? words.transfer.download.verified(verified) : ""),
    );
    if (result?.blob) offer(result.blob, fileName(name));
  });
}

function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  objectUrl = url;
  const save = make("a", "button", words.transfer.download.save(name));
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
