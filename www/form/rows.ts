import { type PostCondition, PresignError } from "s3-signpost";
import { escapeMarkup } from "../markup/escape.ts";
import { words } from "../words.ts";

/** A field of the object that the form sets, or whose beginning it sets. */
export interface FieldRow {
  name: string;
  rule: "is" | "begins";
  value: string;
}

/** The options of a form for its further fields, and the errors of the rows. */
export interface RowOptions {
  fields: Record<string, string>;
  conditions: PostCondition[];
  errors: PresignError[];
}

/** Names that other controls of the view set, in lower case. */
const OWN_NAMES = new Set([
  "content-type",
  "success_action_status",
  "success_action_redirect",
  "redirect",
]);

/** Converts rows to options. A row without a name and a value is left out. */
export function readRows(rows: readonly FieldRow[]): RowOptions {
  const { nameMissing, nameMissingHint, own, ownHint, twice, twiceHint } = words.form.fields;
  const pairs: [string, string][] = [];
  const conditions: PostCondition[] = [];
  const errors: PresignError[] = [];
  const names = new Set<string>();
  const report = (field: string, message: string, hint: string) =>
    errors.push(new PresignError("InvalidField", message, { field, hint }));
  for (const { name: typed, rule, value } of rows) {
    const name = typed.trim();
    const lowerCase = name.toLowerCase();
    if (name === "" && value === "") continue;
    if (name === "") report("fields", nameMissing, nameMissingHint);
    else if (OWN_NAMES.has(lowerCase)) report(`fields.${name}`, own(name), ownHint);
    else if (names.has(lowerCase)) report(`fields.${name}`, twice(name), twiceHint);
    else {
      pairs.push([name, lowerCase === "tagging" ? taggingDocument(value) : value]);
      if (rule === "begins") conditions.push(["starts-with", `$${name}`, value]);
    }
    names.add(lowerCase);
  }
  return { fields: Object.fromEntries(pairs), conditions, errors };
}

/** Returns the document that the field `tagging` needs for `name=value&name=value`. A document stays as it is. */
function taggingDocument(value: string): string {
  if (/^\s*</.test(value) || value === "") return value;
  const tags = Array.from(
    new URLSearchParams(value),
    ([name, tag]) =>
      `<Tag><Key>${escapeMarkup(name)}</Key><Value>${escapeMarkup(tag)}</Value></Tag>`,
  );
  return `<Tagging><TagSet>${tags.join("")}</TagSet></Tagging>`;
}
