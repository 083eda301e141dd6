import { HEADER_NOT_IN_FORM } from "../messages/transfers.ts";
import { metadataHeaders } from "../objects/metadata.ts";
import { optionError } from "../option-error.ts";
import { FILENAME } from "../options.ts";
import { tagFields } from "./tags.ts";
import type { UploadRequest } from "./upload-request.ts";

/** Headers of a PUT, and the form fields for them (API reference, "POST Object"). */
const FIELDS: Record<string, string> = {
  "cache-control": "Cache-Control",
  "content-disposition": "Content-Disposition",
  "content-encoding": "Content-Encoding",
  expires: "Expires",
  "x-amz-acl": "acl",
};
/** Prefixes of headers whose form fields have the same name. */
const SAME_NAME_PREFIXES = [
  "x-amz-checksum-",
  "x-amz-meta-",
  "x-amz-server-side-encryption",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
];

/**
 * Returns the fields of a form that stores the same object as a PUT.
 *
 * @throws {PresignError} `HeaderNotInForm`
 */
export function formFields(request: UploadRequest): Record<string, string> {
  const { contentType, metadata, headers, tags } = request;
  return {
    // The document of a 201 has the ETag, which CORS may hide as a header. A redirect would replace the response.
    success_action_status: "201",
    "Content-Type": contentType,
    ...metadataHeaders(metadata),
    ...tagFields(tags),
    ...headerFields(headers),
  };
}

/**
 * Returns the fields for headers of a PUT, which have names in lower case.
 *
 * @throws {PresignError} `HeaderNotInForm`
 */
export function headerFields(headers: Record<string, string>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [header, value] of Object.entries(headers)) {
    const field = fieldOf(header);
    if (!field) throw optionError(HEADER_NOT_IN_FORM, `headers.${header}`);
    fields[field] = value;
  }
  return fields;
}

/**
 * Returns whether a form can store the same object. Some headers have no form field, such as `If-None-Match`; and S3 replaces
 * the text `${filename}` in every field.
 */
export function fitsForm({ key, metadata, headers }: UploadRequest): boolean {
  const values = [key, ...Object.values(metadata), ...Object.values(headers)];
  if (values.some((value) => value.includes(FILENAME))) return false;
  return Object.keys(headers).every((header) => fieldOf(header) !== undefined);
}

function fieldOf(header: string): string | undefined {
  if (SAME_NAME_PREFIXES.some((prefix) => header.startsWith(prefix))) return header;
  return FIELDS[header];
}
