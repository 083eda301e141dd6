import { problemsOf, textField } from "../markup/fields.ts";
import { html } from "../markup/html.ts";
import { button, card, outcome } from "../markup/view.ts";
import { words } from "../words.ts";

const { download, preview } = words.transfer;

export const downloadCard = card(
  { id: "download-section", title: download.title },
  html`
    ${textField({ id: "download-key", field: "key", label: download.key, mono: true })}
    <p class="help" id="download-help"></p>
    <div class="actions">
      ${button({ id: "download", label: download.start, kind: "primary" })}
      ${button({ id: "download-preview", label: download.preview })}
      ${button({ id: "download-pause", label: words.transfer.pause, hidden: true })}
      ${button({ id: "download-cancel", label: words.transfer.cancel, hidden: true })}
      ${button({ id: "download-again", label: download.again, hidden: true })}
    </div>
    <div class="transfer" id="download-transfer" hidden>
      <progress id="download-progress" aria-label="${download.start}"></progress>
      <p class="figures" id="download-figures"></p>
    </div>
    ${outcome("download-outcome")}
    ${problemsOf("download")}
    <div class="actions" id="download-saved" hidden></div>
    <dl class="facts" id="download-facts" hidden></dl>
    <div class="preview" id="preview" role="group" aria-label="${preview.title}" hidden></div>`,
);
