import { checkbox, choiceField, problemPlace, problemsOf, textField } from "../markup/fields.ts";
import { html } from "../markup/html.ts";
import { button, card, disclosure, outcome } from "../markup/view.ts";
import { words } from "../words.ts";

const { upload } = words.transfer;

const files = html`<div data-field="file" data-name="${upload.file}">
  <label class="drop" id="drop">
    <input type="file" id="file" multiple>
    <span>${upload.choose}</span>
  </label>
  ${problemPlace}
</div>
<div class="upload-ways">
  ${button({ id: "upload-folder", label: upload.folder })}
  <input type="file" id="folder" aria-label="${upload.folderInput}" webkitdirectory hidden>
  <p class="help">${upload.paste}</p>
</div>`;

const options = disclosure(
  { id: "upload-options", summary: upload.options },
  html`
    <div class="pair">
      ${textField({
        id: "upload-limit",
        field: "limit",
        label: upload.limit,
        note: upload.limitNote,
        placeholder: upload.limitPlaceholder,
      })}
      ${textField({
        id: "upload-type",
        field: "type",
        label: upload.type,
        mono: true,
        placeholder: upload.typePlaceholder,
      })}
    </div>
    ${choiceField({
      field: "via",
      label: upload.via,
      radioName: "upload-via",
      help: upload.viaHelp,
      choices: Object.entries(upload.vias).map(([value, label]) => ({
        value,
        label,
        checked: value === "auto",
      })),
    })}
    ${checkbox({ id: "upload-resumable", label: upload.resumable, help: upload.resumableHelp })}`,
);

export const uploadCard = card(
  { id: "upload-section", title: upload.title },
  html`
    <div class="upload-form" id="upload-form">
      ${files}
      ${textField({
        id: "upload-key",
        field: "key",
        label: upload.prefix,
        note: upload.prefixNote,
        mono: true,
        placeholder: upload.prefixPlaceholder,
        value: "uploads/",
      })}
      ${options}
      ${problemsOf("upload")}
    </div>
    <div class="transfer" id="upload-transfer" hidden>
      <progress id="upload-progress" aria-label="${upload.total}"></progress>
      <p class="figures" id="upload-figures"></p>
    </div>
    <div class="actions">
      ${button({ id: "upload", label: upload.start, kind: "primary" })}
      ${button({ id: "upload-pause", label: upload.pauseAll, hidden: true })}
      ${button({ id: "upload-retry", label: upload.retryAll, hidden: true })}
      ${button({ id: "upload-clear", label: upload.clearDone, hidden: true })}
      ${button({ id: "upload-remove", label: upload.removeAll, hidden: true })}
    </div>
    ${outcome("upload-outcome")}
    <ul class="upload-list" id="upload-list" aria-label="${upload.list}" hidden></ul>
    <p class="help" id="upload-more" hidden></p>`,
);
