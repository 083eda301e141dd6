import { accountMarkup } from "./account/markup.ts";
import { browseMarkup } from "./browse/markup.ts";
import policy from "./content-security-policy.txt";
import { credentialsMarkup } from "./credentials/markup.ts";
import { doctorMarkup } from "./doctor/markup.ts";
import { explainMarkup } from "./explain/markup.ts";
import { formMarkup } from "./form/markup.ts";
import { formatFragment } from "./fragment.ts";
import { inspectMarkup } from "./inspect/markup.ts";
import { linkMarkup } from "./link/markup.ts";
import { manyMarkup } from "./many/markup.ts";
import { html, withCode } from "./markup/html.ts";
import { transferMarkup } from "./transfer/markup.ts";
import { VIEW_IDS } from "./view-ids.ts";
import { words } from "./words.ts";

/** Returns index.html. The build calls it and adds the script, the styles and the icon. */
export default function page(): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy.trim().replaceAll("\n", " ")}">
        <meta name="referrer" content="no-referrer">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="theme-color" content="#f5f4ef" media="(prefers-color-scheme: light)">
        <meta name="theme-color" content="#111513" media="(prefers-color-scheme: dark)">
        <meta name="description" content="${words.page.description}">
        <link rel="manifest" href="manifest.webmanifest">
        <link rel="apple-touch-icon" href="icon-192.png">
        <title>${words.page.titleOf(words.link.title)}</title>
      </head>
      <body>
        <a class="skip" href="#main" id="skip">${words.page.skip}</a>
        <header class="masthead">
          <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path class="mark-post" d="M14.5 2.5a1.5 1.5 0 0 1 3 0V30h-3z"/>
            <path class="mark-there" d="M5 5h18.2L28 9.5 23.2 14H5z"/>
            <path class="mark-back" d="M27 16H8.8L4 20.5 8.8 25H27z"/>
          </svg>
          <div>
            <h1>${words.page.name}</h1>
            <p>${words.page.tagline}</p>
          </div>
          <p class="promise">${words.page.promise}</p>
        </header>
        <nav class="views" id="views" aria-label="${words.page.views}">
          <ul>
            ${VIEW_IDS.map((id) => html`<li><a href="${formatFragment(id)}">${words[id].title}</a></li>`)}
          </ul>
        </nav>
        <div id="offline" role="status"></div>
        <noscript><p class="notice">${words.page.noScript}</p></noscript>
        <div class="layout">
          ${accountMarkup}
          <main id="main">
            <div class="view-missing">
              <p id="view-state" role="status"></p>
              <button type="button" id="view-retry" hidden>${words.page.retry}</button>
            </div>
            ${linkMarkup}${formMarkup}${transferMarkup}${browseMarkup}${manyMarkup}
            ${inspectMarkup}${explainMarkup}${doctorMarkup}${credentialsMarkup}
          </main>
        </div>
        <footer><p>${withCode(words.page.footer)}</p></footer>
        <dialog id="confirmation" aria-labelledby="confirmation-title">
          <h2 id="confirmation-title"></h2>
          <p id="confirmation-text"></p>
          <div class="actions">
            <button type="button" id="confirmation-cancel">${words.parts.cancel}</button>
            <button type="button" class="danger" id="confirmation-accept"></button>
          </div>
        </dialog>
      </body>
    </html>`.source;
}
