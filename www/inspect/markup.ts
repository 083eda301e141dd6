import { problemsOf, secretField, textField } from "../markup/fields.ts";
import { html, withCode } from "../markup/html.ts";
import { button, card, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";

const { url, result, check } = words.inspect;

const urlCard = html`<section class="card" id="inspect-source" aria-label="${url.label}">
  ${textField({
    id: "inspect-url",
    field: "url",
    label: url.label,
    help: url.help,
    placeholder: url.placeholder,
    mono: true,
    rows: 4,
    attributes: { "data-paste": true },
  })}
  <p class="empty" id="inspect-empty">${words.inspect.empty}</p>
</section>`;

const resultCard = card(
  { id: "inspect-result", title: result },
  html`
    <p class="inspect-state" id="inspect-state"></p>
    <div>
      <h4 id="inspect-count"></h4>
      <ul class="inspect-problems" id="inspect-problems"></ul>
    </div>
    <dl class="facts" id="inspect-facts"></dl>
    <div id="inspect-parameters-part">
      <h4>${words.inspect.parameters}</h4>
      <dl class="facts" id="inspect-parameters"></dl>
    </div>
    <div class="actions">${button({ id: "inspect-again", label: words.inspect.again })}</div>
    <p class="help">${words.inspect.againHelp}</p>`,
);

const checkCard = card(
  { id: "inspect-check", title: check.title },
  html`
    <p class="help">${withCode(check.help)}</p>
    ${secretField({
      id: "inspect-secret",
      field: "credentials.secretAccessKey",
      label: check.secret,
    })}
    <p class="help" id="inspect-from-account">${check.fromAccount}</p>
    <div id="inspect-headers-part">
      ${textField({
        id: "inspect-headers",
        field: "headers",
        label: check.headers,
        name: check.headersName,
        help: check.headersHelp,
        mono: true,
        rows: 3,
      })}
    </div>
    <div class="actions">${button({ id: "inspect-start", label: check.start, kind: "primary" })}</div>
    ${outcome("inspect-outcome")}
    ${problemsOf("check")}`,
);

export const inspectMarkup = viewSection(
  { id: "inspect", title: words.inspect.title, lead: words.inspect.lead },
  html`${urlCard}
    <div id="inspect-found" class="inspect-found" hidden>${resultCard}${checkCard}</div>
    <p class="hidden" role="status" id="inspect-status"></p>`,
);
