import type { PresignedUrl } from "s3-signpost";
import { countOf, formatCount } from "../format/count.ts";
import { formatInstantInZones } from "../format/duration.ts";
import { visibleLines, visibleText } from "../format/visible.ts";
import { startCopyButton } from "../parts/copy-button.ts";
import { button, byId, chosen, make, withCode } from "../parts/elements.ts";
import { saveFile } from "../parts/save-file.ts";
import { words } from "../words.ts";
import { fileOf, formatLinks, type LinkFormat, startOfFile } from "./link-formats.ts";
import type { InvalidLine } from "./parse-keys.ts";
import type { ObjectLink } from "./sign-links.ts";

/** Number of links in the preview, and of invalid lines in their list. */
const PREVIEW_LINKS = 3;
const MAX_SHOWN_LINES = 100;

/** Signed links, and the lines that have none. */
export interface ManyLinks {
  links: ObjectLink[];
  invalid: InvalidLine[];
  method: "GET" | "PUT";
  /** The end of each link. */
  end: Pick<PresignedUrl, "expiresAt" | "limitedBy">;
}

const { links: linkWords, invalid: invalidWords } = words.many;
const HELP: Partial<Record<LinkFormat, string>> = {
  csv: linkWords.formulas,
  tsv: linkWords.formulas,
  wget: linkWords.wget,
  curl: linkWords.curl,
};

const box = byId("many-result", HTMLDivElement);
const empty = byId("many-empty", HTMLParagraphElement);
const end = byId("many-end", HTMLParagraphElement);
const limit = byId("many-limit", HTMLParagraphElement);
const save = button("many-save");
const copy = button("many-copy");
const help = byId("many-format-help", HTMLParagraphElement);
const preview = byId("many-preview", HTMLPreElement);
const invalidBox = byId("many-invalid", HTMLDetailsElement);
const invalidTitle = byId("many-invalid-title", HTMLElement);
const invalidLines = byId("many-invalid-lines", HTMLUListElement);

let current: ManyLinks | undefined;

/** The text of the links in the chosen format; empty while it is made. */
let pieces: string[] = [];

/** Starts the choice of a format and its buttons. */
export function startResult(): void {
  box.addEventListener("change", showFormat);
  save.addEventListener("click", () => {
    const format = chosenFormat();
    const { fileName, type } = fileOf(format);
    const start = startOfFile(format, current?.links ?? []);
    saveFile(new Blob([start, ...pieces], { type }), fileName);
  });
  startCopyButton(copy, () => pieces.join(""));
}

/** Shows links and invalid lines; undefined removes those of the last time. */
export function showResult(result: ManyLinks | undefined): Promise<void> {
  current = result;
  const hasLinks = result !== undefined && result.links.length > 0;
  box.hidden = !hasLinks;
  empty.hidden = result !== undefined;
  showInvalid(result?.invalid ?? []);
  if (!hasLinks) return Promise.resolve();
  const { expiresAt, limitedBy } = result.end;
  end.textContent = linkWords.validUntil(formatInstantInZones(expiresAt), limitedBy === "unknown");
  limit.hidden = limitedBy === "request";
  limit.textContent = words.link.result.limits[limitedBy];
  return showFormat();
}

/** Makes the text of the chosen format. */
async function showFormat(): Promise<void> {
  const shown = current;
  if (!shown) return;
  const format = chosenFormat();
  const facts = { method: shown.method, expiresAt: shown.end.expiresAt };
  const remark = HELP[format];
  help.hidden = remark === undefined;
  help.replaceChildren(...withCode(remark ?? ""));
  save.textContent = linkWords.save(fileOf(format).fileName);
  const first = await formatLinks(format, shown.links.slice(0, PREVIEW_LINKS), facts);
  preview.textContent = visibleLines(first.join(""));
  pieces = [];
  setReady(false);
  const made = await formatLinks(format, shown.links, facts);
  // Another format may have been chosen meanwhile.
  if (shown !== current || format !== chosenFormat()) return;
  pieces = made;
  setReady(true);
}

function setReady(isReady: boolean): void {
  save.disabled = !isReady;
  copy.disabled = !isReady;
}

function chosenFormat(): LinkFormat {
  return chosen("many-format") as LinkFormat;
}

function showInvalid(lines: readonly InvalidLine[]): void {
  invalidBox.hidden = lines.length === 0;
  invalidBox.open = lines.length > 0;
  invalidTitle.textContent = invalidWords.title(countOf(lines.length, "line"));
  const items = lines.slice(0, MAX_SHOWN_LINES).map(({ line, text, reason }) => {
    const shown = make("code", "", visibleText(text));
    shown.dir = "auto";
    const number = make("strong", "", invalidWords.line(formatCount(line)));
    return make("li", "", number, " ", shown, " ", make("span", "help", ...withCode(reason)));
  });
  const rest = lines.length - items.length;
  if (rest > 0) items.push(make("li", "", invalidWords.more(countOf(rest, "line"))));
  invalidLines.replaceChildren(...items);
}
