import { ServiceError, SignpostError, TransferError } from "s3-signpost";
import { make } from "./elements.ts";
import { optionOf } from "./sign.ts";

/** Fields of errors that name no field, or only the credentials as a whole. */
const FIELD_OF_CODE: Record<string, string> = {
  CredentialsExpired: "credentials.expiration",
  ExpiredToken: "credentials.expiration",
};

/**
 * Shows an error by its field, or in the panel's own place if the page has no such field. The page marks its
 * fields with `data-field`, spelled as the package's options. `aliases` maps options to the panel's own fields.
 */
export function showProblem(
  error: unknown,
  panel: string,
  aliases: Record<string, string> = {},
): void {
  const named = fieldName(error);
  showProblems(aliases[named ?? ""] ?? named ?? panel, [error]);
}

/** Replaces the problems of a field by these errors. An unchanged text is not announced again. */
export function showProblems(field: string, errors: unknown[]): void {
  const element = fieldElement(field);
  const place = element?.querySelector(".problem");
  if (!element || !place) throw errors[0];
  const shown = errors.map((error) => {
    const paragraph = make("p", "");
    paragraph.append(...describeError(error, element));
    return paragraph;
  });
  const texts = (elements: Iterable<Element>) =>
    Array.from(elements, ({ textContent }) => textContent).join("\n");
  if (texts(place.children) !== texts(shown)) place.replaceChildren(...shown);
  place.closest("details")?.setAttribute("open", "");
  place.id ||= `problem-of-${field}`;
  for (const control of controls(element)) {
    if (control.matches("input, textarea")) control.setAttribute("aria-invalid", "true");
    describe(control, place.id, true);
  }
}

/** Whether a field shows a problem. */
export function hasProblem(field: string): boolean {
  return Boolean(fieldElement(field)?.querySelector(".problem")?.hasChildNodes());
}

/** Removes all problems of these fields. */
export function clearProblems(...fields: string[]): void {
  for (const element of fields.map(fieldElement)) {
    const place = element?.querySelector(".problem");
    if (!element || !place?.hasChildNodes()) continue;
    place.replaceChildren();
    for (const control of controls(element)) {
      control.removeAttribute("aria-invalid");
      describe(control, place.id, false);
    }
  }
}

/** Moves the focus to the first of these fields that has a problem. Returns `false` if none has. */
export function focusFirstProblem(fields: string[]): boolean {
  const first = fields.find(hasProblem);
  const element = fieldElement(first);
  if (element) controlOf(element)?.focus();
  return first !== undefined;
}

/** Returns the control of a field that takes the focus. */
export function controlOf(element: HTMLElement): HTMLElement | undefined {
  const selector = "input:not([type=radio]), input:checked, textarea";
  return element.querySelector<HTMLElement>(selector) ?? undefined;
}

function describe(control: Element, id: string, on: boolean): void {
  const ids = new Set(control.getAttribute("aria-describedby")?.split(" "));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size > 0) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
}

/** Returns the name of the page's field for an error, if there is one: `headers.x-amz-acl` belongs to `headers`. */
export function fieldName(error: unknown): string | undefined {
  if (!(error instanceof SignpostError)) return undefined;
  let name = FIELD_OF_CODE[error.code] ?? optionOf(error);
  while (name && !fieldElement(name)) {
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("["));
    name = name.slice(0, Math.max(cut, 0));
  }
  return name || undefined;
}

/** Returns the page's field of this name. */
export function fieldElement(name = ""): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`) ?? undefined;
}

/** Returns the controls of a field. Radio buttons are described by their group. */
function controls(element: HTMLElement): Iterable<HTMLElement> {
  return element.matches("fieldset")
    ? [element]
    : element.querySelectorAll<HTMLElement>("input, textarea");
}

/** Returns the name of a field in a sentence: its `data-name`, or its label. Empty for the place of a panel. */
export function nameOf(element: HTMLElement): string {
  const label = element.querySelector("label, legend")?.firstChild?.textContent?.trim() ?? "";
  return element.dataset["name"] ?? label;
}

function describeError(error: unknown, element: HTMLElement): (Node | string)[] {
  if (!(error instanceof SignpostError)) {
    return [make("span", "problem-message", `Unexpected error: ${String(error)}`)];
  }
  const message = make("span", "problem-message");
  message.append(...describeMessage(error, optionOf(error), element));
  const parts: (Node | string)[] = [message, " ", make("code", "problem-code", error.code)];
  if (error instanceof ServiceError) parts.push(" ", make("span", "problem-from", origin(error)));
  if (error instanceof TransferError && error.attempts > 1) {
    parts.push(" ", make("span", "problem-from", `after ${error.attempts} attempts`));
  }
  if (error.hint) {
    const hint = make("span", "problem-hint");
    hint.append(...withCode(error.hint));
    parts.push(hint);
  }
  return parts;
}

/** Replaces the option at the start of a message by the name of the field. */
function describeMessage({ message }: SignpostError, option: string, element: HTMLElement) {
  const opening = `\`${option}\` `;
  if (!option || !message.startsWith(opening) || !nameOf(element)) return withCode(message);
  const [, part] = /^(?:headers|query)\.(.*)$/s.exec(option) ?? [];
  return [
    part ? make("code", "", part) : nameOf(element),
    " ",
    ...withCode(message.slice(opening.length)),
  ];
}

/** Converts backticks to `code` elements. */
function withCode(text: string): (Node | string)[] {
  return text.split("`").map((piece, index) => (index % 2 ? make("code", "", piece) : piece));
}

const SERVICES = { s3: "S3", "cognito-identity": "Cognito", sts: "STS" };

function origin(error: ServiceError): string {
  return `${SERVICES[error.service]} responded with ${error.status}`;
}
