import { fromAssignments } from "./assignments.ts";
import { fromBareValues } from "./bare-values.ts";
import { fromJson } from "./json.ts";
import { fromMinioClient } from "./minio-client.ts";
import {
  holdsCredential,
  looksLikeInstant,
  looksLikeKeyId,
  type PastedSettings,
  plausible,
} from "./settings.ts";
import { fromTable } from "./table.ts";

export type { PastedSettings } from "./settings.ts";

/** Maximum length of a block; real ones are far shorter. */
export const MAX_LENGTH = 100_000;

const FORMATS = [fromJson, fromTable, fromMinioClient, fromAssignments];

/**
 * Parses a block of credentials: assignments of any common shell, commands of the AWS CLI and of the MinIO Client, an INI
 * profile, JSON, YAML, code, a table of the IAM console, or the bare values one after the other. Returns `undefined` for
 * any other text: a lone `region=eu-west-1/…` is the start of an object key.
 *
 * @param amongCredentials whether it was pasted into a field of credentials, where bare values need not
 *   look like those of AWS
 */
export function parsePasted(text: string, amongCredentials = true): PastedSettings | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const found = FORMATS.map((parse) => parse(plain)).find(holdsCredential);
  return plausible(found ?? fromBareValues(text, amongCredentials));
}

/** The kind of field that a text is pasted into: `id` and `expiration` show their value, `secret` hides it. */
export type PasteTarget = "id" | "expiration" | "secret" | "line" | "lines";

/** Whether a pasted text without settings can be inserted into a field unchanged. */
export function canInsert(text: string, target: PasteTarget): boolean {
  const trimmed = text.trim();
  if (target !== "lines" && /[\r\n]/.test(trimmed)) return false;
  if (target === "id") return trimmed === "" || looksLikeKeyId(trimmed);
  return target !== "expiration" || trimmed === "" || looksLikeInstant(trimmed);
}
