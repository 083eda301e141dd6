import type { SignedLink } from "../account/sign.ts";
import { formatEnd } from "../format/duration.ts";
import { visibleText } from "../format/visible.ts";
import { startCopyButton } from "../parts/copy-button.ts";
import { button, byId, make } from "../parts/elements.ts";
import { makeTable } from "../parts/table.ts";
import { words } from "../words.ts";

/** Maximum number of links that are kept. */
const MAX_LINKS = 50;

const { history, methods } = words.link;
const box = byId("history-box", HTMLDivElement);
const table = byId("history-table", HTMLDivElement);

/** The newest first. In memory only. */
let links: SignedLink[] = [];

export function startHistory(): void {
  button("history-clear").addEventListener("click", () => {
    links = [];
    show();
  });
}

/** Adds a link that was used, unless it is in the list. */
export function remember(signed: SignedLink): void {
  if (links.some(({ link }) => link.url === signed.link.url)) return;
  links = [signed, ...links].slice(0, MAX_LINKS);
  show();
}

function show(): void {
  box.hidden = links.length === 0;
  table.replaceChildren(
    makeTable(
      history.title,
      [
        { title: history.object, cell: ({ request }) => keyOf(request.key ?? "") },
        { title: history.method, cell: ({ link }) => labelOf(link.method) },
        { title: history.end, cell: ({ link }) => endOf(link.expiresAt) },
        { title: history.copy, cell: copyButton },
      ],
      links,
    ),
  );
}

function keyOf(key: string): HTMLElement {
  const element = make("span", "mono", visibleText(key));
  element.dir = "auto";
  return element;
}

function labelOf(method: SignedLink["link"]["method"]): string {
  return method === "POST" ? method : methods[method].label;
}

function endOf(expiresAt: Date): string {
  return expiresAt.getTime() > Date.now() ? formatEnd(expiresAt) : history.expired;
}

function copyButton({ link, request }: SignedLink): HTMLButtonElement {
  const copy = make("button", "quiet", history.copy);
  copy.type = "button";
  copy.setAttribute("aria-label", history.copyLabel(visibleText(request.key ?? "")));
  startCopyButton(copy, () => link.url);
  return copy;
}
