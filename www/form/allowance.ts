import { formatBytes } from "../format/bytes.ts";
import { countOf } from "../format/count.ts";
import { isLoopback } from "../format/loopback.ts";
import { words } from "../words.ts";
import type { Entered } from "./request.ts";

/** Maximum size of the file of a form, 5 GiB. */
const MAX_FORM_SIZE = 5 * 1024 ** 3;

/** The variable that S3 replaces by the name of the file. */
export const FILENAME = "${filename}";

/** Types of files in which a browser runs scripts. */
const SCRIPT_TYPES = [
  "text/html",
  "image/svg+xml",
  "application/xhtml+xml",
  "text/xml",
  "application/xml",
];

/** A sentence about what a form allows, with the key in its middle. */
export interface Allowance {
  before: string;
  key: string;
  after: string;
}

/** Returns the sentence about what a form or a link allows until its end. */
export function allowanceOf(entered: Entered, end: string): Allowance {
  const { allows } = words.form;
  const after = allows.until(end);
  if (entered.via === "put") {
    const { key = "", size = 0 } = entered.request;
    const type = entered.contentType;
    const file =
      allows.file + allows.exactly(countOf(size, "byte")) + (type ? allows.type(type) : "");
    return { before: allows.who.put + file + allows.as, key, after };
  }
  const { key, keyStartsWith = "", minSize, maxSize, contentType } = entered.request;
  const isOne = key !== undefined && !key.includes(FILENAME);
  const noun = (isOne ? allows.file : allows.files) + sizes(minSize, maxSize) + types(contentType);
  const before = allows.who.post + noun;
  if (key !== undefined) return { before: before + allows.as, key, after };
  return keyStartsWith === ""
    ? { before: before + allows.anywhere, key: "", after }
    : { before: before + allows.below, key: keyStartsWith, after };
}

function sizes(min: number | undefined, max: number | undefined): string {
  const { atLeast, between, upTo } = words.form.allows;
  if (max === undefined) return min ? atLeast(sizeOf(min)) : "";
  return min ? between(sizeOf(min), sizeOf(max)) : upTo(sizeOf(max));
}

/** Formats a size as it is spoken: `10 MB`, not `10.0 MB`. */
function sizeOf(bytes: number): string {
  return formatBytes(bytes).replace(".0 ", " ");
}

function types(type: string | undefined): string {
  if (type === undefined) return "";
  return type.endsWith("/") ? words.form.allows.types(type) : words.form.allows.type(type);
}

/** Returns warnings about a form that is valid, but may allow more than its author wants. `url` is its address. */
export function formWarnings(entered: Entered, url: string): string[] {
  const isPlain = url.startsWith("http:") && !isLoopback(url);
  return [...(isPlain ? [words.form.warnings.http] : []), ...ruleWarnings(entered)];
}

function ruleWarnings(entered: Entered): string[] {
  const { warnings } = words.form;
  if (entered.via === "put") return scriptWarnings(entered.contentType);
  const { key, keyStartsWith, maxSize, contentType } = entered.request;
  const found: (string | false)[] = [
    maxSize === undefined && warnings.noMaximum,
    maxSize !== undefined && maxSize > MAX_FORM_SIZE && warnings.maximum,
    key !== undefined && !key.includes(FILENAME) && warnings.replaces,
    keyStartsWith === "" && warnings.wholeBucket,
    Boolean(keyStartsWith) &&
      !keyStartsWith?.endsWith("/") &&
      warnings.noSlash(keyStartsWith ?? ""),
  ];
  return [...found.filter((warning) => warning !== false), ...scriptWarnings(contentType)];
}

/** Returns the warning about a type that is, or includes, one with scripts. No type at all is the author's choice. */
function scriptWarnings(type: string | undefined): string[] {
  if (type === undefined) return [];
  const { scripts, someScripts } = words.form.warnings;
  if (type.endsWith("/")) {
    const included = SCRIPT_TYPES.filter((name) => name.startsWith(type.toLowerCase()));
    return included.length > 0 ? [someScripts(included.join(", "))] : [];
  }
  const [name = ""] = type.toLowerCase().split(";");
  return SCRIPT_TYPES.includes(name.trim()) ? [scripts(name.trim())] : [];
}
