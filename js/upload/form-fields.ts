import { PresignError } from "../errors.ts";
import { metadataHeaders } from "../objects/metadata.ts";
import type { UploadRequest } from "./upload-request.ts";

/** Headers of a PUT that a form carries as a field, spelled as in the API reference, "POST Object". */
const FIELDS: Record<string, string> = {
  "cache-control": "Cache-Control",
  "content-disposition": "Content-Disposition",
  "content-encoding": "Content-Encoding",
  expires: "Expires",
  "x-amz-acl": "acl",
};
const SAME_NAME_PREFIXES = [
  "x-amz-checksum-",
  "x-amz-meta-",
  "x-amz-server-side-encryption",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
];
/** S3 puts the file's name for this text in every field. */
export const FILENAME = "${filename}";

/** The fields of a form that stores the same object as the PUT would. */
export function formFields(request: UploadRequest): Record<string, string> {
  const { contentType, metadata, headers } = request;
  const fields: Record<string, string> = {
    // A body of 201 has the ETag, which CORS may hide as a header; a redirect would lead the page astray.
    success_action_status: "201",
    "Content-Type": contentType,
    ...metadataHeaders(metadata),
  };
  for (const [header, value] of Object.entries(headers)) {
    const field = fieldOf(header);
    if (!field) throw notInForm(header);
    fields[field] = value;
  }
  return fields;
}

/**
 * Whether a form can carry the upload as it is. A form has no field for some headers, such as
 * `If-None-Match`; and in all its fields S3 puts the file's name for the text `${filename}`.
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

function notInForm(header: string): PresignError {
  return new PresignError("HeaderNotInForm", `A form has no field for the header ${header}.`, {
    field: `headers.${header}`,
    hint: 'Upload with `via: "put"`, or leave `via` out.',
  });
}
