import { problemPlace, problemsOf, textField } from "../markup/fields.ts";
import { type Html, html } from "../markup/html.ts";
import { button, card, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";

const { download, upload } = words.transfer;

/** The buttons, the progress bar and the outcome of one transfer. `id` is the prefix of all ids. */
function transfer(id: string, start: string): Html {
  return html`
    <div class="actions">
      ${button({ id, label: start, kind: "primary" })}
      ${button({ id: `${id}-pause`, label: words.transfer.pause, hidden: true })}
      ${button({ id: `${id}-cancel`, label: words.transfer.cancel, hidden: true })}
    </div>
    <div class="transfer" id="${id}-transfer" hidden>
      <progress id="${id}-progress" aria-label="${start}"></progress>
      <p class="figures" id="${id}-figures"></p>
    </div>
    ${outcome(`${id}-outcome`)}
    ${problemsOf(id)}`;
}

const downloadCard = card(
  { id: "download-section", title: download.title },
  html`
    ${textField({ id: "download-key", field: "key", label: download.key, mono: true })}
    <p class="help">${download.description}</p>
    ${transfer("download", download.start)}
    <div class="preview" id="download-preview"></div>`,
);

const uploadCard = card(
  { id: "upload-section", title: upload.title },
  html`
    <div data-field="file" data-name="${upload.file}">
      <label class="drop" id="drop">
        <input type="file" id="file">
        <span id="file-name">${upload.choose}</span>
      </label>
      ${problemPlace}
    </div>
    ${textField({
      id: "upload-key",
      field: "key",
      name: upload.keyName,
      label: upload.key,
      mono: true,
      value: "uploads/",
    })}
    <div class="pair">
      ${textField({
        id: "upload-limit",
        field: "limit",
        name: upload.limit,
        label: upload.limit,
        note: upload.enforced,
        placeholder: upload.limitPlaceholder,
      })}
      ${textField({
        id: "upload-type",
        field: "type",
        name: upload.type,
        label: upload.type,
        note: upload.enforced,
        mono: true,
        placeholder: upload.typePlaceholder,
      })}
    </div>
    ${transfer("upload", upload.start)}
    <div id="upload-result" hidden>
      <dl class="facts" id="upload-facts"></dl>
      ${button({ id: "link-to-upload", label: upload.link })}
    </div>`,
);

export const transferMarkup = viewSection(
  { id: "transfer", title: words.transfer.title, lead: words.transfer.lead },
  html`<div class="transfers">${downloadCard}${uploadCard}</div>`,
);
