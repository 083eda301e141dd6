import { expiryFields } from "../markup/expiry.ts";
import { checkbox, problemPlace, problemsOf, selectField, textField } from "../markup/fields.ts";
import { attributes, type Html, html } from "../markup/html.ts";
import { button, card, disclosure, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";

const { object, method, methods, more, result, history } = words.link;

const objectFields = html`
  <div>
    ${textField({
      id: "uri",
      field: "uri",
      label: object.uri,
      mono: true,
      placeholder: object.uriPlaceholder,
    })}
    <p class="warning" id="uri-signed" hidden>
      ${object.signed} ${button({ id: "uri-inspect", label: object.inspect, kind: "quiet" })}
    </p>
  </div>
  <div class="pair">
    ${textField({ id: "key", field: "key", label: object.key, mono: true })}
    ${forMethods(
      "GET",
      textField({
        id: "download-as",
        field: "response.downloadAs",
        label: object.downloadAs,
        placeholder: object.downloadAsPlaceholder,
        attributes: { dir: "auto" },
      }),
    )}
  </div>`;

const methodField = html`<fieldset class="field" data-field="method">
  <legend>${method}</legend>
  <div class="method-cards">
    ${Object.entries(methods).map(
      ([value, { label, allows }]) =>
        html`<label class="method-card"><input${attributes({
          type: "radio",
          name: "method",
          value,
          checked: value === "GET",
        })}><span><b>${label} <code>${value}</code></b><small>${allows}</small></span></label>`,
    )}
  </div>
  ${problemPlace}
</fieldset>`;

const moreFields = disclosure(
  { id: "extras", summary: more.summary },
  html`
    <div class="pair">
      ${forMethods(
        "GET HEAD DELETE",
        textField({
          id: "version-id",
          field: "query.versionId",
          name: more.versionId,
          label: more.versionId,
          note: more.versionIdNote,
          mono: true,
        }),
      )}
      ${forMethods(
        "PUT",
        textField({
          id: "upload-content-type",
          field: "headers.content-type",
          name: "Content-Type",
          label: more.uploadType,
          mono: true,
          placeholder: "application/pdf",
        }),
      )}
      ${forMethods(
        "PUT",
        selectField({
          id: "encryption",
          field: "headers.x-amz-server-side-encryption",
          label: more.encryption,
          choices: Object.entries(more.encryptionChoices).map(([value, label]) => ({
            value,
            label,
          })),
        }),
      )}
      ${forMethods(
        "PUT",
        textField({
          id: "kms-key",
          field: "headers.x-amz-server-side-encryption-aws-kms-key-id",
          name: more.kmsKey,
          label: more.kmsKey,
          note: more.kmsKeyNote,
          mono: true,
        }),
      )}
      ${forMethods(
        "GET",
        textField({
          id: "content-disposition",
          field: "response.contentDisposition",
          name: "Content-Disposition",
          label: more.contentDisposition,
          mono: true,
          placeholder: 'attachment; filename="report.pdf"',
        }),
      )}
      ${forMethods(
        "GET",
        textField({
          id: "content-type",
          field: "response.contentType",
          name: "Content-Type",
          label: more.contentType,
          mono: true,
          placeholder: "application/pdf",
        }),
      )}
      ${textField({
        id: "headers",
        field: "headers",
        label: more.headers,
        help: more.headersHelp,
        mono: true,
        rows: 2,
        placeholder: "x-amz-meta-author: Ada",
      })}
      ${textField({
        id: "query",
        field: "query",
        label: more.query,
        help: more.queryHelp,
        mono: true,
        rows: 2,
        placeholder: "partNumber=1",
      })}
    </div>
    ${forMethods("PUT", checkbox({ id: "if-absent", field: "overwrite", label: more.ifAbsent }))}`,
);

/** Fields that only links of these methods have. */
function forMethods(names: string, content: Html): Html {
  return html`<div data-methods="${names}">${content}</div>`;
}

/** The formats that only links for downloads have. */
const DOWNLOADS_ONLY = new Set(["message", "markdown", "html", "aws"]);

const copyAs = disclosure(
  { id: "copy-as", summary: result.copyAs },
  html`<fieldset>
      <legend class="hidden">${result.format}</legend>
      <div class="segments">
        ${Object.entries(result.formats).map(
          ([value, label]) =>
            html`<label${attributes({
              "data-methods": DOWNLOADS_ONLY.has(value) ? "GET" : undefined,
            })}><input${attributes({
              type: "radio",
              name: "format",
              value,
              checked: value === "curl",
            })}><span>${label}</span></label>`,
        )}
      </div>
    </fieldset>
    <pre class="mono" id="formatted" tabindex="0" role="region" aria-label="${result.copyAs}"></pre>
    ${button({ id: "copy-formatted", label: result.copyFormat })}`,
);

const resultBox = html`<div class="sign" id="sign" data-state="empty">
  <p class="sign-empty" id="needed"></p>
  <div class="sign-made">
    <p class="sign-end"><span class="arm" id="link-method">GET</span> <span id="link-end"></span> <span class="signed-in" id="signed-in"></span></p>
    <p id="link-allows"></p>
    <p class="warning" id="link-limit" hidden></p>
    <ul class="warnings" id="link-warnings" aria-label="${words.link.warnings.title}" hidden></ul>
    <div class="actions" id="link-actions">
      ${button({ id: "copy-link", label: result.copy, kind: "primary" })}
      <a class="button" id="open-link" target="_blank" rel="noreferrer noopener">${result.open}</a>
      ${button({ id: "test-link", label: result.test })}
      ${button({ id: "sign-again", label: result.again })}
    </div>
    ${outcome("link-outcome")}
    ${problemsOf("test")}
    <p class="link mono" id="link"></p>
    <div id="link-headers" hidden>
      <h3>${result.headers}</h3>
      <pre class="mono" id="link-headers-list"></pre>
    </div>
    ${copyAs}
    ${disclosure(
      { id: "qr-box", summary: result.qr },
      html`<p class="warning" id="qr-note" hidden></p><div id="qr" class="qr"></div>`,
    )}
  </div>
</div>`;

export const linkMarkup = viewSection(
  { id: "link", title: words.link.title, lead: words.link.lead, isFirst: true },
  html`<div class="card link-card">
    ${objectFields}${methodField}${expiryFields("", words.parts.expiry)}${moreFields}
    ${problemsOf("link")}
    ${resultBox}
    <p class="hidden" role="status" id="link-status"></p>
  </div>
  <div id="history-box" hidden>
    ${card(
      {
        id: "history",
        title: history.title,
        aside: button({ id: "history-clear", label: history.clear, kind: "quiet" }),
      },
      html`<p class="help">${history.lead}</p><div id="history-table"></div>`,
    )}
  </div>`,
);
