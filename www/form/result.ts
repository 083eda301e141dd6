import { everySecond, secondsUntil } from "../format/countdown.ts";
import { formatDuration, formatInstantInZones } from "../format/duration.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { startCopyButton } from "../parts/copy-button.ts";
import { button, byId, choose, chosen, make } from "../parts/elements.ts";
import { controlOf, nameOf } from "../parts/fields.ts";
import { type LiveForm, namesInSentence } from "../parts/live-form.ts";
import { words } from "../words.ts";
import { allowanceOf, formWarnings } from "./allowance.ts";
import { FORMATS, formatUpload, type UploadFormat } from "./copies.ts";
import { endOf, type SignedUpload } from "./sign.ts";
import { showWarnings } from "./warnings.ts";

const { result } = words.form;

/** Maximum length of a key in the sentence. */
const SHOWN_KEY = 200;

const card = byId("form-result", HTMLElement);
const title = byId("form-result-title", HTMLHeadingElement);
const needed = byId("form-needed", HTMLParagraphElement);
const made = byId("form-made", HTMLDivElement);
const allows = byId("form-allows", HTMLParagraphElement);
const end = byId("form-end", HTMLParagraphElement);
const limit = byId("form-limit", HTMLParagraphElement);
const warnings = byId("form-warnings", HTMLUListElement);
const note = byId("form-format-note", HTMLParagraphElement);
const copy = button("form-copy");
const shown = byId("form-shown", HTMLDetailsElement);
const text = byId("form-text", HTMLPreElement);
const status = byId("form-status", HTMLParagraphElement);

type State = "empty" | "problem" | "ready" | "expired";

let current: SignedUpload | undefined;

/** Starts the card of the signed form. `signAgain` shows all problems, or a new form. */
export function startResult(signAgain: () => void): void {
  // The text is filled in before it is copied. Until then it is not in the document.
  copy.addEventListener("click", fillText);
  startCopyButton(copy, text);
  shown.addEventListener("toggle", showText);
  card.addEventListener("change", showText);
  button("form-again").addEventListener("click", signAgain);
  everySecond(showEnd);
}

/** Shows the title and the formats of a kind. */
export function showKind(via: SignedUpload["via"]): void {
  title.textContent = result.title[via];
  for (const radio of card.querySelectorAll<HTMLInputElement>("input[name=form-format]")) {
    const label = radio.closest("label");
    if (label) label.hidden = !FORMATS[via].includes(radio.value as UploadFormat);
  }
  const [first] = FORMATS[via];
  if (!FORMATS[via].includes(chosenFormat()) && first) choose("form-format", first);
  note.textContent = result.notes[chosenFormat()];
}

/** Shows a signed form. */
export function showSigned(signed: SignedUpload): void {
  const changed = current !== signed;
  current = signed;
  if (changed) {
    const { url } = signed.via === "put" ? signed.link : signed.post;
    showWarnings(warnings, formWarnings(signed, url));
    const { limitedBy } = endOf(signed);
    limit.hidden = limitedBy === "request";
    limit.textContent = result.limits[limitedBy];
    showText();
  }
  showEnd();
}

/** Shows that nothing is signed yet, and which fields need a value or are invalid. */
export function showUnsigned(...forms: LiveForm[]): void {
  current = undefined;
  text.textContent = "";
  const invalid = forms.flatMap((form) =>
    form.invalid.map((field) => form.problems.element(field)),
  );
  const links = invalid
    .filter((element) => element !== undefined)
    .filter(nameOf)
    .map(linkTo);
  const missing = forms.flatMap((form) => namesInSentence(form, form.missing));
  const place = make("p");
  if (links.length > 0) place.append(result.check, ...listed(links), ".");
  else if (missing.length > 0) place.append(result.missing, ...listed(missing), ".");
  else place.append(result.none);
  // A click on a link leaves another field, which calls this again: the link must stay.
  if (needed.textContent !== place.textContent) needed.replaceChildren(...place.childNodes);
  setState(invalid.length > 0 || missing.length === 0 ? "problem" : "empty");
}

function linkTo(field: HTMLElement): HTMLButtonElement {
  const link = make("button", "inline-link", nameOf(field));
  link.type = "button";
  link.addEventListener("click", () => controlOf(field)?.focus());
  return link;
}

function showEnd(): void {
  if (!current) return;
  const { expiresAt, limitedBy } = endOf(current);
  const left = secondsUntil(expiresAt);
  const instant = formatInstantInZones(expiresAt);
  const { before, key, after } = allowanceOf(current, instant);
  const name = make("bdi", "mono", shortened(visibleText(key), SHOWN_KEY));
  const sentence = make("p", "", before, name, after);
  allows.hidden = left === 0;
  if (allows.textContent !== sentence.textContent) allows.replaceChildren(...sentence.childNodes);
  end.textContent =
    left > 0 ? result.left(formatDuration(left), limitedBy === "unknown") : result.expired(instant);
  copy.disabled = left === 0;
  setState(left > 0 ? "ready" : "expired");
}

function setState(state: State): void {
  card.dataset["state"] = state;
  const isSigned = state === "ready" || state === "expired";
  made.hidden = !isSigned;
  needed.hidden = isSigned;
  if (status.textContent !== result.states[state]) status.textContent = result.states[state];
}

function chosenFormat(): UploadFormat {
  return chosen("form-format") as UploadFormat;
}

/** Shows the text of the chosen format while its box is open. */
function showText(): void {
  note.textContent = result.notes[chosenFormat()];
  if (shown.open) fillText();
  else text.textContent = "";
}

function fillText(): void {
  text.textContent = current ? formatUpload(chosenFormat(), current) : "";
}

/** Joins items as `a, b and c`. */
function listed<T>(items: T[]): (T | string)[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? " and " : ", ", item];
  });
}
