import { choiceField, textField } from "../markup/fields.ts";
import { html } from "../markup/html.ts";
import { card, disclosure, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";

const { source, result, compared } = words.explain;

const METHODS = ["GET", "PUT", "HEAD", "DELETE", "POST"];

const sourceCard = html`<section class="card" id="explain-source" aria-label="${source.title}">
  ${textField({
    id: "explain-error",
    field: "error",
    label: source.error,
    help: source.errorHelp,
    placeholder: "<Error><Code>…</Code>…</Error>",
    mono: true,
    rows: 6,
    attributes: { "data-paste": true },
  })}
  ${textField({
    id: "explain-request",
    field: "request",
    label: source.request,
    note: source.requestNote,
    help: source.requestHelp,
    mono: true,
    rows: 3,
    attributes: { "data-paste": true },
  })}
  ${choiceField({
    field: "method",
    label: source.method,
    radioName: "explain-method",
    choices: METHODS.map((value) => ({ value, label: value, checked: value === "GET" })),
  })}
  <p class="empty" id="explain-empty">${words.explain.empty}</p>
</section>`;

const resultCard = card(
  { id: "explain-result", title: result.title },
  html`
    <p class="explain-from" id="explain-from">${result.handedOver}</p>
    <p class="explain-message" id="explain-message" dir="auto"></p>
    <div>
      <h4>${result.hint}</h4>
      <p id="explain-hint"></p>
    </div>
    <dl class="facts" id="explain-facts"></dl>
    <div class="actions" id="explain-actions"></div>
    ${outcome("explain-outcome")}`,
);

const comparedCard = card(
  { id: "explain-compared", title: compared.title },
  html`
    <p id="explain-first"></p>
    <p class="help" id="explain-no-request">${compared.noRequest}</p>
    <ol class="explain-lines" id="explain-lines"></ol>
    ${disclosure(
      { id: "explain-string", summary: compared.stringToSign },
      html`<pre class="mono" id="explain-string-text" tabindex="0"></pre>`,
    )}`,
);

export const explainMarkup = viewSection(
  { id: "explain", title: words.explain.title, lead: words.explain.lead },
  html`${sourceCard}
    <div id="explain-found" class="explain-found" hidden>${resultCard}${comparedCard}</div>
    <p class="hidden" role="status" id="explain-status"></p>`,
);
