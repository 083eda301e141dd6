import { type Method, PresignError, type PresignRequest, SignpostError } from "s3-signpost";
import { parseDuration } from "../format/duration.ts";
import { readDuration } from "../parts/duration-field.ts";
import { byId, chosen, input, make, type } from "../parts/elements.ts";
import { words } from "../words.ts";

const PRESETS = ["5 min", "1 h", "12 h", "7 days"];
const DEFAULT_DURATION = "1 h";

const expiresIn = input("expires-in");
const expiresAt = input("expires-at");
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
const presets = byId("presets", HTMLFieldSetElement);

let section: HTMLElement;

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
    ...tryRead(readExpiry),
    ...(Object.keys(signedHeaders).length > 0 && { headers: signedHeaders }),
    ...(Object.keys(parameters).length > 0 && { query: parameters }),
    ...(method === "PUT" && ifAbsent.checked && { overwrite: false }),
    ...(response && { response }),
  };
}

/** Fills in the presets, and shows the fields of the selected method and kind of expiry in the section. */
export function startRequestForm(view: HTMLElement): void {
  section = view;
  presets.append(
    ...PRESETS.map((preset) => {
      const choice = make("button", "preset", preset);
      choice.type = "button";
      choice.addEventListener("click", () => type(expiresIn, preset));
      return choice;
    }),
  );
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  byId("expires-at-help", HTMLParagraphElement).textContent = words.link.expiry.dateHelp(zone);
  section.addEventListener("input", showChoices);
  showChoices();
}

function showChoices(): void {
  const byDate = chosen("until") === "date";
  byId("duration-choice", HTMLDivElement).hidden = byDate;
  byId("date-choice", HTMLDivElement).hidden = !byDate;
  if (byDate && !expiresAt.value) expiresAt.value = localDateTime(defaultExpiry());
  const seconds = parseDuration(expiresIn.value);
  for (const preset of presets.querySelectorAll("button")) {
    preset.setAttribute(
      "aria-pressed",
      String(parseDuration(preset.textContent ?? "") === seconds),
    );
  }
  const method = chosen("method");
  for (const part of section.querySelectorAll<HTMLElement>("[data-methods]")) {
    part.hidden = !part.dataset["methods"]?.split(" ").includes(method);
  }
  kmsKey.disabled = !encryption.value.startsWith("aws:");
}

function readExpiry(): Pick<PresignRequest, "expiresIn" | "expiresAt"> {
  if (chosen("until") === "date") {
    const date = new Date(expiresAt.value);
    if (Number.isNaN(date.getTime())) {
      throw new PresignError("InvalidExpiry", "`expiresAt` must be a date and a time.", {
        field: "expiresAt",
        hint: "Enter both a day and a time.",
      });
    }
    return { expiresAt: date };
  }
  return { expiresIn: readDuration(expiresIn.value) };
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
      throw new PresignError("InvalidHeader", "`headers` must have a colon in each line.", {
        field: "headers",
        hint: "Write one header per line, as name: value.",
      });
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
    throw new PresignError(code, `\`${field}\` must have each name once.`, {
      field,
      hint: "Combine several values into one, with commas.",
    });
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

function defaultExpiry(): Date {
  return new Date(Date.now() + parseDuration(DEFAULT_DURATION) * 1000);
}

/** Formats an instant for `datetime-local`: local time without a zone, to the second. */
function localDateTime(instant: Date): string {
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
