import { ServiceError, SignpostError, TransferError } from "s3-signpost";
import { shortened, visibleText } from "../format/visible.ts";
import { words } from "../words.ts";
import { make } from "./elements.ts";
import { makeExplainLink } from "./failure.ts";
import { nameOf } from "./fields.ts";

/** Characters of a message that are shown. */
const MAX_MESSAGE = 500;

/** Returns the content of a problem: message, code, origin, hint, and a link to Explain. */
export function describeError(error: unknown, element: HTMLElement): (Node | string)[] {
  if (!(error instanceof SignpostError)) {
    return [
      make(
        "span",
        "problem-message",
        words.parts.unexpected(shortened(String(error), MAX_MESSAGE)),
      ),
    ];
  }
  const message = make("span", "problem-message", ...describeMessage(error, element));
  const parts: (Node | string)[] = [message, " ", make("code", "problem-code", error.code)];
  if (error instanceof ServiceError) parts.push(" ", make("span", "problem-from", origin(error)));
  if (error instanceof TransferError && error.attempts > 1) {
    parts.push(" ", make("span", "problem-from", words.parts.attempts(error.attempts)));
  }
  if (error.hint) parts.push(make("span", "problem-hint", ...withNames(error.hint)));
  if (error instanceof ServiceError || error instanceof TransferError) {
    parts.push(" ", makeExplainLink({ error }));
  }
  return parts;
}

/** Replaces the option at the start of a message by the name of the field. */
function describeMessage(error: SignpostError, element: HTMLElement): (Node | string)[] {
  // A message can quote what a server or a text says.
  const message = visibleText(shortened(error.message, MAX_MESSAGE));
  const option = optionOf(error);
  const opening = `\`${option}\` `;
  if (!option || !message.startsWith(opening) || !nameOf(element)) return withNames(message);
  const [, part] = /^(?:headers|query|fields)\.(.*)$/s.exec(option) ?? [];
  return [
    part ? make("code", "", part) : nameOf(element),
    " ",
    ...withNames(message.slice(opening.length)),
  ];
}

/** Converts words: the option of a field becomes the name of the field, and other text in backticks becomes code. */
function withNames(text: string): (Node | string)[] {
  return text.split("`").map((piece, index) => {
    if (index % 2 === 0) return piece;
    const name = CSS.escape(piece);
    const field = document.querySelector<HTMLElement>(
      `[data-field="${name}"], [data-field="credentials.${name}"]`,
    );
    return (field && nameOf(field)) || make("code", "", piece);
  });
}

const SERVICES = { s3: "S3", "cognito-identity": "Cognito", sts: "STS" };

function origin(error: ServiceError): string {
  return words.parts.responded(SERVICES[error.service], error.status);
}

/** Returns the option that an error names, such as `headers.x-amz-acl`; empty if it names none. */
export function optionOf(error: unknown): string {
  return error instanceof SignpostError && "field" in error ? String(error.field ?? "") : "";
}
