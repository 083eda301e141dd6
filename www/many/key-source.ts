import { PresignError } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { countOf } from "../format/count.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { button, byId, type } from "../parts/elements.ts";
import type { FieldProblems } from "../parts/problems.ts";
import { isTooLong } from "../parts/text-limit.ts";
import { words } from "../words.ts";
import { MAX_TEXT } from "./limits.ts";
import { formatKeys } from "./parse-keys.ts";

/** Characters of the keys that are shown instead of all of them. */
const SHOWN_LENGTH = 160;

const field = byId("many-keys", HTMLTextAreaElement);
const typed = byId("many-typed", HTMLDivElement);
const held = byId("many-held", HTMLDivElement);
const heldText = byId("many-held-text", HTMLParagraphElement);

/** The keys that are too many for the field. */
let kept: string | readonly string[] | undefined;

/** Starts the field for keys. `onChange` is called when other keys take its place. */
export function startKeySource(problems: FieldProblems, onChange: () => void): void {
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!isTooLong(text)) return;
    event.preventDefault();
    if (text.length > MAX_TEXT) {
      const { tooLong, tooLongHint: hint } = words.many.keys;
      problems.show("keys", [new PresignError("InvalidOption", tooLong(sizeOf(text)), { hint })]);
    } else {
      keep(text);
      onChange();
    }
  });
  button("many-clear").addEventListener("click", () => {
    keep(undefined);
    type(field, "");
    field.focus();
  });
}

/** Returns the text of the field, or the keys that took its place. */
export function readKeys(): string | readonly string[] {
  return kept ?? field.value;
}

/** Fills in keys: into the field, or beside it if they are too many. */
export function fillKeys(keys: readonly string[]): void {
  const text = formatKeys(keys);
  keep(isTooLong(text) ? keys : undefined);
  type(field, kept ? "" : text);
}

function keep(keys: string | readonly string[] | undefined): void {
  kept = keys;
  typed.hidden = keys !== undefined;
  held.hidden = keys === undefined;
  if (keys === undefined) return;
  const { heldText: ofText, heldKeys } = words.many.keys;
  const isText = typeof keys === "string";
  const beginning = isText ? keys.slice(0, SHOWN_LENGTH) : keys.slice(0, 3).join(", ");
  const shown = visibleText(shortened(`${beginning}…`, SHOWN_LENGTH));
  heldText.textContent = isText
    ? ofText(sizeOf(keys), shown)
    : heldKeys(countOf(keys.length, "key"), shown);
}

function sizeOf(text: string): string {
  return formatBytes(text.length);
}
