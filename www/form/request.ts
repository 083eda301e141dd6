import { type PostRequest, PresignError, type PresignRequest, SignpostError } from "s3-signpost";
import { parseBytes } from "../format/bytes.ts";
import { words } from "../words.ts";
import { type FieldRow, readRows } from "./rows.ts";

/** The texts of the fields, as they were typed. */
export interface Typed {
  via: "post" | "put";
  place: "prefix" | "key";
  prefix: string;
  key: string;
  minSize: string;
  maxSize: string;
  exactSize: string;
  contentType: string;
  rows: readonly FieldRow[];
  /** `empty`, `document` or `redirect`. */
  after: string;
  redirect: string;
  readExpiry: () => { expiresIn: number } | { expiresAt: Date };
}

/** The entered request, as the package takes it. */
export type Entered =
  | { via: "post"; request: PostRequest }
  | { via: "put"; request: PresignRequest; contentType?: string };

/** Receives each error of the entered texts. */
type Report = (error: SignpostError) => void;

const { allow, fields } = words.form;

/**
 * Converts the texts to a request. A text that cannot be passed to the signer is left out, and its error is passed to
 * `report`.
 */
export function readRequest(typed: Typed, report: Report): Entered {
  const expiry = readExpiry(typed, report);
  const type = readType(typed, report);
  if (typed.via === "put") {
    const size = readSize("size", typed.exactSize, report);
    if (typed.exactSize.trim() === "") {
      report(fieldError("InvalidOption", "size", allow.exactSizeMissing, allow.exactSizeHelp));
    }
    const request: PresignRequest = {
      method: "PUT",
      key: readKey(typed, report),
      ...expiry,
      ...(size !== undefined && { size }),
      ...(type && { headers: { "content-type": type } }),
    };
    return { via: "put", request, ...(type && { contentType: type }) };
  }
  const rows = readRows(typed.rows);
  for (const error of rows.errors) report(error);
  const all = { ...rows.fields, ...readAfter(typed, report) };
  const request: PostRequest = {
    ...(typed.place === "key" ? { key: readKey(typed, report) } : { keyStartsWith: typed.prefix }),
    ...expiry,
    ...readSizes(typed, report),
    ...(type && { contentType: type }),
    ...(Object.keys(all).length > 0 && { fields: all }),
    ...(rows.conditions.length > 0 && { conditions: rows.conditions }),
  };
  return { via: "post", request };
}

/** Returns an error of the signer with the name of the field that the view has for it. */
export function inView(error: SignpostError): SignpostError {
  const option = "field" in error ? String(error.field ?? "") : "";
  if (!option.startsWith("headers")) return error;
  const message = error.message.replace(/^`headers[^`]*`/, "`contentType`");
  return fieldError(error.code, "contentType", message, error.hint);
}

/** Returns the key, or an example of one if it is empty. */
function readKey({ key }: Typed, report: Report): string {
  if (key === "") report(fieldError("InvalidKey", "key", allow.keyMissing, allow.keyMissingHint));
  return key || "key";
}

function readExpiry({ readExpiry }: Typed, report: Report): ReturnType<typeof readExpiry> | object {
  try {
    return readExpiry();
  } catch (error) {
    if (!(error instanceof SignpostError)) throw error;
    report(error);
    return {};
  }
}

function readSizes(typed: Typed, report: Report): { minSize?: number; maxSize?: number } {
  const maxSize = readSize("maxSize", typed.maxSize, report);
  const minSize = readSize("minSize", typed.minSize, report);
  if (minSize !== undefined && maxSize !== undefined && minSize > maxSize) {
    report(fieldError("InvalidOption", "minSize", allow.minAboveMax, allow.minAboveMaxHint));
    return { maxSize };
  }
  return { ...(minSize !== undefined && { minSize }), ...(maxSize !== undefined && { maxSize }) };
}

/** Parses a size. An empty text is no size. */
function readSize(field: string, text: string, report: Report): number | undefined {
  if (text.trim() === "") return undefined;
  const size = parseBytes(text);
  if (Number.isSafeInteger(size)) return size;
  report(fieldError("InvalidOption", field, allow.notSize(field), allow.sizeHint));
  return undefined;
}

/** Returns the type, or its beginning with a slash at the end: `image/*` is `image/`. An empty text is any type. */
function readType({ via, contentType }: Typed, report: Report): string | undefined {
  const type = contentType.trim().replace(/\/\*$/, "/");
  if (type === "" || type === "*/") return undefined;
  if (type.includes("*")) {
    report(fieldError("InvalidOption", "contentType", allow.typeWildcard, allow.typeWildcardHint));
    return undefined;
  }
  if (via === "put" && type.endsWith("/")) {
    report(fieldError("InvalidOption", "contentType", allow.typeNotOne, allow.typeNotOneHint));
    return undefined;
  }
  return type;
}

/** Returns the fields for what S3 does after the upload. */
function readAfter({ after, redirect }: Typed, report: Report): Record<string, string> {
  if (after === "document") return { success_action_status: "201" };
  if (after !== "redirect") return {};
  const url = redirect.trim();
  if (URL.canParse(url) && /^https?:\/\//i.test(url)) return { success_action_redirect: url };
  report(fieldError("InvalidField", "redirect", fields.redirectInvalid, fields.redirectHint));
  return {};
}

function fieldError(code: string, field: string, message: string, hint?: string): PresignError {
  return new PresignError(code, message, { field, ...(hint !== undefined && { hint }) });
}
