import {
  CredentialsError,
  PresignError,
  ServiceError,
  SignpostError,
  TransferError,
} from "s3-signpost";
import { make } from "./elements.ts";

/** Errors that name no field, or only the credentials as a whole, but belong to one. */
const FIELD_OF_CODE: Record<string, string> = {
  CredentialsExpired: "credentials.expiration",
  ExpiredToken: "credentials.expiration",
};

/**
 * Shows an error in words: by the field at fault where it names one that the page has, else in the
 * panel's own place. The page marks its fields with `data-field`, spelled as the package's options;
 * `aliases` says which of a panel's own fields stand for which options.
 */
export function showProblem(
  error: unknown,
  panel: string,
  aliases: Record<string, string> = {},
): void {
  const named = fieldName(error);
  const home = fieldElement(aliases[named ?? ""] ?? named ?? panel);
  const place = home?.querySelector(".problem");
  if (!home || !place) throw error;
  place.replaceChildren(...inWords(error, part(named, error)));
  place.closest("details")?.setAttribute("open", "");
  place.id ||= `problem-of-${home.dataset["field"]}`;
  for (const control of controls(home)) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-errormessage", place.id);
  }
}

/** Takes away what `showProblem` showed in these fields. */
export function clearProblems(...fields: string[]): void {
  for (const home of fields.map(fieldElement)) {
    home?.querySelector(".problem")?.replaceChildren();
    for (const control of controls(home)) control.removeAttribute("aria-invalid");
  }
}

/** The name of the page's field for an error, if it has one: `headers.x-amz-acl` belongs to `headers`. */
export function fieldName(error: unknown): string | undefined {
  if (!(error instanceof SignpostError)) return undefined;
  let name = FIELD_OF_CODE[error.code] ?? fieldOf(error);
  while (name && !fieldElement(name)) {
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("["));
    name = name.slice(0, Math.max(cut, 0));
  }
  return name || undefined;
}

function fieldOf(error: unknown): string {
  const named = error instanceof PresignError || error instanceof CredentialsError;
  return (named && error.field) || "";
}

/** The page's field of this name. */
export function fieldElement(name = ""): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`) ?? undefined;
}

function controls(home: HTMLElement | undefined): Iterable<HTMLElement> {
  return home?.querySelectorAll<HTMLElement>("input:not([type=radio]), textarea") ?? [];
}

/** What of the field is at fault: `x-amz-acl` of `headers.x-amz-acl`. */
function part(name: string | undefined, error: unknown): string {
  const full = fieldOf(error);
  return name && full.startsWith(name) ? full.slice(name.length).replace(/^\./, "") : "";
}

function inWords(error: unknown, part: string): (Node | string)[] {
  if (!(error instanceof SignpostError)) {
    return [make("span", "problem-message", `Something unforeseen went wrong: ${String(error)}`)];
  }
  const message = make("span", "problem-message");
  message.append(...(part ? [make("code", "", part), ": "] : []), ...withCode(error.message));
  const words: (Node | string)[] = [message, " ", make("code", "problem-code", error.code)];
  if (error instanceof ServiceError) words.push(" ", make("span", "problem-from", origin(error)));
  if (error instanceof TransferError && error.attempts > 1) {
    words.push(" ", make("span", "problem-from", `after ${error.attempts} attempts`));
  }
  if (error.hint) {
    const hint = make("span", "problem-hint");
    hint.append(...withCode(error.hint));
    words.push(hint);
  }
  return words;
}

/** The package's texts set the names of options in backticks. */
function withCode(text: string): (Node | string)[] {
  return text.split("`").map((piece, index) => (index % 2 ? make("code", "", piece) : piece));
}

const SERVICES = { s3: "S3", "cognito-identity": "Cognito", sts: "STS" };

function origin(error: ServiceError): string {
  return `${SERVICES[error.service]} answered ${error.status}`;
}
