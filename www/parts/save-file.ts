import { make } from "./elements.ts";

/** Milliseconds until the browser has surely begun to save a file. */
const RELEASE_DELAY = 60_000;

/** Makes the browser save a file, as a click on a link with `download` does. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = make("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_DELAY);
}
