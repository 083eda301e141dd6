import type { PresignedUrl } from "s3-signpost";
import { codeSample } from "./code-sample.ts";
import { startCopyButton } from "./copy-button.ts";
import { everySecond, secondsUntil } from "./countdown.ts";
import { curlCommand } from "./curl-command.ts";
import { formatDuration, formatInstant } from "./duration.ts";
import { button, byId, make } from "./elements.ts";
import { clearProblems, controlOf, fieldElement, nameOf, showProblem } from "./field-problems.ts";
import { checkLink } from "./link-check.ts";
import { linkText } from "./link-text.ts";
import type { SignedLink } from "./signed-link.ts";

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
const curl = byId("curl", HTMLPreElement);
const code = byId("code", HTMLPreElement);
const signedIn = byId("signed-in", HTMLParagraphElement);
const status = byId("link-status", HTMLParagraphElement);

const LIMITS: Record<PresignedUrl["limitedBy"], string> = {
  request: "",
  credentials: "It expires earlier than requested: together with the credentials that signed it.",
  unknown:
    "It may stop working earlier: the expiration of the session token is unknown. Fill in Expiration if you know it.",
};

type State = "empty" | "problem" | "ready" | "expired";

let current: SignedLink | undefined;

export function startLinkPanel(signAgain: () => void): void {
  startCopyButton(copy, link);
  startCopyButton(button("copy-curl"), curl);
  startCopyButton(button("copy-code"), code);
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
  curl.textContent = curlCommand(signed.link, signed.request.key ?? "");
  code.textContent = codeSample(signed.location, signed.request);
  signedIn.textContent = `signed in ${inMilliseconds(signed.took)}, no request sent`;
  limit.hidden = signed.link.limitedBy === "request";
  limit.textContent = LIMITS[signed.link.limitedBy];
  if (changed) clearOutcome();
  showEnd();
}

/** Shows that there is no link yet, and which values are missing. */
export function showMissing(missing: string[]): void {
  showNoLink("empty", `The link appears here as you type. Missing: ${listed(missing).join("")}.`);
}

/** Shows that there is no link because of invalid fields, with a link to each of them. */
export function showInvalid(fields: string[]): void {
  const links = fields
    .map(fieldElement)
    .filter((field) => field !== undefined)
    .filter(nameOf)
    .map((field) => {
      const anchor = make("a", "", nameOf(field));
      anchor.href = `#${field.querySelector("[id]")?.id ?? ""}`;
      anchor.addEventListener("click", (event) => {
        event.preventDefault();
        controlOf(field)?.focus();
      });
      return anchor;
    });
  if (links.length === 0) showNoLink("problem", "No link yet.");
  else showNoLink("problem", "No link yet. Check ", ...listed(links), ".");
}

function showNoLink(state: State, ...words: (Node | string)[]): void {
  current = undefined;
  clearOutcome();
  signedIn.textContent = "";
  link.replaceChildren();
  open.removeAttribute("href");
  curl.textContent = "";
  const fragment = document.createDocumentFragment();
  fragment.append(...words);
  // Clicking a link to a field leaves another field, which calls this again: the link must stay.
  if (needed.textContent !== fragment.textContent) needed.replaceChildren(fragment);
  setState(state);
}

function showEnd(): void {
  if (!current) return;
  const { expiresAt, limitedBy } = current.link;
  const latest = limitedBy === "unknown" ? " at the latest" : "";
  const left = secondsUntil(expiresAt);
  end.textContent =
    left > 0
      ? `valid until ${formatInstant(expiresAt)}${latest} — ${formatDuration(left)} left`
      : `expired at ${formatInstant(expiresAt)}`;
  copy.disabled = left === 0;
  if (left === 0) open.removeAttribute("href");
  setState(left > 0 ? "ready" : "expired");
}

const STATUS: Record<State, string> = {
  empty: "No link yet.",
  problem: "No link: check the marked fields.",
  ready: "The link is ready.",
  expired: "The link has expired.",
};

function setState(state: State): void {
  sign.dataset["state"] = state;
  if (status.textContent !== STATUS[state]) status.textContent = STATUS[state];
}

async function testLink(): Promise<void> {
  const tested = current;
  if (!tested) return;
  clearOutcome();
  outcome.textContent = "Sending a request…";
  try {
    const result = await checkLink(tested);
    if (tested === current) outcome.textContent = result;
  } catch (error) {
    if (tested !== current) return;
    outcome.textContent = "";
    showProblem(error, "test");
  }
}

function clearOutcome(): void {
  outcome.textContent = "";
  clearProblems("test");
}

function inMilliseconds(took: number): string {
  return took < 0.1 ? "under 0.1 ms" : `${took.toFixed(1)} ms`;
}

/** Joins items as `a, b and c`. */
function listed<T>(items: T[]): (T | string)[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? " and " : ", ", item];
  });
}
