import type { Credentials } from "s3-signpost";
import { everySecond, secondsUntil } from "./countdown.ts";
import { formatDuration, formatInstant } from "./duration.ts";
import { button, byId, input, type } from "./elements.ts";
import type { PastedSettings } from "./paste.ts";

const accessKeyId = input("access-key-id");
const secretAccessKey = input("secret-access-key");
const sessionToken = input("session-token");
const expiration = input("expiration");
const end = byId("credentials-end", HTMLParagraphElement);
const forget = button("forget");
const showSecrets = button("show-secrets");
const all = [accessKeyId, secretAccessKey, sessionToken, expiration];

/** The credentials as typed, less the white space that copying leaves around them. */
export function readCredentials(): Credentials {
  const token = sessionToken.value.trim();
  const ends = expiration.value.trim();
  return {
    accessKeyId: accessKeyId.value.trim(),
    secretAccessKey: secretAccessKey.value.trim(),
    ...(token && { sessionToken: token }),
    ...(ends && { expiration: ends }),
  };
}

/** Replaces the credentials whole: a token or an end that is not given would belong to another key. */
export function fillCredentials(settings: PastedSettings): void {
  type(accessKeyId, settings.accessKeyId ?? accessKeyId.value);
  type(secretAccessKey, settings.secretAccessKey ?? secretAccessKey.value);
  const whole = settings.accessKeyId !== undefined;
  type(sessionToken, settings.sessionToken ?? (whole ? "" : sessionToken.value));
  type(expiration, settings.expiration ?? (whole ? "" : expiration.value));
}

/** Sets the form's own buttons and its countdown going. */
export function startCredentialsForm(): void {
  showSecrets.addEventListener("click", () => {
    const shown = showSecrets.getAttribute("aria-pressed") !== "true";
    showSecrets.setAttribute("aria-pressed", String(shown));
    showSecrets.textContent = shown ? "Hide secrets" : "Show secrets";
    for (const field of [secretAccessKey, sessionToken]) field.type = shown ? "text" : "password";
  });
  forget.addEventListener("click", () => {
    for (const field of all) type(field, "");
    accessKeyId.focus();
  });
  for (const field of all) field.addEventListener("input", showState);
  everySecond(showState);
}

function showState(): void {
  forget.hidden = all.every((field) => field.value === "");
  const ends = new Date(expiration.value.trim());
  end.hidden = expiration.value.trim() === "" || Number.isNaN(ends.getTime());
  if (end.hidden) return;
  const left = secondsUntil(ends);
  end.textContent =
    left > 0
      ? `They end at ${formatInstant(ends)}: ${formatDuration(left)} left.`
      : `They ended at ${formatInstant(ends)}.`;
  end.classList.toggle("ended", left === 0);
}
