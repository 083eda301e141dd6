import { type Method, PresignError, type PresignRequest, SignpostError } from "s3-signpost";
import { byId, chosen, input } from "../parts/elements.ts";
import { ExpiryFields } from "../parts/expiry-fields.ts";
import { words } from "../words.ts";

const headers = byId("headers", HTMLTextAreaElement);
const query = byId("query", HTMLTextAreaElement);
const contentType = input("content-type");
const contentDisposition = input("content-disposition");
const downloadAs = input("download-as");
const versionId = input("version-id");
const uploadType = input("upload-content-type");
const encryption = byId("encryption", HTMLSelectElement);
const kmsKey = input("kms-key");
const ifAbsent = input("if-absent");

let section: HTMLElement;
let expiry: ExpiryFields;

/**
 * Returns the entered request. A text that cannot be passed to the signer (no duration, no date, a header
 * without a colon) is left out, and its error is passed to `report`.
 */
export function readRequest(key: string, report: (error: SignpostError) => void): PresignRequest {
  const method = chosen("method") as Method;
  const tryRead = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SignpostError)) throw error;
      report(error);
      return undefined;
    }
  };
  const signedHeaders = { ...uploadHeaders(method), ...tryRead(() => readHeaders(headers.value)) };
  const parameters = {
    ...(method !== "PUT" && versionId.value.trim() && { versionId: versionId.value.trim() }),
    ...tryRead(() => readQuery(query.value)),
  };
  const response = readResponse(method);
  return {
    key,
    method,
    ...tryRead(() => expiry.read()),
    ...(Object.keys(signedHeaders).length > 0 && { headers: signedHeaders }),
    ...(Object.keys(parameters).length > 0 && { query: parameters }),
    ...(method === "PUT" && ifAbsent.checked && { overwrite: false }),
    ...(response && { response }),
  };
}

/** Shows the fields of the selected method and kind of expiry in the section. */
export function startRequestForm(view: HTMLElement): void {
  section = view;
  expiry = new ExpiryFields("");
  section.addEventListener("input", showChoices);
  showChoices();
}

/** Fills in a lifetime, as typing does. */
export function fillDuration(duration: string): void {
  expiry.fill(duration);
}

function showChoices(): void {
  const method = chosen("method");
  for (const part of section.querySelectorAll<HTMLElement>("[data-methods]")) {
    part.hidden = !part.dataset["methods"]?.split(" ").includes(method);
  }
  kmsKey.disabled = !encryption.value.startsWith("aws:");
}

/** Parses one `name: value` per line. A line that starts with white space continues the value before it. */
function readHeaders(text: string): Record<string, string> | undefined {
  const pairs: [string, string][] = [];
  for (const line of text.split("\n")) {
    const last = pairs.at(-1);
    if (line.trim() === "") continue;
    if (/^\s/.test(line) && last) {
      last[1] += `\n${line}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 0) {
      const { noColon, noColonHint: hint } = words.link.more;
      throw new PresignError("InvalidHeader", noColon, { field: "headers", hint });
    }
    pairs.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return toRecord(pairs, "headers", "InvalidHeader");
}

/** Parses one `name=value` per line. A name alone is a parameter with an empty value. */
function readQuery(text: string): Record<string, string> | undefined {
  const pairs = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): [string, string] => {
      const equals = line.indexOf("=");
      return equals < 0 ? [line, ""] : [line.slice(0, equals), line.slice(equals + 1)];
    });
  return toRecord(pairs, "query", "InvalidQuery");
}

function toRecord(
  pairs: [string, string][],
  field: string,
  code: string,
): Record<string, string> | undefined {
  const record: Record<string, string> = Object.fromEntries(pairs);
  if (Object.keys(record).length < pairs.length) {
    const { twice, twiceHint: hint } = words.link.more;
    throw new PresignError(code, twice(field), { field, hint });
  }
  return pairs.length > 0 ? record : undefined;
}

/** Returns the headers of the fields for uploads. */
function uploadHeaders(method: Method): Record<string, string> {
  if (method !== "PUT") return {};
  const type = uploadType.value.trim();
  const algorithm = encryption.value;
  const key = algorithm.startsWith("aws:") && kmsKey.value.trim();
  return {
    ...(type && { "content-type": type }),
    ...(algorithm !== "default" && { "x-amz-server-side-encryption": algorithm }),
    ...(key && { "x-amz-server-side-encryption-aws-kms-key-id": key }),
  };
}

function readResponse(method: Method): PresignRequest["response"] {
  const type = contentType.value.trim();
  const disposition = contentDisposition.value.trim();
  const name = downloadAs.value.trim();
  if (method !== "GET" || !(type || disposition || name)) return undefined;
  return {
    ...(name && { downloadAs: name }),
    ...(type && { contentType: type }),
    ...(disposition && { contentDisposition: disposition }),
  };
}
