import { ServiceError, SignpostError, TransferError } from "s3-signpost";
import { make } from "./elements.ts";
import { optionOf } from "./sign.ts";

/** Errors that name no field, or only the credentials as a whole, but belong to one. */
const FIELD_OF_CODE: Record<string, string> = {
  CredentialsExpired: "credentials.expiration",
  ExpiredToken: "credentials.expiration",
};

/**
 * Shows an error by the field at fault if it names one that the page has, else in the panel's own place.
 * The page marks its fields with `data-field`, spelled as the package's options; `aliases` says which of a
 * panel's own fields stand for which options.
 */
export function showProblem(
  error: unknown,
  panel: string,
  aliases: Record<string, string> = {},
): void {
  const named = fieldName(error);
  showProblems(aliases[named ?? ""] ?? named ?? panel, [error]);
}

/** Shows these errors by a field, and no others. Text that stands there already is not announced anew. */
export function showProblems(field: string, errors: unknown[]): void {
  const home = fieldElement(field);
  const place = home?.querySelector(".problem");
  if (!home || !place) throw errors[0];
  const shown = errors.map((error) => {
    const paragraph = make("p", "");
    paragraph.append(...inWords(error, home));
    return paragraph;
  });
  const texts = (elements: Iterable<Element>) =>
    Array.from(elements, ({ textContent }) => textContent).join("\n");
  if (texts(place.children) !== texts(shown)) place.replaceChildren(...shown);
  place.closest("details")?.setAttribute("open", "");
  place.id ||= `problem-of-${field}`;
  for (const control of controls(home)) {
    if (control.matches("input, textarea")) control.setAttribute("aria-invalid", "true");
    describe(control, place.id, true);
  }
}

/** Whether a field shows a problem. */
export function hasProblem(field: string): boolean {
  return Boolean(fieldElement(field)?.querySelector(".problem")?.hasChildNodes());
}

/** Removes every problem that these fields show. */
export function clearProblems(...fields: string[]): void {
  for (const home of fields.map(fieldElement)) {
    const place = home?.querySelector(".problem");
    if (!home || !place?.hasChildNodes()) continue;
    place.replaceChildren();
    for (const control of controls(home)) {
      control.removeAttribute("aria-invalid");
      describe(control, place.id, false);
    }
  }
}

/** Moves the focus to the first of these fields that shows a problem. `false` if none does. */
export function focusFirstProblem(fields: string[]): boolean {
  const first = fields.find(hasProblem);
  const home = fieldElement(first);
  if (home) controlOf(home)?.focus();
  return first !== undefined;
}

/** The control of a field that takes the focus. */
export function controlOf(home: HTMLElement): HTMLElement | undefined {
  const selector = "input:not([type=radio]), input:checked, textarea";
  return home.querySelector<HTMLElement>(selector) ?? undefined;
}

function describe(control: Element, id: string, on: boolean): void {
  const ids = new Set(control.getAttribute("aria-describedby")?.split(" "));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size > 0) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
}

/** The name of the page's field for an error, if it has one: `headers.x-amz-acl` belongs to `headers`. */
export function fieldName(error: unknown): string | undefined {
  if (!(error instanceof SignpostError)) return undefined;
  let name = FIELD_OF_CODE[error.code] ?? optionOf(error);
  while (name && !fieldElement(name)) {
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("["));
    name = name.slice(0, Math.max(cut, 0));
  }
  return name || undefined;
}

/** The page's field of this name. */
export function fieldElement(name = ""): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`) ?? undefined;
}

/** The controls of a field; radio buttons are described by their group. */
function controls(home: HTMLElement): Iterable<HTMLElement> {
  return home.matches("fieldset") ? [home] : home.querySelectorAll<HTMLElement>("input, textarea");
}

/** The name of a field in a sentence: its `data-name`, else its label. Empty for a place of a panel. */
export function nameOf(home: HTMLElement): string {
  const label = home.querySelector("label, legend")?.firstChild?.textContent?.trim() ?? "";
  return home.dataset["name"] ?? label;
}

function inWords(error: unknown, home: HTMLElement): (Node | string)[] {
  if (!(error instanceof SignpostError)) {
    return [make("span", "problem-message", `Unexpected error: ${String(error)}`)];
  }
  const message = make("span", "problem-message");
  message.append(...messageInWords(error, optionOf(error), home));
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

/** The package's messages open with the option in backticks; the page says the field's name for it. */
function messageInWords({ message }: SignpostError, option: string, home: HTMLElement) {
  const opening = `\`${option}\` `;
  if (!option || !message.startsWith(opening) || !nameOf(home)) return withCode(message);
  const [, part] = /^(?:headers|query)\.(.*)$/s.exec(option) ?? [];
  return [
    part ? make("code", "", part) : nameOf(home),
    " ",
    ...withCode(message.slice(opening.length)),
  ];
}

/** The package's texts set the names of options in backticks. */
function withCode(text: string): (Node | string)[] {
  return text.split("`").map((piece, index) => (index % 2 ? make("code", "", piece) : piece));
}

const SERVICES = { s3: "S3", "cognito-identity": "Cognito", sts: "STS" };

function origin(error: ServiceError): string {
  return `${SERVICES[error.service]} answered ${error.status}`;
}
