import type { ViewId } from "../view-ids.ts";
import { attributes, type Html, type HtmlValue, html } from "./html.ts";

/** The section of a view. Its heading gets the focus when the view is opened. Only the first view starts visible. */
export function viewSection(
  {
    id,
    title,
    lead,
    isFirst = false,
  }: { id: ViewId; title: string; lead: string; isFirst?: boolean },
  content: HtmlValue,
): Html {
  return html`<section class="view" id="view-${id}" aria-labelledby="${id}-title"${attributes({ hidden: !isFirst })}>
    <header class="view-head">
      <h2 id="${id}-title" tabindex="-1">${title}</h2>
      <p class="lead">${lead}</p>
    </header>
    ${content}
  </section>`;
}

/** A card with a heading. `aside` is at the end of the line of the heading: buttons, or a remark. */
export function card(
  { id, title, aside, level = 3 }: { id: string; title: string; aside?: HtmlValue; level?: 2 | 3 },
  content: HtmlValue,
): Html {
  const heading =
    level === 2
      ? html`<h2 id="${id}-title">${title}</h2>`
      : html`<h3 id="${id}-title">${title}</h3>`;
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
    <div class="card-head">
      ${heading}
      ${aside && html`<div class="card-actions">${aside}</div>`}
    </div>
    ${content}
  </section>`;
}

/** Content that opens by a click on its summary. */
export function disclosure(
  { id, summary }: { id?: string; summary: HtmlValue },
  content: HtmlValue,
): Html {
  return html`<details class="more"${attributes({ id })}>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}

/** A button. */
export function button(options: {
  id: string;
  label: string;
  kind?: "primary" | "quiet" | "danger";
  hidden?: boolean;
  pressed?: boolean;
}): Html {
  const { id, label, kind, hidden, pressed } = options;
  const all = {
    type: "button",
    id,
    class: kind,
    hidden,
    "aria-pressed": pressed === undefined ? undefined : String(pressed),
  };
  return html`<button${attributes(all)}>${label}</button>`;
}

/** A line for the outcome of an action, which screen readers announce. */
export function outcome(id: string): Html {
  return html`<p class="outcome" role="status" id="${id}"></p>`;
}
