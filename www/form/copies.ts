import type { PresignedPost, PresignedUrl } from "s3-signpost";
import { curlCommand } from "../format/curl-command.ts";
import { fileName } from "../format/file-name.ts";
import type { words } from "../words.ts";
import { FILENAME } from "./allowance.ts";
import type { SignedUpload } from "./sign.ts";

export type UploadFormat = keyof typeof words.form.result.formats;

/** The formats of each kind. */
export const FORMATS: Record<SignedUpload["via"], readonly UploadFormat[]> = {
  post: ["html", "curl", "json", "fetch"],
  put: ["link", "curl", "fetch"],
};

/** Returns a form or a link as a text of this format. */
export function formatUpload(format: UploadFormat, signed: SignedUpload): string {
  if (signed.via === "put") return formatLink(format, signed.link, signed.request.key ?? "");
  const { post, request } = signed;
  switch (format) {
    case "curl":
      return curlForm(post, request.key, request.contentType);
    case "json":
      return JSON.stringify({ url: post.url, fields: post.fields }, null, 2);
    case "fetch":
      return fetchForm(post, request.contentType);
    default:
      return post.toHtml();
  }
}

function formatLink(format: UploadFormat, link: PresignedUrl, key: string): string {
  if (format === "curl") return curlCommand(link, key);
  if (format !== "fetch") return link.url;
  const headers = Object.keys(link.headers).length > 0 ? `, headers: ${literal(link.headers)}` : "";
  return `const response = await fetch(${literal(link.url)}, { method: "PUT"${headers}, body: file });`;
}

/** Types that stand for all with the same beginning, in a command whose user replaces it. */
const EXAMPLE_TYPES: Record<string, string> = {
  "image/": "image/png",
  "video/": "video/mp4",
  "audio/": "audio/mpeg",
  "text/": "text/plain",
};

/** A command with a name for the file that its user replaces: the name in the key, if it has one. */
function curlForm(post: PresignedPost, key: string | undefined, type: string | undefined): string {
  const name = key !== undefined && !key.includes(FILENAME) ? fileName(key) : "file";
  const contentType = type?.endsWith("/") && (EXAMPLE_TYPES[type] ?? `${type}TYPE`);
  return post.toCurl(`./${name}`, contentType ? { contentType } : {});
}

function fetchForm({ url, fields }: PresignedPost, type: string | undefined): string {
  return [
    `const fields = ${literal(fields, 2)};`,
    "",
    "const form = new FormData();",
    "for (const [name, value] of Object.entries(fields)) form.append(name, value);",
    ...(type?.endsWith("/") ? ['form.append("Content-Type", file.type);'] : []),
    'form.append("file", file); // S3 ignores the fields after the file.',
    `const response = await fetch(${literal(url)}, { method: "POST", body: form });`,
  ].join("\n");
}

/** Formats a literal of JavaScript that is also safe inside of a script element. */
function literal(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replaceAll("<", "\\u003c");
}
