import { problemsOf, segments } from "../markup/fields.ts";
import { type Html, html } from "../markup/html.ts";
import { button, card, disclosure, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";
import { allowCard } from "./markup-allow.ts";

const { attempt, policy, result, warnings } = words.form;

const copies = html`<fieldset>
    <legend class="form-legend">${result.format}</legend>
    ${segments(
      "form-format",
      Object.entries(result.formats).map(([value, label]) => ({
        value,
        label,
        checked: value === "html",
      })),
    )}
  </fieldset>
  <p class="help" id="form-format-note"></p>
  <div class="actions">
    ${button({ id: "form-copy", label: result.copy, kind: "primary" })}
    ${button({ id: "form-again", label: result.again })}
  </div>
  ${disclosure(
    { id: "form-shown", summary: result.show },
    html`<pre class="mono" id="form-text" tabindex="0" role="region" aria-label="${result.text}"></pre>`,
  )}`;

const resultCard = card(
  { id: "form-result", title: result.title.post },
  html`
    <p class="form-needed" id="form-needed"></p>
    ${problemsOf("sign")}
    <div class="form-made" id="form-made" hidden>
      <p id="form-allows"></p>
      <p class="help" id="form-end"></p>
      <p class="warning" id="form-limit" hidden></p>
      <ul class="form-warnings" id="form-warnings" aria-label="${warnings.title}" hidden></ul>
      ${copies}
    </div>
    <p class="hidden" role="status" id="form-status"></p>`,
);

const policyCard = card(
  { id: "form-policy", title: policy.title.post },
  html`
    <p class="help" id="form-policy-about"></p>
    <p class="help" id="form-policy-note"></p>
    <pre class="mono form-policy" id="form-policy-text" tabindex="0" role="region" aria-label="${policy.text.post}" dir="ltr"></pre>`,
);

const dropZone: Html = html`<div data-field="file" data-name="${attempt.file}">
  <label class="drop" id="form-drop">
    <input type="file" id="form-file" aria-describedby="form-refusals">
    <span id="form-file-name" dir="auto">${attempt.choose}</span>
  </label>
  <div class="problem" aria-live="polite"></div>
</div>`;

const attemptCard = card(
  { id: "form-attempt", title: attempt.title },
  html`
    <p class="help" id="form-attempt-about"></p>
    ${dropZone}
    <ul class="form-warnings" id="form-refusals" aria-label="${attempt.refusals}" hidden></ul>
    <div class="actions">
      ${button({ id: "form-send", label: attempt.send, kind: "primary" })}
      ${button({ id: "form-use-size", label: attempt.useSize, hidden: true })}
      ${button({ id: "form-cancel", label: attempt.cancel, hidden: true })}
    </div>
    <div id="form-running" hidden>
      <progress id="form-progress" aria-label="${attempt.progress}"></progress>
      <p class="help form-figures" id="form-figures"></p>
    </div>
    ${outcome("form-outcome")}
    ${problemsOf("send")}
    <div class="form-stored" id="form-stored" hidden>
      <dl class="facts" id="form-facts"></dl>
      ${button({ id: "form-link", label: attempt.link })}
    </div>`,
);

export const formMarkup = viewSection(
  { id: "form", title: words.form.title, lead: words.form.lead },
  html`<div class="form-columns">
    ${allowCard}
    <div class="column">${resultCard}${policyCard}${attemptCard}</div>
  </div>`,
);
