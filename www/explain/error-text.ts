import { escapeMarkup } from "../markup/escape.ts";

/** Begin of S3's error document. */
const DOCUMENT = /<(?:\w+:)?Error[\s>]/;

/** Message of the AWS CLI: `An error occurred (AccessDenied) when calling the GetObject operation: Access Denied`. */
const CLI_MESSAGE = /error occurred \(([\w.]{2,60})\)[^:\n]{0,200}: ?([^\n]{0,500})/;

/** An error as consoles print it: `NoSuchKey: The specified key does not exist.`, or a code alone. */
const NAMED_ERROR =
  /^\s*(?:Uncaught (?:\(in promise\) )?)?([A-Z][\w.]{2,60})(?::\s*([^\n]{0,500})|\s*$)/;

/**
 * Finds an error in a copied text: S3's error document, alone or after headers, or a line of a console. Returns a value
 * that `explain` accepts; `undefined` if the text has no error.
 */
export function parseErrorText(
  text: string,
): string | { name: string; message: string } | undefined {
  const start = text.search(DOCUMENT);
  if (start >= 0) return text.slice(start);
  const [, name, message = ""] = CLI_MESSAGE.exec(text) ?? NAMED_ERROR.exec(text) ?? [];
  return name ? { name, message } : undefined;
}

const ENTITY = /&(?:#(\d{1,7}|x[\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi;
const CHARACTERS: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Returns the text of an element in an error document. */
export function elementText(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(xml) ?? [];
  return text?.replace(ENTITY, (reference, number?: string, entity?: string) => {
    if (number === undefined) return CHARACTERS[String(entity).toLowerCase()] ?? reference;
    const point = Number(number.replace(/^x/i, "0x"));
    return point <= 0x10ffff ? String.fromCodePoint(point) : reference;
  });
}

/** Makes an error document for `explain`. */
export function errorDocument(elements: Record<string, string>): string {
  const inner = Object.entries(elements).map(
    ([name, text]) => `<${name}>${escapeMarkup(text)}</${name}>`,
  );
  return `<Error>${inner.join("")}</Error>`;
}
