import { type Explanation, inspect, type SentRequest } from "s3-signpost";
import { visibleText } from "../format/visible.ts";
import { byId, make } from "../parts/elements.ts";
import { words } from "../words.ts";
import { compare, type Line, splitCanonicalRequest, withoutSecret } from "./comparison.ts";
import { elementText } from "./error-text.ts";

const { compared } = words.explain;

const card = byId("explain-compared", HTMLElement);
const first = byId("explain-first", HTMLParagraphElement);
const noRequest = byId("explain-no-request", HTMLParagraphElement);
const list = byId("explain-lines", HTMLOListElement);
const stringPart = byId("explain-string", HTMLDetailsElement);
const stringText = byId("explain-string-text", HTMLPreElement);

/** Maximum number of lines of a hostile document that are shown. */
const MAX_LINES = 200;

/** Compares the request as it was sent with what S3 signed, line by line. Hides the card without a difference. */
export function showCompared(
  explanation: Explanation,
  document: string,
  request: SentRequest | undefined,
): void {
  const canonical = elementText(document, "CanonicalRequest");
  const stringToSign = elementText(document, "StringToSign") ?? "";
  const isMismatch = explanation.code === "SignatureDoesNotMatch";
  const { difference } = explanation;
  card.hidden = !isMismatch || !(canonical || stringToSign || difference);
  first.textContent = difference ? compared.first(compared.parts[difference.part]) : "";
  first.hidden = !difference;
  noRequest.hidden = difference !== undefined || request !== undefined;
  showLines(linesOf(explanation, canonical, request), explanation);
  stringPart.hidden = !stringToSign;
  stringText.textContent = stringToSign.split("\n").map(safe).join("\n");
}

function linesOf(
  { difference }: Explanation,
  canonical: string | undefined,
  request: SentRequest | undefined,
): Line[] {
  if (canonical) {
    return request && isSigned(request.url)
      ? compare(canonical, request)
      : splitCanonicalRequest(canonical);
  }
  if (!difference || difference.part === "secret") return [];
  const { part, ours, theirs } = difference;
  return [{ part: part === "scope" ? "query" : part, ours, theirs }];
}

function isSigned(url: string): boolean {
  try {
    return Boolean(inspect(url));
  } catch {
    return false;
  }
}

function showLines(lines: readonly Line[], { difference }: Explanation): void {
  const isFirst = (line: Line) =>
    line.ours === difference?.ours && line.theirs === difference.theirs;
  list.replaceChildren(
    ...lines.slice(0, MAX_LINES).map((line) => {
      const differs = line.ours !== line.theirs;
      const item = make("li", differs ? "explain-line differs" : "explain-line");
      const name = make("p", "explain-part", compared.parts[line.part]);
      if (differs) {
        const mark = isFirst(line) ? compared.firstMark : compared.mark;
        name.append(" ", make("strong", "explain-mark", mark));
      }
      item.append(name);
      if (differs) item.append(side(compared.ours, line.ours), side(compared.theirs, line.theirs));
      else item.append(text(line.theirs));
      return item;
    }),
  );
}

function side(label: string, value: string): HTMLElement {
  return make("div", "explain-side", make("span", "explain-label", label), text(value));
}

function text(value: string): HTMLElement {
  const element = make("code", "explain-text", value ? safe(value) : compared.absent);
  element.dir = "ltr";
  return element;
}

function safe(line: string): string {
  return visibleText(withoutSecret(line));
}
