import { expiryFields } from "../markup/expiry.ts";
import {
  choiceField,
  control,
  helpId,
  problemPlace,
  selectField,
  textField,
} from "../markup/fields.ts";
import { type Html, html, withCode } from "../markup/html.ts";
import { button, card, disclosure } from "../markup/view.ts";
import { words } from "../words.ts";

const { allow, fields, kind, kinds } = words.form;

/** Fields that only one kind has: `post` or `put`. */
function forKind(via: "post" | "put", content: Html): Html {
  return html`<div data-via="${via}">${content}</div>`;
}

const kindField = html`<div>
  ${choiceField({
    field: "kind",
    label: kind,
    radioName: "form-via",
    choices: Object.entries(kinds).map(([value, label]) => ({
      value,
      label,
      checked: value === "post",
    })),
  })}
  <p class="help" id="form-kind-help"></p>
</div>`;

const placeFields = html`
  ${forKind(
    "post",
    choiceField({
      field: "place",
      label: allow.place,
      radioName: "form-place",
      choices: Object.entries(allow.places).map(([value, label]) => ({
        value,
        label,
        checked: value === "prefix",
      })),
    }),
  )}
  <div id="form-prefix-place">
    ${textField({
      id: "form-prefix",
      field: "keyStartsWith",
      label: allow.prefix,
      mono: true,
      value: "uploads/",
      placeholder: allow.prefixPlaceholder,
      help: allow.prefixHelp,
    })}
  </div>
  <div id="form-key-place" hidden>
    ${textField({
      id: "form-key",
      field: "key",
      label: allow.key,
      mono: true,
      placeholder: allow.keyPlaceholder,
      help: allow.keyHelp,
    })}
  </div>`;

const sizeFields = html`
  ${forKind(
    "post",
    html`<div class="pair form-pair">
      ${textField({
        id: "form-max-size",
        field: "maxSize",
        label: allow.maxSize,
        value: "10 MB",
        placeholder: allow.sizePlaceholder,
      })}
      ${textField({
        id: "form-min-size",
        field: "minSize",
        label: allow.minSize,
        placeholder: allow.sizePlaceholder,
      })}
    </div>`,
  )}
  ${forKind(
    "put",
    textField({
      id: "form-size",
      field: "size",
      label: allow.exactSize,
      help: allow.exactSizeHelp,
    }),
  )}`;

const type = {
  id: "form-type",
  field: "contentType",
  label: allow.type,
  mono: true,
  placeholder: allow.typePlaceholder,
  help: allow.typeHelp,
};

const typeField = html`<div class="field" data-field="contentType">
  <label for="${type.id}">${type.label}</label>
  <div class="expiry-row">
    ${control(type)}
    <fieldset class="presets" id="form-types"><legend class="hidden">${allow.typePresets}</legend></fieldset>
  </div>
  <p class="help" id="${helpId(type.id)}">${withCode(type.help)}</p>
  ${problemPlace}
</div>`;

const moreFields = disclosure(
  { id: "form-more", summary: fields.summary },
  html`
    <fieldset class="field" data-field="fields" data-name="${fields.legend}">
      <legend>${fields.legend}</legend>
      <p class="help">${withCode(fields.help)}</p>
      <div class="form-rows" id="form-rows"></div>
      ${problemPlace}
    </fieldset>
    <div data-field="conditions" data-name="${fields.conditions}">${problemPlace}</div>
    ${button({ id: "form-add", label: fields.add })}
    ${selectField({
      id: "form-after",
      field: "after",
      label: fields.after,
      choices: Object.entries(fields.afterChoices).map(([value, label]) => ({ value, label })),
    })}
    <div id="form-redirect-place" hidden>
      ${textField({
        id: "form-redirect",
        field: "redirect",
        label: fields.redirect,
        placeholder: fields.redirectPlaceholder,
      })}
    </div>`,
);

/** The card of everything that the form allows. */
export const allowCard = card(
  { id: "form-allow", title: allow.title },
  html`${kindField}${placeFields}${sizeFields}${typeField}
    ${expiryFields("form-", words.parts.expiry)}
    ${forKind("post", moreFields)}`,
);
