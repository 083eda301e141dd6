import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";

/** A file on disk, since an input takes a path at once, and the bytes of a large file in seconds. */
export interface ChosenFile {
  name: string;
  path: string;
  /** The content type that a browser finds by the name. */
  type: string;
  bytes: Buffer;
}

/** By the end of the name. */
const TYPES: Record<string, string> = {
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".txt": "text/plain",
};

let folder: string | undefined;

after(() => {
  if (folder) rmSync(folder, { recursive: true });
});

/** Writes a file whose bytes differ from those of a file with another name. It is deleted after the tests. */
export function chosenFile(name: string, size = 50_000): ChosenFile {
  const seed = name.charCodeAt(0);
  return write(name, Buffer.from(sampleBytes(size).map((byte) => byte ^ seed)));
}

/** Returns the path of a file that is too large to be uploaded, whose bytes are zeros. It is deleted after the tests. */
export function largeFile(name: string, size: number): string {
  const { path } = write(name, Buffer.alloc(0));
  truncateSync(path, size);
  return path;
}

function write(name: string, bytes: Buffer): ChosenFile {
  folder ??= mkdtempSync(join(tmpdir(), "s3-signpost-widgets-"));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { name, path, type: TYPES[extname(name)] ?? "", bytes };
}
