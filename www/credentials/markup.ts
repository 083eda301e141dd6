import { problemPlace, problemsOf, secretField, textField } from "../markup/fields.ts";
import { type Html, type HtmlValue, html, withCode } from "../markup/html.ts";
import { button, card, disclosure, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";

const { now, paste, cognito, role, ...common } = words.credentials;

const nowCard = card(
  { id: "credentials-now", title: now.title },
  html`
    <p class="empty" id="credentials-empty">${now.empty}</p>
    <dl class="facts" id="credentials-facts" hidden></dl>
    <p id="credentials-countdown" hidden></p>
    <div class="actions">
      ${button({ id: "credentials-renew", label: now.renew, hidden: true })}
      ${button({ id: "credentials-clear", label: now.clear, hidden: true })}
    </div>
    ${problemsOf("renew")}`,
);

const box = {
  id: "credentials-box",
  field: "pasted",
  label: paste.box,
  help: paste.boxHelp,
  rows: 2,
  attributes: { "data-paste": true },
};

const pasteCard = card(
  { id: "credentials-paste", title: paste.title },
  html`
    ${textField(box)}
    <div data-field="file" data-name="${paste.file}">
      <label class="drop" id="credentials-drop">
        <input type="file" id="credentials-file">
        <span>${paste.choose}</span>
        <span class="help">${withCode(paste.fileNote)}</span>
      </label>
      ${problemPlace}
    </div>
    ${outcome("credentials-pasted")}
    ${disclosure(
      { summary: paste.forms },
      html`<ul class="known-forms">${paste.known.map((form) => html`<li>${withCode(form)}</li>`)}</ul>`,
    )}`,
);

/** A card with the fields of a service, and the button that gets credentials from it. */
function providerCard(
  id: string,
  { title, about }: { title: string; about: string },
  fields: HtmlValue,
): Html {
  return card(
    { id, title },
    html`
      <p class="help">${about}</p>
      ${fields}
      ${button({ id: `${id}-get`, label: common.get })}
      ${outcome(`${id}-outcome`)}
      ${problemsOf(id)}`,
  );
}

const cognitoCard = providerCard(
  "credentials-cognito",
  cognito,
  html`
    ${textField({
      id: "cognito-pool",
      field: "identityPoolId",
      label: cognito.pool,
      placeholder: cognito.poolPlaceholder,
      mono: true,
    })}
    ${textField({
      id: "cognito-provider",
      field: "provider",
      label: cognito.provider,
      note: cognito.providerNote,
      placeholder: cognito.providerPlaceholder,
      mono: true,
    })}
    ${secretField({
      id: "cognito-token",
      field: "logins",
      label: cognito.token,
      note: cognito.tokenNote,
    })}
    ${disclosure(
      { summary: common.options },
      textField({
        id: "cognito-endpoint",
        field: "endpoint",
        label: cognito.endpoint,
        note: cognito.endpointNote,
        type: "url",
        mono: true,
      }),
    )}`,
);

const roleCard = providerCard(
  "credentials-role",
  role,
  html`
    ${textField({
      id: "role-arn",
      field: "roleArn",
      label: role.arn,
      placeholder: role.arnPlaceholder,
      mono: true,
    })}
    ${secretField({ id: "role-token", field: "token", label: role.token })}
    ${disclosure(
      { summary: common.options },
      html`
        ${textField({
          id: "role-duration",
          field: "durationSeconds",
          label: role.duration,
          note: role.durationNote,
          attributes: { inputmode: "numeric" },
        })}
        ${textField({
          id: "role-region",
          field: "region",
          label: role.region,
          note: role.regionNote,
          mono: true,
          list: "regions",
        })}
        ${textField({
          id: "role-endpoint",
          field: "endpoint",
          label: role.endpoint,
          note: role.endpointNote,
          type: "url",
          mono: true,
        })}`,
    )}`,
);

export const credentialsMarkup = viewSection(
  { id: "credentials", title: words.credentials.title, lead: words.credentials.lead },
  html`<div class="credentials">${nowCard}${pasteCard}${cognitoCard}${roleCard}</div>`,
);
