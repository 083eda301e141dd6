import { PresignError } from "../errors.ts";
import { about } from "../options.ts";

const MIB = 1024 * 1024;

/** User guide, "Amazon S3 multipart upload limits". */
export const MOST_PARTS = 10_000;
export const SMALLEST_PART = 5 * MIB;
export const LARGEST_PART = 5 * 1024 * MIB;

const DEFAULT_PART_SIZE = 16 * MIB;

/** Bytes `start` up to, not including, `end`; numbered from 1. */
export interface Part {
  number: number;
  start: number;
  end: number;
}

/** @throws {PresignError} `InvalidPartSize` */
export function checkPartSize(partSize: number): void {
  if (Number.isSafeInteger(partSize) && partSize >= SMALLEST_PART && partSize <= LARGEST_PART) {
    return;
  }
  const rule = `must be a whole number of bytes, ${SMALLEST_PART} (5 MiB) to ${LARGEST_PART} (5 GiB); got ${partSize}.`;
  throw new PresignError("InvalidPartSize", about("partSize", rule), {
    field: "partSize",
    hint: "Leave it out for parts of 16 MiB.",
  });
}

/** Cuts a body into equal parts and a last one that may be smaller; an empty body is one empty part. */
export function partsOf(size: number, partSize = DEFAULT_PART_SIZE): Part[] {
  checkPartSize(partSize);
  // Grown by whole MiB, where so many parts of the size asked for would be too many.
  const needed = Math.ceil(size / MOST_PARTS / MIB) * MIB;
  const length = Math.max(partSize, needed);
  if (length > LARGEST_PART) {
    throw new PresignError(
      "ObjectTooLarge",
      about("body", "must fit into 10,000 parts of 5 GiB."),
      {
        field: "body",
      },
    );
  }
  const parts: Part[] = [];
  for (let start = 0; start < size || parts.length === 0; start += length) {
    parts.push({ number: parts.length + 1, start, end: Math.min(size, start + length) });
  }
  return parts;
}
