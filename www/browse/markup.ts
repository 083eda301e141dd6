import { formatFragment } from "../fragment.ts";
import { problemsOf, textField } from "../markup/fields.ts";
import { html } from "../markup/html.ts";
import { button, card, outcome, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";

const { buckets, objects, table, selection } = words.browse;

const sortButton = (property: string, label: string, isNumber = false) =>
  html`<th scope="col" role="columnheader" data-sort="${property}" aria-sort="none"${
    isNumber && html` class="number"`
  }><button type="button" class="browse-sort">${label}</button></th>`;

const entryTable = html`<table class="table browse-table" id="browse-table" role="table" hidden>
  <caption class="hidden" id="browse-caption"></caption>
  <thead role="rowgroup"><tr role="row">
    <td class="browse-check" role="cell"><label class="browse-target"><input type="checkbox" id="browse-all" aria-label="${table.selectAll}"></label></td>
    ${sortButton("key", table.name)}
    ${sortButton("size", table.size, true)}
    ${sortButton("lastModified", table.modified, true)}
  </tr></thead>
  <tbody role="rowgroup" id="browse-rows"></tbody>
</table>`;

const selectionBar = html`<div class="browse-selection" id="browse-selection" role="group" aria-label="${selection.title}" hidden>
  <p id="browse-selected"></p>
  <div class="actions" id="browse-choices">
    ${button({ id: "browse-links", label: selection.links, kind: "primary" })}
    ${button({ id: "browse-download", label: selection.download })}
    ${button({ id: "browse-delete", label: selection.remove })}
    ${button({ id: "browse-clear", label: selection.clear, kind: "quiet" })}
  </div>
  <div class="browse-running" id="browse-running" hidden>
    <progress id="browse-progress" aria-label="${selection.progress}"></progress>
    <p id="browse-figures"></p>
    ${button({ id: "browse-cancel", label: selection.cancel })}
  </div>
</div>
${outcome("browse-selection-outcome")}
${problemsOf("selection")}`;

export const browseMarkup = viewSection(
  { id: "browse", title: words.browse.title, lead: words.browse.lead },
  html`
    ${card(
      {
        id: "browse-buckets",
        title: buckets.title,
        aside: button({ id: "browse-list-buckets", label: buckets.list, kind: "quiet" }),
      },
      html`${outcome("browse-buckets-outcome")}
        <ul class="browse-bucket-names" id="browse-bucket-names"></ul>
        ${problemsOf("buckets")}`,
    )}
    ${card(
      { id: "browse-objects", title: objects.title },
      html`
        <nav aria-label="${objects.path}"><ol class="browse-path" id="browse-path"></ol></nav>
        <div class="empty" id="browse-empty">
          <p>${objects.empty}</p>
          ${button({ id: "browse-list", label: objects.list, kind: "primary" })}
        </div>
        <div class="browse-tools" id="browse-tools" hidden>
          <div class="actions">
            ${button({ id: "browse-reload", label: objects.reload })}
            ${button({ id: "browse-upload", label: objects.upload })}
            ${button({ id: "browse-links-for-all", label: objects.linksForAll })}
          </div>
          ${textField({
            id: "browse-search",
            field: "search",
            label: objects.search,
            type: "search",
            help: objects.searchHelp,
            attributes: { dir: "auto" },
          })}
          ${button({ id: "browse-search-server", label: objects.searchServer(""), hidden: true })}
        </div>
        ${selectionBar}
        ${entryTable}
        ${outcome("browse-status")}
        ${problemsOf("listing")}
        <p id="browse-doctor" hidden><a href="${formatFragment("doctor")}">${objects.doctor}</a></p>
        <div class="actions">
          ${button({ id: "browse-more", label: objects.loadMore, hidden: true })}
          ${button({ id: "browse-load-all", label: objects.loadAll, hidden: true })}
          ${button({ id: "browse-stop", label: objects.stop, hidden: true })}
        </div>`,
    )}`,
);
