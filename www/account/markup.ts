import { checkbox, choiceField, problemsOf, secretField, textField } from "../markup/fields.ts";
import { html, withCode } from "../markup/html.ts";
import { button, card, disclosure } from "../markup/view.ts";
import { words } from "../words.ts";
import { REGIONS } from "./regions.ts";

const { credentials, location } = words.account;

const credentialsCard = card(
  {
    id: "account-credentials",
    title: credentials.title,
    level: 2,
    aside: [
      button({ id: "clear-credentials", label: credentials.clear, kind: "quiet", hidden: true }),
      button({ id: "show-secrets", label: credentials.showSecrets, kind: "quiet", pressed: false }),
    ],
  },
  html`
    <div id="guest" class="guest" hidden>
      ${button({ id: "guest-button", label: credentials.guest })}
      <p class="help">${credentials.guestHelp}</p>
      ${problemsOf("guest")}
    </div>
    <p class="help" id="paste-help">${withCode(credentials.pasteHelp)}</p>
    ${textField({
      id: "access-key-id",
      field: "credentials.accessKeyId",
      label: credentials.accessKeyId,
      placeholder: credentials.accessKeyIdPlaceholder,
      mono: true,
      describedBy: "paste-help",
      attributes: { "data-1p-ignore": true, "data-lpignore": "true", "data-bwignore": "true" },
    })}
    ${secretField({
      id: "secret-access-key",
      field: "credentials.secretAccessKey",
      label: credentials.secretAccessKey,
    })}
    ${secretField({
      id: "session-token",
      field: "credentials.sessionToken",
      label: credentials.sessionToken,
      note: credentials.sessionTokenNote,
    })}
    ${textField({
      id: "expiration",
      field: "credentials.expiration",
      label: credentials.expiration,
      note: credentials.expirationNote,
      placeholder: credentials.expirationPlaceholder,
      mono: true,
    })}
    <p class="help" id="credentials-end" hidden></p>
    ${problemsOf("credentials")}`,
);

const locationCard = card(
  { id: "account-location", title: location.title, level: 2 },
  html`
    ${textField({ id: "bucket", field: "bucket", label: location.bucket, mono: true })}
    ${textField({
      id: "region",
      field: "region",
      label: location.region,
      mono: true,
      list: "regions",
      value: "us-east-1",
    })}
    <datalist id="regions">${REGIONS.map(([id, place]) => html`<option value="${id}">${place}</option>`)}</datalist>
    ${disclosure(
      {
        id: "endpoint-options",
        summary: html`${location.endpointOptions} <span class="optional" id="endpoint-summary">${location.aws}</span>`,
      },
      html`
        ${textField({
          id: "endpoint",
          field: "endpoint",
          label: location.endpoint,
          note: location.endpointNote,
          type: "url",
          mono: true,
          placeholder: location.endpointPlaceholder,
        })}
        ${choiceField({
          field: "addressing",
          label: location.addressing,
          radioName: "addressing",
          choices: choices(location.addressingChoices),
        })}
        ${choiceField({
          field: "protocol",
          label: location.protocol,
          radioName: "protocol",
          choices: choices(location.protocolChoices),
          help: location.protocolHelp,
        })}
        ${choiceField({
          field: "signature",
          label: location.signature,
          radioName: "signature",
          choices: choices(location.signatureChoices),
          help: location.signatureHelp,
        })}
        <div class="checks">
          ${checkbox({ id: "dualstack", field: "dualstack", label: location.dualstack })}
          ${checkbox({ id: "accelerate", field: "accelerate", label: location.accelerate })}
          ${checkbox({ id: "fips", field: "fips", label: location.fips })}
        </div>`,
    )}
    ${checkbox({ id: "remember", label: location.remember, help: location.rememberHelp })}
    <div class="warning" id="clock" hidden>
      <p id="clock-offset"></p>
      ${button({ id: "clock-reset", label: location.clockReset, kind: "quiet" })}
    </div>`,
);

/** The credentials and the bucket, beside every view. In a narrow window it folds to one line above the view. */
export const accountMarkup = html`<aside aria-label="${words.account.title}">
  <details id="account" open>
    <summary>
      <span id="account-summary" class="account-summary"></span>
      <span class="account-change">${words.account.change}</span>
    </summary>
    <div class="column" id="account-fields">${credentialsCard}${locationCard}</div>
  </details>
</aside>`;

/** Returns radio buttons, the first of which is selected. */
function choices(labels: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([value, label], index) => ({
    value,
    label,
    checked: index === 0,
  }));
}
