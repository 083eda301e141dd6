import { SignpostError } from "../errors.ts";
import { fill, type Message } from "../messages/message.ts";
import * as messages from "../messages/queue.ts";
import { accepts } from "../upload/accept.ts";
import type { FoundFile } from "./dropped-files.ts";
import type { QueueSettings } from "./queue-options.ts";

/** Makes the error of a rejected file. `field` is the option that it breaks. */
export function rejection(
  message: Message,
  field?: keyof QueueSettings,
  parameters: Record<string, string | number> = {},
): SignpostError {
  const [code, text, hint] = fill(message, parameters);
  return new SignpostError(code, text, field ? { hint, field } : { hint });
}

/** Returns why a file is rejected; undefined if it keeps all limits. `count` and `total` are those of the other files. */
export function brokenRule(
  settings: QueueSettings,
  { file, isUnreadable }: FoundFile,
  count: number,
  total: number,
): SignpostError | undefined {
  const { maxFiles, maxSize, minSize, maxTotal, accept } = settings;
  const { size } = file;
  if (isUnreadable) return rejection(messages.ENTRY_UNREADABLE);
  if (accept !== undefined && !accepts(accept, file)) {
    return rejection(messages.FILE_NOT_ACCEPTED, "accept", { accept });
  }
  if (size > maxSize) {
    return rejection(messages.FILE_TOO_LARGE, "maxSize", { size, limit: maxSize });
  }
  if (size < minSize) {
    return rejection(messages.FILE_TOO_SMALL, "minSize", { size, limit: minSize });
  }
  if (count >= maxFiles) return rejection(messages.TOO_MANY_FILES, "maxFiles", { limit: maxFiles });
  if (total + size > maxTotal) {
    return rejection(messages.TOTAL_TOO_LARGE, "maxTotal", { size: total + size, limit: maxTotal });
  }
  return undefined;
}
