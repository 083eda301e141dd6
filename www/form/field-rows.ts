import { button, byId, make } from "../parts/elements.ts";
import { words } from "../words.ts";
import type { FieldRow } from "./rows.ts";

const { fields } = words.form;
const list = byId("form-rows", HTMLDivElement);
const add = button("form-add");

/** Common fields, with the values that they can have. */
const SUGGESTIONS: Record<string, readonly string[]> = {
  acl: ["private", "public-read", "bucket-owner-full-control"],
  "Cache-Control": ["max-age=31536000, immutable", "no-cache"],
  "Content-Disposition": ["attachment"],
  "Content-Encoding": ["gzip"],
  Expires: [],
  tagging: [],
  "x-amz-meta-": [],
  "x-amz-server-side-encryption": ["AES256", "aws:kms"],
  "x-amz-server-side-encryption-aws-kms-key-id": [],
  "x-amz-storage-class": ["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR"],
};

let lastId = 0;

/** Starts the list of further fields. `onChange` is called after a row was removed. */
export function startFieldRows(onChange: () => void): void {
  list.after(suggestionsOf("form-field-names", Object.keys(SUGGESTIONS)));
  add.addEventListener("click", () => {
    const row = makeRow(onChange);
    list.append(row);
    row.querySelector("input")?.focus();
  });
}

/** Returns the rows as they were entered. */
export function readFieldRows(): FieldRow[] {
  return Array.from(list.children, (row) => {
    const [name, value] = row.querySelectorAll("input");
    const begins = row.querySelector("select")?.value === "begins";
    return {
      name: name?.value ?? "",
      rule: begins ? ("begins" as const) : ("is" as const),
      value: value?.value ?? "",
    };
  });
}

function makeRow(onChange: () => void): HTMLDivElement {
  lastId += 1;
  const name = makeInput(fields.name);
  name.setAttribute("list", "form-field-names");
  const value = makeInput(fields.value);
  const values = suggestionsOf(`form-field-values-${lastId}`, []);
  value.setAttribute("list", values.id);
  const rule = make("select");
  rule.setAttribute("aria-label", fields.rule);
  for (const [choice, label] of Object.entries(fields.rules)) {
    rule.append(new Option(label, choice));
  }
  const remove = make("button", "quiet", fields.remove);
  remove.type = "button";
  const row = make("div", "form-row", name, rule, value, values, remove);
  const showName = () => {
    remove.setAttribute("aria-label", fields.removeLabel(name.value));
    const known = Object.hasOwn(SUGGESTIONS, name.value) ? SUGGESTIONS[name.value] : undefined;
    values.replaceChildren(...optionsOf(known ?? []));
  };
  name.addEventListener("input", showName);
  showName();
  remove.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("input") ?? add).focus();
    onChange();
  });
  return row;
}

function makeInput(label: string): HTMLInputElement {
  const field = make("input", "mono");
  field.setAttribute("aria-label", label);
  field.placeholder = label;
  field.dir = "auto";
  field.autocomplete = "off";
  field.autocapitalize = "off";
  field.spellcheck = false;
  return field;
}

function suggestionsOf(id: string, texts: readonly string[]): HTMLDataListElement {
  const suggestions = make("datalist", "", ...optionsOf(texts));
  suggestions.id = id;
  return suggestions;
}

function optionsOf(texts: readonly string[]): HTMLOptionElement[] {
  return texts.map((text) => new Option(text, text));
}
