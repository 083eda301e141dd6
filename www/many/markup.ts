import { formatCount } from "../format/count.ts";
import { choiceField, problemsOf, textField } from "../markup/fields.ts";
import { html, withCode } from "../markup/html.ts";
import { button, card, disclosure, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";
import { MAX_KEYS } from "./limits.ts";

const { keys, listing, operation, operations, links, formats } = words.many;

const keyFields = html`
  <div id="many-typed">
    ${textField({
      id: "many-keys",
      field: "keys",
      label: keys.label,
      mono: true,
      rows: 8,
      placeholder: keys.placeholder,
      help: keys.help(formatCount(MAX_KEYS)),
      attributes: { wrap: "off" },
    })}
  </div>
  <div class="many-held" id="many-held" hidden>
    <p class="mono" id="many-held-text" dir="auto"></p>
    ${button({ id: "many-clear", label: keys.clear })}
  </div>
  ${disclosure(
    { id: "many-listing", summary: listing.summary },
    html`
      <div class="many-row">
        ${textField({
          id: "many-prefix",
          field: "prefix",
          label: listing.prefix,
          note: listing.prefixNote,
          mono: true,
          placeholder: listing.prefixPlaceholder,
        })}
        ${button({ id: "many-list", label: listing.start })}
        ${button({ id: "many-list-stop", label: listing.stop, hidden: true })}
      </div>
      ${outcome("many-list-outcome")}
      ${problemsOf("listing")}`,
  )}`;

const options = html`<div class="pair many-options">
  ${choiceField({
    field: "method",
    label: operation,
    radioName: "many-method",
    choices: Object.entries(operations).map(([value, label]) => ({
      value,
      label,
      checked: value === "GET",
    })),
  })}
  ${textField({
    id: "many-expires-in",
    field: "expiresIn",
    label: words.many.duration,
    name: words.many.durationName,
    value: "1 h",
    help: words.many.durationHelp,
  })}
</div>`;

const result = html`<div class="many-result" id="many-result" hidden>
  <p id="many-end"></p>
  <p class="warning" id="many-limit" hidden></p>
  ${choiceField({
    field: "format",
    label: links.format,
    radioName: "many-format",
    choices: Object.entries(formats).map(([value, label]) => ({
      value,
      label,
      checked: value === "csv",
    })),
  })}
  <div class="actions">
    ${button({ id: "many-save", label: links.save("links.csv"), kind: "primary" })}
    ${button({ id: "many-copy", label: links.copy })}
  </div>
  <p class="help" id="many-format-help" hidden></p>
  <pre class="mono" id="many-preview" tabindex="0" role="region" aria-label="${links.preview}" dir="ltr"></pre>
</div>`;

export const manyMarkup = viewSection(
  { id: "many", title: words.many.title, lead: words.many.lead },
  html`
    ${card({ id: "many-keys-card", title: keys.title }, html`${keyFields}${options}`)}
    ${card(
      { id: "many-links", title: links.title },
      html`
        <div class="actions">
          ${button({ id: "many-sign", label: links.sign, kind: "primary" })}
          ${button({ id: "many-cancel", label: links.cancel, hidden: true })}
        </div>
        <div class="many-progress" id="many-running" hidden>
          <progress id="many-progress" aria-label="${links.progress}"></progress>
          <p class="help" id="many-figures"></p>
        </div>
        ${outcome("many-outcome")}
        ${problemsOf("sign")}
        <p class="empty" id="many-empty">${withCode(links.empty)}</p>
        ${result}
        <details class="more" id="many-invalid" hidden>
          <summary id="many-invalid-title"></summary>
          <ul class="many-lines" id="many-invalid-lines"></ul>
        </details>`,
    )}`,
);
