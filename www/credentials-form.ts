import type { Credentials } from "s3-signpost";
import { everySecond, secondsUntil } from "./countdown.ts";
import { formatDuration, formatInstant } from "./duration.ts";
import { button, byId, input, type } from "./elements.ts";
import type { PastedSettings } from "./pasted-credentials.ts";

const accessKeyId = input("access-key-id");
const secretAccessKey = input("secret-access-key");
const sessionToken = input("session-token");
const expiration = input("expiration");
const end = byId("credentials-end", HTMLParagraphElement);
const clear = button("clear-credentials");
const showSecrets = button("show-secrets");
const all = [accessKeyId, secretAccessKey, sessionToken, expiration];

/** Returns the entered credentials, without white space around them. */
export function readCredentials(): Credentials {
  const token = sessionToken.value.trim();
  const expires = expiration.value.trim();
  return {
    accessKeyId: accessKeyId.value.trim(),
    secretAccessKey: secretAccessKey.value.trim(),
    ...(token && { sessionToken: token }),
    ...(expires && { expiration: expires }),
  };
}

/** Fills in credentials. With a new access key ID, an old session token and expiration are removed. */
export function fillCredentials(settings: PastedSettings): void {
  type(accessKeyId, settings.accessKeyId ?? accessKeyId.value);
  type(secretAccessKey, settings.secretAccessKey ?? secretAccessKey.value);
  const isNewKey = settings.accessKeyId !== undefined;
  type(sessionToken, settings.sessionToken ?? (isNewKey ? "" : sessionToken.value));
  type(expiration, settings.expiration ?? (isNewKey ? "" : expiration.value));
}

/** Starts the form's buttons and its countdown. */
export function startCredentialsForm(): void {
  showSecrets.addEventListener("click", () => {
    const shown = showSecrets.getAttribute("aria-pressed") !== "true";
    showSecrets.setAttribute("aria-pressed", String(shown));
    showSecrets.textContent = shown ? "Hide secrets" : "Show secrets";
    for (const field of [secretAccessKey, sessionToken]) field.type = shown ? "text" : "password";
  });
  clear.addEventListener("click", () => {
    for (const field of all) type(field, "");
    accessKeyId.focus();
  });
  for (const field of all) field.addEventListener("input", showState);
  everySecond(showState);
}

function showState(): void {
  clear.hidden = all.every((field) => field.value === "");
  const expiresAt = new Date(expiration.value.trim());
  end.hidden = expiration.value.trim() === "" || Number.isNaN(expiresAt.getTime());
  if (end.hidden) return;
  const left = secondsUntil(expiresAt);
  end.textContent =
    left > 0
      ? `Expires at ${formatInstant(expiresAt)}: ${formatDuration(left)} left.`
      : `Expired at ${formatInstant(expiresAt)}.`;
  end.classList.toggle("ended", left === 0);
}
