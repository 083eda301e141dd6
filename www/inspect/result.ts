import { account } from "../account/account.ts";
import { everySecond } from "../format/countdown.ts";
import { formatDuration } from "../format/duration.ts";
import { handOver } from "../handed-over.ts";
import { parseAddress } from "../object-address.ts";
import { button, byId, make, withCode } from "../parts/elements.ts";
import { openView } from "../router.ts";
import { words } from "../words.ts";
import { showFacts, showParameters } from "./facts.ts";
import type { SignedUrl } from "./signed-url.ts";

const found = byId("inspect-found", HTMLDivElement);
const empty = byId("inspect-empty", HTMLParagraphElement);
const stateLine = byId("inspect-state", HTMLParagraphElement);
const problems = byId("inspect-problems", HTMLUListElement);
const count = byId("inspect-count", HTMLHeadingElement);
const facts = byId("inspect-facts", HTMLDListElement);
const parameters = byId("inspect-parameters", HTMLDListElement);
const parametersPart = byId("inspect-parameters-part", HTMLDivElement);
const again = button("inspect-again");
const status = byId("inspect-status", HTMLParagraphElement);

type State = keyof typeof words.inspect.states;

let current: SignedUrl | undefined;

/**
 * Starts the card of the result.
 *
 * @param refresh reads the URL again, after it has expired or become valid
 */
export function startResult(refresh: () => void): void {
  again.addEventListener("click", signAgain);
  everySecond(() => {
    const before = stateLine.dataset["state"];
    if (current && showState(current) !== before) refresh();
  });
}

/** Shows a signed URL. Without one, hides the facts; if `isEmpty`, shows a hint to paste one. */
export function showResult(signed: SignedUrl | undefined, isEmpty: boolean): void {
  current = signed;
  found.hidden = signed === undefined;
  empty.hidden = !isEmpty;
  if (!signed) {
    status.textContent = "";
    return;
  }
  showState(signed);
  showProblems(signed);
  showFacts(facts, signed);
  parametersPart.hidden = !showParameters(parameters, signed);
  again.disabled = signed.inspection.key === "";
  const announcement = words.inspect.announcement(
    stateLine.textContent ?? "",
    count.textContent ?? "",
  );
  if (status.textContent !== announcement) status.textContent = announcement;
}

/** Shows whether the URL is valid at this second, by its dates. */
function showState({ inspection: { signedAt, expiresAt } }: SignedUrl): State {
  const now = Date.now();
  const secondsTo = (instant: Date) => Math.ceil((instant.getTime() - now) / 1000);
  const left = secondsTo(expiresAt);
  const wait = signedAt ? secondsTo(signedAt) : 0;
  const state = stateOf(expiresAt, now, wait);
  const { states } = words.inspect;
  stateLine.dataset["state"] = state;
  if (state === "unreadable") stateLine.textContent = states.unreadable;
  else if (state === "future") stateLine.textContent = states.future(formatDuration(wait));
  else stateLine.textContent = states[state](formatDuration(Math.abs(left)));
  return state;
}

/** Like `inspect`, calls a URL expired after the instant of its expiry, and not yet at it. */
function stateOf(expiresAt: Date, now: number, wait: number): State {
  if (Number.isNaN(expiresAt.getTime())) return "unreadable";
  if (now > expiresAt.getTime()) return "expired";
  return wait > 0 ? "future" : "valid";
}

function showProblems({ inspection }: SignedUrl): void {
  count.textContent = words.inspect.problemCount(inspection.problems.length);
  problems.hidden = inspection.problems.length === 0;
  problems.replaceChildren(
    ...inspection.problems.map(({ code, message }) =>
      make("li", "", ...withCode(message), " ", make("code", "problem-code", code)),
    ),
  );
}

/** Fills the view of a link with the address of the URL. */
function signAgain(): void {
  if (!current) return;
  const { url, method, inspection } = current;
  const { bucket, key, region, signature } = inspection;
  const { host, origin, protocol } = new URL(url);
  const isAws = parseAddress(url)?.endpoint === "";
  const isInPath = isAws && !bucket.startsWith("arn:") && !host.startsWith(`${bucket}.`);
  account.update({
    bucket,
    ...(region && { region }),
    signature,
    endpoint: isAws ? "" : origin,
    addressing: isInPath ? "path" : "auto",
    protocol: isAws && protocol === "http:" ? "http" : "default",
    dualstack: isAws && host.includes(".dualstack."),
    accelerate: isAws && host.includes(".s3-accelerate."),
    fips: isAws && /s3(?:-accesspoint)?-fips\./.test(host),
  });
  // Not by the address: the browser keeps addresses.
  handOver("link", key);
  openView("link", method && method !== "POST" ? { method } : {});
}
