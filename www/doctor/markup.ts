import { problemsOf, segments } from "../markup/fields.ts";
import { html, withCode } from "../markup/html.ts";
import { button, card, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";
import { CHECKS } from "./finding.ts";
import { RULE_FORMATS } from "./rule-formats.ts";

const { doctor } = words;

const rows = CHECKS.map(
  (check) => html`<li class="finding" id="doctor-${check}" data-state="idle">
    <div class="finding-head">
      <h3>${doctor[check].title}</h3>
      <span class="finding-state" id="doctor-${check}-state">${doctor.states.idle}</span>
    </div>
    <p class="help">${withCode(doctor[check].about)}</p>
    <div class="finding-body" id="doctor-${check}-finding"></div>
    ${check === "cors" && html`<div id="doctor-uses"></div>`}
  </li>`,
);

const checks = html`<div class="card">
  <div class="actions">
    ${button({ id: "doctor-check", label: doctor.check, kind: "primary" })}
  </div>
  <p class="help">${doctor.description}</p>
  ${outcome("doctor-outcome")}
  ${problemsOf("doctor")}
  <ul class="findings">${rows}</ul>
</div>`;

const rule = html`<div id="doctor-rule" hidden>${card(
  { id: "doctor-rule-card", title: doctor.rule.title },
  html`
    <p class="warning">${doctor.rule.replaces}</p>
    <fieldset class="field">
      <legend>${doctor.rule.format}</legend>
      ${segments(
        "doctor-rule-format",
        RULE_FORMATS.map((format, index) => ({
          value: format,
          label: doctor.rule.formats[format],
          checked: index === 0,
        })),
      )}
    </fieldset>
    <p class="help" id="doctor-rule-help"></p>
    <pre class="mono" id="doctor-rule-text" tabindex="0"></pre>
    ${button({ id: "doctor-rule-copy", label: doctor.rule.copy })}`,
)}</div>`;

export const doctorMarkup = viewSection(
  { id: "doctor", title: doctor.title, lead: doctor.lead },
  html`<div class="doctor">${checks}${rule}</div>`,
);
