import { BODY_EXCEEDS_PARTS, PART_SIZE_OUT_OF_RANGE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";

const MIB = 1_048_576;

/** Limits of S3 (User guide, "Amazon S3 multipart upload limits"). The last part may be smaller. */
export const MAX_PARTS = 10_000;
export const MIN_PART_SIZE = 5 * MIB;
export const MAX_PART_SIZE = 5_368_709_120;

const DEFAULT_PART_SIZE = 16 * MIB;

/** A part of a body: its number, from 1, and its bytes from `start` up to but not including `end`. */
export interface Part {
  number: number;
  start: number;
  end: number;
}

/** @throws {PresignError} `InvalidPartSize` */
export function checkPartSize(partSize: number): void {
  if (Number.isSafeInteger(partSize) && partSize >= MIN_PART_SIZE && partSize <= MAX_PART_SIZE) {
    return;
  }
  throw optionError(PART_SIZE_OUT_OF_RANGE, "partSize", [partSize]);
}

/**
 * Divides a body into equal parts, of which the last may be smaller. An empty body is one empty part.
 *
 * @throws {PresignError} `InvalidPartSize`, `ObjectTooLarge`
 */
export function partsOf(size: number, partSize = DEFAULT_PART_SIZE): Part[] {
  checkPartSize(partSize);
  // Round up to whole MiB if there would be too many parts of the requested size.
  const needed = Math.ceil(size / MAX_PARTS / MIB) * MIB;
  const length = Math.max(partSize, needed);
  if (length > MAX_PART_SIZE) {
    throw optionError(BODY_EXCEEDS_PARTS, "body");
  }
  const parts: Part[] = [];
  for (let start = 0; start < size || parts.length === 0; start += length) {
    parts.push({ number: parts.length + 1, start, end: Math.min(size, start + length) });
  }
  return parts;
}
