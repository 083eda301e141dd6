import type { SignpostError } from "../errors.ts";
import * as messages from "../messages/queue.ts";
import { sizesOf } from "../messages/sizes.ts";
import { fileError } from "../option-error.ts";
import { accepts } from "../upload/accept.ts";
import type { FoundFile } from "./dropped-files.ts";
import { LIMITS, type QueueLimits } from "./queue-options.ts";

/** Returns why a file is rejected; undefined if it keeps all limits. `count` and `total` are those of the other files. */
export function brokenRule(
  limits: QueueLimits,
  { file, isUnreadable }: FoundFile,
  count: number,
  total: number,
): SignpostError | undefined {
  const { maxFiles, maxSize, minSize, maxTotal, accept } = limits;
  const { size } = file;
  if (isUnreadable) return fileError(messages.ENTRY_UNREADABLE);
  if (accept !== undefined && !accepts(accept, file)) {
    return fileError(messages.FILE_NOT_ACCEPTED, "accept", { accept });
  }
  if (size > maxSize) {
    return fileError(messages.FILE_TOO_LARGE, "maxSize", sizesOf(size, maxSize));
  }
  if (size < minSize) {
    return fileError(messages.FILE_TOO_SMALL, "minSize", sizesOf(size, minSize));
  }
  if (count >= maxFiles) return fileError(messages.TOO_MANY_FILES, "maxFiles", { limit: maxFiles });
  if (total + size > maxTotal) {
    return fileError(messages.TOTAL_TOO_LARGE, "maxTotal", sizesOf(total + size, maxTotal));
  }
  return undefined;
}

/** Whether a file was rejected by a limit, and not by `validate`, its key, or because it cannot be read. */
export function isLimitError(error: SignpostError | undefined): boolean {
  return LIMITS.includes(error?.field ?? "");
}
