import { FILENAME } from "./allowance.ts";
import type { SignedUpload } from "./sign.ts";

/** The request of an upload. */
export interface UploadRequest {
  method: "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body: FormData | Blob;
  /** The address that the form redirects to after the upload. */
  redirect: string | undefined;
}

/** Returns the request that the recipient of a form or a link would send. */
export function uploadRequest(signed: SignedUpload, file: File): UploadRequest {
  if (signed.via === "put") {
    const { url, headers } = signed.link;
    // The type in a Blob would be a second value of the signed header.
    return { method: "PUT", url, headers, body: file, redirect: undefined };
  }
  const { url, fields } = signed.post;
  return {
    method: "POST",
    url,
    headers: {},
    body: formBody(signed, file),
    redirect: fields["success_action_redirect"],
  };
}

/** Returns the key under which the file is stored. */
export function storedKey(signed: SignedUpload, { name }: File): string {
  if (signed.via === "put") return signed.request.key ?? "";
  return (signed.post.fields["key"] ?? "").replaceAll(FILENAME, () => name);
}

/** Returns the body of a form. `toFormData` refuses a file of another type, so S3's refusal needs a body made by hand. */
function formBody({ post, request }: SignedUpload & { via: "post" }, file: File): FormData {
  const { contentType = "" } = request;
  const isOther = contentType.endsWith("/") && !file.type.startsWith(contentType);
  if (!isOther) return post.toFormData(file);
  const body = new FormData();
  for (const [name, value] of Object.entries(post.fields)) body.append(name, value);
  body.append("Content-Type", file.type || "application/octet-stream");
  body.append("file", file);
  return body;
}
