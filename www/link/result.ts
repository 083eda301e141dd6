import { account } from "../account/account.ts";
import type { SignedLink } from "../account/sign.ts";
import { everySecond, secondsUntil } from "../format/countdown.ts";
import { formatDuration, formatEnd, formatInstantInZones } from "../format/duration.ts";
import { startCopyButton } from "../parts/copy-button.ts";
import { button, byId, choose, chosen, make, withCode } from "../parts/elements.ts";
import { controlOf, nameOf } from "../parts/fields.ts";
import { type LiveForm, namesInSentence } from "../parts/live-form.ts";
import type { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { type CopyFormat, formatLink } from "./copy-formats.ts";
import { remember, startHistory } from "./history.ts";
import { checkLink } from "./link-check.ts";
import { linkText } from "./link-text.ts";
import { showQr } from "./qr.ts";
import { warningsOf } from "./warnings.ts";

const sign = byId("sign", HTMLDivElement);
const needed = byId("needed", HTMLParagraphElement);
const link = byId("link", HTMLParagraphElement);
const method = byId("link-method", HTMLSpanElement);
const end = byId("link-end", HTMLSpanElement);
const limit = byId("link-limit", HTMLParagraphElement);
const open = byId("open-link", HTMLAnchorElement);
const copy = button("copy-link");
const test = button("test-link");
const outcome = byId("link-outcome", HTMLParagraphElement);
const headers = byId("link-headers", HTMLDivElement);
const headersList = byId("link-headers-list", HTMLPreElement);
const allows = byId("link-allows", HTMLParagraphElement);
const warnings = byId("link-warnings", HTMLUListElement);
const copyAs = byId("copy-as", HTMLDetailsElement);
const formatted = byId("formatted", HTMLPreElement);
const qrBox = byId("qr-box", HTMLDetailsElement);
const signedIn = byId("signed-in", HTMLSpanElement);
const status = byId("link-status", HTMLParagraphElement);

type State = "empty" | "problem" | "ready" | "expired";

const { result } = words.link;

let current: SignedLink | undefined;
let problems: FieldProblems;

/** Starts the box of the link. `signAgain` shows all problems, or a new link. */
export function startResult(form: LiveForm, signAgain: () => void): void {
  problems = form.problems;
  startCopyButton(copy, link);
  const copyFormatted = button("copy-formatted");
  startCopyButton(copyFormatted, formatted);
  for (const control of [copy, copyFormatted, open, test]) {
    control.addEventListener("click", () => current && remember(current));
  }
  copyAs.addEventListener("change", showFormatted);
  qrBox.addEventListener("toggle", showQrCode);
  startHistory();
  button("sign-again").addEventListener("click", signAgain);
  test.addEventListener("click", testLink);
  everySecond(showEnd);
}

export function showLink(signed: SignedLink): void {
  const changed = current?.link.url !== signed.link.url;
  current = signed;
  link.replaceChildren(linkText(signed.link.url));
  method.textContent = signed.link.method;
  open.href = signed.link.url;
  open.hidden = signed.link.method !== "GET";
  test.hidden = signed.link.method !== "GET";
  const signedHeaders = Object.entries(signed.link.headers);
  headers.hidden = signedHeaders.length === 0;
  headersList.textContent = signedHeaders.map(([name, value]) => `${name}: ${value}`).join("\n");
  showFormatted();
  showQrCode();
  showWarnings(signed);
  signedIn.textContent = result.took(inMilliseconds(signed.took));
  limit.hidden = signed.link.limitedBy === "request";
  limit.textContent = result.limits[signed.link.limitedBy];
  if (changed) clearOutcome();
  showEnd();
}

/** Shows that there is no link yet, and which values are missing. */
export function showMissing(...forms: LiveForm[]): void {
  const names = forms.flatMap((form) => namesInSentence(form, form.missing));
  showNoLink("empty", result.missing, ...listed(names), ".");
}

/** Shows that there is no link because of invalid fields, with a link to each of them. */
export function showInvalid(...forms: LiveForm[]): void {
  const links = forms.flatMap((form) =>
    form.invalid
      .map((field) => form.problems.element(field))
      .filter((element) => element !== undefined)
      .filter(nameOf)
      .map(linkToField),
  );
  if (links.length === 0) showNoLink("problem", result.none);
  else showNoLink("problem", result.check, ...listed(links), ".");
}

function linkToField(field: HTMLElement): HTMLButtonElement {
  const link = make("button", "inline-link", nameOf(field));
  link.type = "button";
  link.addEventListener("click", () => controlOf(field)?.focus());
  return link;
}

function showNoLink(state: State, ...words: (Node | string)[]): void {
  current = undefined;
  clearOutcome();
  signedIn.textContent = "";
  link.replaceChildren();
  open.removeAttribute("href");
  formatted.textContent = "";
  const fragment = document.createDocumentFragment();
  fragment.append(...words);
  // Clicking a link to a field leaves another field, which calls this again: the link must stay.
  if (needed.textContent !== fragment.textContent) needed.replaceChildren(fragment);
  setState(state);
}

function showEnd(): void {
  if (!current) return;
  const { expiresAt, limitedBy } = current.link;
  const left = secondsUntil(expiresAt);
  const instant = formatInstantInZones(expiresAt);
  allows.hidden = left === 0;
  allows.textContent = result.allows[current.link.method](formatEnd(expiresAt));
  end.textContent =
    left > 0
      ? result.validUntil(instant, limitedBy === "unknown", formatDuration(left))
      : result.expiredAt(instant);
  copy.disabled = left === 0;
  if (left === 0) open.removeAttribute("href");
  setState(left > 0 ? "ready" : "expired");
}

function setState(state: State): void {
  sign.dataset["state"] = state;
  if (status.textContent !== result.states[state]) status.textContent = result.states[state];
}

/** Shows the text of the chosen format. A closed box has it too, so that it is there when the box opens. */
function showFormatted(): void {
  if (!current) return;
  // The chosen format may not exist for the method of the link.
  const choice = copyAs.querySelector<HTMLInputElement>("[hidden] input:checked");
  if (choice) choose("format", "curl");
  formatted.textContent = formatLink(chosen("format") as CopyFormat, current);
}

function showQrCode(): void {
  if (current && qrBox.open) showQr(current.link.url);
}

function showWarnings(signed: SignedLink): void {
  const items = warningsOf(signed).map(({ text, region }) => {
    const item = make("li", "warning", ...withCode(text));
    if (region) {
      const fix = make("button", "quiet", words.link.warnings.useRegion(region));
      fix.type = "button";
      fix.addEventListener("click", () => account.update({ region }));
      item.append(" ", fix);
    }
    return item;
  });
  const texts = (elements: Iterable<Element>) => Array.from(elements, (item) => item.textContent);
  warnings.hidden = items.length === 0;
  if (texts(items).join() !== texts(warnings.children).join()) warnings.replaceChildren(...items);
}

async function testLink(): Promise<void> {
  const tested = current;
  if (!tested) return;
  clearOutcome();
  outcome.textContent = result.testing;
  try {
    const facts = await checkLink(tested);
    if (tested === current) outcome.textContent = facts;
  } catch (error) {
    if (tested !== current) return;
    outcome.textContent = "";
    problems.show("test", [error]);
  }
}

function clearOutcome(): void {
  outcome.textContent = "";
  problems.clear("test");
}

function inMilliseconds(took: number): string {
  return took < 0.1 ? words.parts.under("0.1 ms") : `${took.toFixed(1)} ms`;
}

/** Joins items as `a, b and c`. */
function listed<T>(items: T[]): (T | string)[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? " and " : ", ", item];
  });
}
