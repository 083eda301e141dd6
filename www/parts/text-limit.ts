import { PresignError } from "s3-signpost";
import { countOf, formatCount } from "../format/count.ts";
import { words } from "../words.ts";
import { fieldOf } from "./fields.ts";
import { FieldProblems } from "./problems.ts";

/** Maximum length of a text in a field of one line, in UTF-16 units: that of a session token. */
const MAX_LINE_LENGTH = 20_480;

/** Maximum length of a text in a field of several lines, in UTF-16 units. */
const MAX_TEXT_LENGTH = 100_000;

/** Maximum number of lines in a field: browsers take quadratic time to insert lines. */
const MAX_LINES = 2_000;

/** Whether a text would freeze a field of several lines. */
export function isTooLong(text: string): boolean {
  return text.length > MAX_TEXT_LENGTH || linesOf(text) > MAX_LINES;
}

/**
 * Refuses to insert such a text into any field of the page, by a paste or a drop: the browser would not respond while it
 * lays the text out, and the page while it checks it. A view that can hold more handles `paste` itself.
 */
export function limitInsertedTexts(): void {
  document.addEventListener("beforeinput", (event) => {
    const control = event.target;
    const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    const error =
      control instanceof HTMLTextAreaElement
        ? isTooLong(text) && tooLong(text, MAX_TEXT_LENGTH)
        : text.length > MAX_LINE_LENGTH && tooLong(text, MAX_LINE_LENGTH);
    if (!error || !(control instanceof Element)) return;
    event.preventDefault();
    const field = fieldOf(control);
    if (field) FieldProblems.around(control)?.show(field, [error]);
  });
}

function tooLong(text: string, max: number): PresignError {
  const { tooLong, tooLongHint: hint } = words.parts;
  const message =
    text.length > max
      ? tooLong(countOf(text.length, "character"), formatCount(max))
      : tooLong(countOf(linesOf(text), "line"), formatCount(MAX_LINES));
  return new PresignError("TextTooLong", message, { hint });
}

function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
