/** `showSaveFilePicker` of https://wicg.github.io/file-system-access/, which TypeScript does not declare. */
interface PickerWindow {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Whether the browser can ask for a file to write to. */
export function hasSavePicker(): boolean {
  return typeof (window as PickerWindow).showSaveFilePicker === "function";
}

/** Asks for a file to write to. Returns undefined if the person chose none. */
export async function pickFile(suggestedName: string): Promise<FileSystemFileHandle | undefined> {
  try {
    return await (window as PickerWindow).showSaveFilePicker?.({ suggestedName });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

/** Maximum length of a file name, in UTF-16 units: file systems allow 255 bytes. */
const MAX_LENGTH = 80;

/** Returns a name that every file system can hold, and that shows its end as it is. */
export function safeName(name: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|]/gu, "_")
    .replace(/^[. ]+|[. ]+$/g, "_");
  if (clean.length <= MAX_LENGTH) return clean;
  const [extension = ""] = /\.[^.]{1,12}$/.exec(clean) ?? [];
  // The cut can divide a pair of surrogates.
  return clean.slice(0, MAX_LENGTH - extension.length).replace(/\p{Cs}/u, "") + extension;
}
