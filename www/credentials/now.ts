import { account } from "../account/account.ts";
import { everySecond, secondsUntil } from "../format/countdown.ts";
import { formatDuration, formatInstant } from "../format/duration.ts";
import { button, byId, make } from "../parts/elements.ts";
import { orOffline } from "../parts/offline.ts";
import { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { currentSource, takeFrom } from "./source.ts";

const { now: nowWords } = words.credentials;

const card = byId("credentials-now", HTMLElement);
const facts = byId("credentials-facts", HTMLDListElement);
const empty = byId("credentials-empty", HTMLParagraphElement);
const countdown = byId("credentials-countdown", HTMLParagraphElement);
const renew = button("credentials-renew");
const clear = button("credentials-clear");

/** Starts the card of the current credentials. */
export function startNow(): void {
  const problems = new FieldProblems(card);
  account.addEventListener("change", () => {
    problems.clear("renew");
    show();
  });
  clear.addEventListener("click", () => {
    account.clearCredentials();
    byId("credentials-title", HTMLHeadingElement).focus();
  });
  renew.addEventListener("click", async () => {
    const current = currentSource();
    if (!current) return;
    problems.clear("renew");
    renew.disabled = true;
    renew.textContent = words.credentials.waiting;
    try {
      await takeFrom(current.source);
    } catch (error) {
      problems.show("renew", [orOffline(error)]);
    } finally {
      renew.disabled = false;
      renew.textContent = nowWords.renew;
      renew.focus();
    }
  });
  show();
  everySecond(showCountdown);
}

function show(): void {
  const { accessKeyId, secretAccessKey, sessionToken } = account.credentials;
  const isEmpty = !(accessKeyId || secretAccessKey || sessionToken);
  const current = currentSource();
  const rows: [name: string, value: string | undefined][] = [
    [nowWords.accessKeyId, accessKeyId],
    [nowWords.kind, sessionToken ? nowWords.temporary : nowWords.longTerm],
    [nowWords.source, current?.source.name ?? nowWords.entered],
    [nowWords.identity, current?.identityId],
  ];
  facts.replaceChildren(
    ...rows.flatMap(([name, value]) =>
      value ? [make("dt", "", name), make("dd", "", value)] : [],
    ),
  );
  facts.hidden = isEmpty;
  empty.hidden = !isEmpty;
  clear.hidden = isEmpty;
  renew.hidden = !current;
  showCountdown();
}

function showCountdown(): void {
  const { expiration, sessionToken } = account.credentials;
  const expiresAt = new Date(expiration ?? "");
  const isKnown = !Number.isNaN(expiresAt.getTime());
  countdown.hidden = !isKnown && sessionToken === undefined;
  countdown.classList.toggle("ended", isKnown && secondsUntil(expiresAt) === 0);
  if (!isKnown) {
    countdown.textContent = nowWords.unknownEnd;
    return;
  }
  const { expiresAt: until, expiredAt } = words.account.credentials;
  const left = secondsUntil(expiresAt);
  const instant = formatInstant(expiresAt);
  countdown.textContent = left > 0 ? until(instant, formatDuration(left)) : expiredAt(instant);
}
