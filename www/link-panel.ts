import type { PresignedUrl } from "s3-signpost";
import { codeSample } from "./code-sample.ts";
import { copiesFrom } from "./copy.ts";
import { everySecond, secondsUntil } from "./countdown.ts";
import { curlCommand } from "./curl.ts";
import { formatDuration, formatInstant } from "./duration.ts";
import { button, byId, make } from "./elements.ts";
import { checkLink } from "./link-check.ts";
import { linkText } from "./link-text.ts";
import { clearProblems, controlOf, fieldElement, nameOf, showProblem } from "./problems.ts";
import type { SignedLink } from "./signed-link.ts";

const sign = byId("sign", HTMLDivElement);
const needed = byId("needed", HTMLParagraphElement);
const link = byId("link", HTMLParagraphElement);
const method = byId("link-method", HTMLSpanElement);
const end = byId("link-end", HTMLSpanElement);
const limit = byId("link-limit", HTMLParagraphElement);
const open = byId("open-link", HTMLAnchorElement);
const copy = button("copy-link");
const tryIt = button("try-link");
const outcome = byId("link-outcome", HTMLParagraphElement);
const headers = byId("link-headers", HTMLDivElement);
const headersList = byId("link-headers-list", HTMLPreElement);
const curl = byId("curl", HTMLPreElement);
const code = byId("code", HTMLPreElement);
const signedIn = byId("signed-in", HTMLParagraphElement);
const status = byId("link-status", HTMLParagraphElement);

const LIMITS: Record<PresignedUrl["limitedBy"], string> = {
  request: "",
  credentials: "It ends earlier than you asked: with the credentials that signed it.",
  unknown:
    "It may stop working at any moment before that: the end of the session token is not known. Fill in Expiration if you know it.",
};

type State = "empty" | "problem" | "ready" | "expired";

let current: SignedLink | undefined;

export function startLinkPanel(signAgain: () => void): void {
  copiesFrom(copy, link);
  copiesFrom(button("copy-curl"), curl);
  copiesFrom(button("copy-code"), code);
  button("sign-again").addEventListener("click", signAgain);
  tryIt.addEventListener("click", tryLink);
  everySecond(showEnd);
}

export function showLink(made: SignedLink): void {
  const changed = current?.link.url !== made.link.url;
  current = made;
  link.replaceChildren(linkText(made.link.url));
  method.textContent = made.link.method;
  open.href = made.link.url;
  open.hidden = made.link.method !== "GET";
  tryIt.hidden = made.link.method !== "GET";
  const toSend = Object.entries(made.link.headers);
  headers.hidden = toSend.length === 0;
  headersList.textContent = toSend.map(([name, value]) => `${name}: ${value}`).join("\n");
  curl.textContent = curlCommand(made.link, made.request.key ?? "");
  code.textContent = codeSample(made.location, made.request);
  signedIn.textContent = `signed in ${inMilliseconds(made.took)}, no request sent`;
  limit.hidden = made.link.limitedBy === "request";
  limit.textContent = LIMITS[made.link.limitedBy];
  if (changed) forgetOutcome();
  showEnd();
}

/** No link, because the things that these words name are still missing. */
export function showUnfinished(missing: string[]): void {
  showNoLink(
    "empty",
    `The link appears here as you type. Still needed: ${listed(missing).join("")}.`,
  );
}

/** No link, because these fields hold what cannot be signed; errors of no field are shown elsewhere. */
export function showUnsignable(fields: string[]): void {
  const ways = fields
    .map(fieldElement)
    .filter((home) => home !== undefined)
    .filter(nameOf)
    .map((home) => {
      const way = make("a", "", nameOf(home));
      way.href = `#${home.querySelector("[id]")?.id ?? ""}`;
      way.addEventListener("click", (event) => {
        event.preventDefault();
        controlOf(home)?.focus();
      });
      return way;
    });
  if (ways.length === 0) showNoLink("problem", "No link yet.");
  else showNoLink("problem", "No link yet. Check ", ...listed(ways), ".");
}

function showNoLink(state: State, ...words: (Node | string)[]): void {
  current = undefined;
  forgetOutcome();
  signedIn.textContent = "";
  link.replaceChildren();
  open.removeAttribute("href");
  curl.textContent = "";
  const said = document.createDocumentFragment();
  said.append(...words);
  // Pressing the way to a field leaves another, which asks for all this anew: the way has to stay.
  if (needed.textContent !== said.textContent) needed.replaceChildren(said);
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

const SPOKEN: Record<State, string> = {
  empty: "No link yet.",
  problem: "No link: check the marked fields.",
  ready: "The link is ready.",
  expired: "The link has expired.",
};

function setState(state: State): void {
  sign.dataset["state"] = state;
  if (status.textContent !== SPOKEN[state]) status.textContent = SPOKEN[state];
}

async function tryLink(): Promise<void> {
  const tried = current;
  if (!tried) return;
  forgetOutcome();
  outcome.textContent = "Asking the endpoint…";
  try {
    const said = await checkLink(tried);
    if (tried === current) outcome.textContent = said;
  } catch (error) {
    if (tried !== current) return;
    outcome.textContent = "";
    showProblem(error, "try");
  }
}

function forgetOutcome(): void {
  outcome.textContent = "";
  clearProblems("try");
}

function inMilliseconds(took: number): string {
  return took < 0.1 ? "under 0.1 ms" : `${took.toFixed(1)} ms`;
}

/** `a, b and c` */
function listed<T>(items: T[]): (T | string)[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? " and " : ", ", item];
  });
}
