import type { SignpostError } from "../errors.ts";
import * as messages from "../messages/queue.ts";
import { fileError } from "../option-error.ts";
import { accepts } from "../upload/accept.ts";
import type { FoundFile } from "./dropped-files.ts";
import type { QueueSettings } from "./queue-options.ts";

/** Returns why a file is rejected; undefined if it keeps all limits. `count` and `total` are those of the other files. */
export function brokenRule(
  settings: QueueSettings,
  { file, isUnreadable }: FoundFile,
  count: number,
  total: number,
): SignpostError | undefined {
  const { maxFiles, maxSize, minSize, maxTotal, accept } = settings;
  const { size } = file;
  if (isUnreadable) return fileError(messages.ENTRY_UNREADABLE);
  if (accept !== undefined && !accepts(accept, file)) {
    return fileError(messages.FILE_NOT_ACCEPTED, "accept", { accept });
  }
  if (size > maxSize) {
    return fileError(messages.FILE_TOO_LARGE, "maxSize", { size, limit: maxSize });
  }
  if (size < minSize) {
    return fileError(messages.FILE_TOO_SMALL, "minSize", { size, limit: minSize });
  }
  if (count >= maxFiles) return fileError(messages.TOO_MANY_FILES, "maxFiles", { limit: maxFiles });
  if (total + size > maxTotal) {
    return fileError(messages.TOTAL_TOO_LARGE, "maxTotal", { size: total + size, limit: maxTotal });
  }
  return undefined;
}
