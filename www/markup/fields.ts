import { attributes, type Html, type HtmlValue, html, withCode } from "./html.ts";

/** Options that every field has. */
interface Field {
  /** Name of the field in problems, spelled as the option of the package: `credentials.accessKeyId`. */
  field: string;
  label: string;
  /** Words after the label, in a lighter weight. */
  note?: string | undefined;
  /** A sentence below the field. Backticks mark code. */
  help?: string | undefined;
  /** Name of the field in a sentence. Default: the label. */
  name?: string | undefined;
}

/** Options of a field for text. */
export interface TextField extends Field {
  id: string;
  type?: "text" | "password" | "url" | "number" | "datetime-local" | "search";
  /** Monospaced: for keys, names and addresses. */
  mono?: boolean;
  placeholder?: string | undefined;
  value?: string | undefined;
  /** `id` of a `datalist`. */
  list?: string;
  /** `id` of another element that describes the field. */
  describedBy?: string;
  /** Hides the label: for a field whose group has a legend. */
  labelHidden?: boolean;
  /** Number of lines; with it, the field is a `textarea`. */
  rows?: number;
  /** Further attributes of the control. */
  attributes?: Record<string, string | number | boolean | undefined>;
}

/** No browser and no password manager may complete, correct, or keep what is typed. */
const UNASSISTED = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
const UNMANAGED = {
  "data-1p-ignore": true,
  "data-lpignore": "true",
  "data-bwignore": "true",
  "data-form-type": "other",
};

/** A labelled field for text, with its help and the place of its problems. */
export function textField(options: TextField): Html {
  return html`<div class="field"${fieldAttributes(options)}>
    ${label(options)}${control(options)}${help(options)}${problemPlace}
  </div>`;
}

/** A field for a secret. It is hidden like a password, but no password manager offers to keep it. */
export function secretField(options: Omit<TextField, "type">): Html {
  return textField({
    ...options,
    type: "password",
    attributes: { class: "secret", ...UNMANAGED, ...options.attributes },
  });
}

/** The control of a text field alone, for fields that are laid out in another way. */
export function control(options: TextField): Html {
  const { id, mono, rows, value } = options;
  const describedBy = [options.describedBy, options.help && helpId(id)].filter(Boolean).join(" ");
  const all = {
    id,
    class: mono ? "mono" : undefined,
    ...UNASSISTED,
    placeholder: options.placeholder,
    "aria-describedby": describedBy || undefined,
    dir: mono ? "auto" : undefined,
    ...options.attributes,
  };
  return rows
    ? html`<textarea${attributes({ rows, ...all })}>${value}</textarea>`
    : html`<input${attributes({ type: options.type ?? "text", list: options.list, value, ...all })}>`;
}

/** One option of a choice. */
export interface Choice {
  value: string;
  label: HtmlValue;
  checked?: boolean;
  title?: string;
}

/** A group of radio buttons in a row, with the place of its problems. */
export function choiceField(
  options: Field & { radioName: string; choices: readonly Choice[] },
): Html {
  return html`<fieldset class="field"${fieldAttributes(options)}>
    <legend>${options.label}${note(options)}</legend>
    ${segments(options.radioName, options.choices)}
    ${options.help && html`<p class="help">${withCode(options.help)}</p>`}${problemPlace}
  </fieldset>`;
}

/** Radio buttons in a row. */
export function segments(radioName: string, choices: readonly Choice[]): Html {
  return html`<div class="segments">${choices.map(
    ({ value, label, checked, title }) =>
      html`<label${attributes({ title })}><input${attributes({
        type: "radio",
        name: radioName,
        value,
        checked: checked ?? false,
      })}><span>${label}</span></label>`,
  )}</div>`;
}

/** A labelled checkbox with an optional sentence of help. */
export function checkbox(options: {
  id: string;
  label: string;
  help?: string;
  field?: string;
}): Html {
  const { id, help: words, field } = options;
  return html`<div class="check"${attributes({ "data-field": field })}>
    <label><input${attributes({
      type: "checkbox",
      id,
      "aria-describedby": words && helpId(id),
    })}><span>${options.label}</span></label>
    ${words && html`<p class="help" id="${helpId(id)}">${withCode(words)}</p>`}${field && problemPlace}
  </div>`;
}

/** A selection from a list. */
export function selectField(
  options: Field & { id: string; choices: readonly { value: string; label: string }[] },
): Html {
  return html`<div class="field"${fieldAttributes(options)}>
    ${label(options)}<select id="${options.id}">${options.choices.map(
      (choice) => html`<option value="${choice.value}">${choice.label}</option>`,
    )}</select>${help(options)}${problemPlace}
  </div>`;
}

/** The place of the problems of a field. */
export const problemPlace = html`<div class="problem" aria-live="polite"></div>`;

/** The place of problems that belong to no field, such as those of a request. */
export function problemsOf(field: string): Html {
  return html`<div data-field="${field}">${problemPlace}</div>`;
}

function fieldAttributes({ field, name }: Field): Html {
  return attributes({ "data-field": field, "data-name": name });
}

function label({
  id,
  labelHidden,
  ...options
}: Field & { id: string; labelHidden?: boolean }): Html {
  return html`<label${attributes({ for: id, class: labelHidden && "hidden" })}>${options.label}${note(options)}</label>`;
}

function note({ note }: Field): HtmlValue {
  return note && html` <span class="optional">${note}</span>`;
}

function help({ id, help }: { id: string; help?: string | undefined }): HtmlValue {
  return help && html`<p class="help" id="${helpId(id)}">${withCode(help)}</p>`;
}

/** The `id` of the help of a field. */
export function helpId(id: string): string {
  return `${id}-help`;
}
