import { control, helpId, problemPlace, segments } from "./fields.ts";
import { type Html, html, withCode } from "./html.ts";

/** Words of the fields of an expiry. */
export interface ExpiryWords {
  legend: string;
  byDuration: string;
  byDate: string;
  duration: string;
  durationName: string;
  durationHelp: string;
  presets: string;
  date: string;
  dateName: string;
}

/** Fields for the end of a link or a form: a duration, or a date. `prefix` precedes the ids and the name of the choice. */
export function expiryFields(prefix: string, words: ExpiryWords): Html {
  const duration = {
    id: `${prefix}expires-in`,
    field: "expiresIn",
    label: words.duration,
    value: "1 h",
    help: words.durationHelp,
  };
  const date = `${prefix}expires-at`;
  return html`<fieldset class="field expiry" id="${prefix}expiry">
    <legend>${words.legend}</legend>
    ${segments(`${prefix}until`, [
      { value: "duration", label: words.byDuration, checked: true },
      { value: "date", label: words.byDate },
    ])}
    <div data-field="expiresIn" data-name="${words.durationName}" id="${prefix}duration-choice">
      <div class="expiry-row">
        <label class="hidden" for="${duration.id}">${words.duration}</label>
        ${control(duration)}
        <fieldset class="presets" id="${prefix}presets"><legend class="hidden">${words.presets}</legend></fieldset>
      </div>
      <p class="help" id="${helpId(duration.id)}">${withCode(words.durationHelp)}</p>
      ${problemPlace}
    </div>
    <div data-field="expiresAt" data-name="${words.dateName}" id="${prefix}date-choice" hidden>
      <label class="hidden" for="${date}">${words.date}</label>
      <input id="${date}" type="datetime-local" step="1" aria-describedby="${helpId(date)}">
      <p class="help" id="${helpId(date)}"></p>
      ${problemPlace}
    </div>
  </fieldset>`;
}
