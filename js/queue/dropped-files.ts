import { PresignError } from "../errors.ts";
import { NOT_FILE_WITH_NAME, NOT_FILES } from "../messages/queue.ts";
import { optionError } from "../option-error.ts";
import { readSafely } from "../options.ts";

/** A file, and its path within the folder that the user chose or dropped. */
export interface FoundFile {
  file: File;
  path: string;
  /** Whether the file or folder cannot be read. `file` is then an empty one with its name. */
  isUnreadable?: true;
}

/** Files that can be read at once, and folders that take time. */
export interface AddedFiles {
  files: FoundFile[];
  folders: FileSystemDirectoryEntry[];
}

/**
 * Reads the argument of `add`. The browser empties a DataTransfer at the end of its event, so its files and folders are
 * taken now.
 *
 * Throws `InvalidOption` if it is something else than files.
 */
export function readFiles(value: Iterable<File> | FileList | DataTransfer): AddedFiles {
  return readSafely("files", PresignError, () => {
    if (isIterable(value)) return { files: readIterable(value), folders: [] };
    const { items, files } = (value ?? {}) as Partial<DataTransfer>;
    if (!isIterable(items) || !isIterable(files)) throw optionError(NOT_FILES, "files");
    const found = readItems(items);
    // Some browsers have only the files of a paste.
    if (found.files.length + found.folders.length === 0) found.files = readIterable(files);
    return found;
  });
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === "function";
}

function readIterable(files: Iterable<unknown>): FoundFile[] {
  return Array.from(files, (file, index) => {
    if (file instanceof Blob && "name" in file) return foundFile(file as File);
    throw optionError(NOT_FILE_WITH_NAME, `files.${index}`);
  });
}

function readItems(items: Iterable<unknown>): AddedFiles {
  const found: AddedFiles = { files: [], folders: [] };
  for (const item of items as Iterable<DataTransferItem>) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry?.();
    const file = entry?.isDirectory ? null : item.getAsFile();
    if (file) found.files.push(foundFile(file));
    else if (entry?.isDirectory) found.folders.push(entry as FileSystemDirectoryEntry);
  }
  return found;
}

function foundFile(file: File): FoundFile {
  return { file, path: file.webkitRelativePath || file.name };
}

/**
 * Reads a folder with its subfolders, and calls `onFound` with some files at a time until it returns false. An entry that
 * cannot be read is reported as unreadable. Never rejects.
 */
export async function readFolder(
  folder: FileSystemDirectoryEntry,
  onFound: (files: FoundFile[]) => boolean,
): Promise<boolean> {
  try {
    const reader = folder.createReader();
    for (;;) {
      // Returns at most 100 entries in Chromium, and none after the last.
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (entries.length === 0) return true;
      const files = entries.filter((entry) => entry.isFile) as FileSystemFileEntry[];
      if (!onFound(await Promise.all(files.map(readEntry)))) return false;
      for (const entry of entries) {
        if (!entry.isDirectory) continue;
        if (!(await readFolder(entry as FileSystemDirectoryEntry, onFound))) return false;
      }
    }
  } catch {
    return onFound([unreadable(folder)]);
  }
}

function readEntry(entry: FileSystemFileEntry): Promise<FoundFile> {
  return new Promise<FoundFile>((resolve, reject) =>
    entry.file((file) => resolve({ file, path: pathOf(entry) }), reject),
  ).catch(() => unreadable(entry));
}

function unreadable(entry: FileSystemEntry): FoundFile {
  return { file: new File([], entry.name), path: pathOf(entry), isUnreadable: true };
}

function pathOf({ fullPath }: FileSystemEntry): string {
  return fullPath.replace(/^\//, "");
}
