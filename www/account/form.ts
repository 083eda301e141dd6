import { everySecond, secondsUntil } from "../format/countdown.ts";
import { formatDuration, formatInstant } from "../format/duration.ts";
import { button, byId, choose, chosen, input } from "../parts/elements.ts";
import { LiveForm } from "../parts/live-form.ts";
import { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";
import { type AccountSettings, account } from "./account.ts";
import { signDraft } from "./sign.ts";

const { credentials: credentialWords, location: locationWords } = words.account;

/** The fields for text, by setting. */
const texts = {
  accessKeyId: input("access-key-id"),
  secretAccessKey: input("secret-access-key"),
  sessionToken: input("session-token"),
  expiration: input("expiration"),
  bucket: input("bucket"),
  region: input("region"),
  endpoint: input("endpoint"),
};
const checks = {
  dualstack: input("dualstack"),
  accelerate: input("accelerate"),
  fips: input("fips"),
};
const RADIOS = ["addressing", "protocol", "signature"] as const;

const fields = byId("account-fields", HTMLDivElement);
const end = byId("credentials-end", HTMLParagraphElement);
const endpointSummary = byId("endpoint-summary", HTMLSpanElement);
const clear = button("clear-credentials");
const clock = byId("clock", HTMLDivElement);
const clockOffset = byId("clock-offset", HTMLParagraphElement);
const showSecrets = button("show-secrets");

/** The form of the account: it shows problems of its fields by itself. Views submit it together with their own form. */
export const accountForm = new LiveForm(new FieldProblems(fields), () => {
  const { location, credentials } = account;
  const result = signDraft({ location, credentials, request: { key: "key" } });
  return Array.isArray(result) ? result : [];
});

/** Binds the form to the account, and starts its buttons and its countdown. */
export function startAccountForm(): void {
  fields.addEventListener("input", () => account.update(readSettings()));
  account.addEventListener("change", () => {
    showSettings();
    accountForm.typed();
  });
  showSecrets.addEventListener("click", () => {
    const shown = showSecrets.getAttribute("aria-pressed") !== "true";
    showSecrets.setAttribute("aria-pressed", String(shown));
    showSecrets.textContent = shown ? credentialWords.hideSecrets : credentialWords.showSecrets;
    for (const secret of [texts.secretAccessKey, texts.sessionToken]) {
      secret.type = shown ? "text" : "password";
    }
  });
  clear.addEventListener("click", () => {
    account.clearCredentials();
    accountForm.forget();
    texts.accessKeyId.focus();
  });
  button("clock-reset").addEventListener("click", () => account.update({ clockOffset: 0 }));
  showSettings();
  everySecond(showExpiration);
}

function readSettings(): Partial<AccountSettings> {
  const settings: Record<string, string | boolean> = {};
  for (const [name, field] of Object.entries(texts)) settings[name] = field.value;
  for (const [name, box] of Object.entries(checks)) settings[name] = box.checked;
  for (const name of RADIOS) settings[name] = chosen(name);
  return settings;
}

function showSettings(): void {
  const { settings } = account;
  for (const [name, field] of Object.entries(texts)) {
    const value = settings[name as keyof typeof texts];
    // An equal value must not move the caret.
    if (field.value !== value) field.value = value;
  }
  for (const [name, box] of Object.entries(checks)) {
    box.checked = settings[name as keyof typeof checks];
  }
  for (const name of RADIOS) choose(name, settings[name]);
  endpointSummary.textContent = settings.endpoint.trim() || locationWords.aws;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = settings;
  clear.hidden = !(accessKeyId || secretAccessKey || sessionToken || expiration);
  showClock();
  showExpiration();
}

function showClock(): void {
  const offset = account.settings.clockOffset;
  clock.hidden = offset === 0;
  const difference = formatDuration(Math.abs(offset) / 1000);
  clockOffset.textContent =
    offset > 0 ? locationWords.clockAhead(difference) : locationWords.clockBehind(difference);
}

function showExpiration(): void {
  const expiration = account.settings.expiration.trim();
  const expiresAt = new Date(expiration);
  end.hidden = expiration === "" || Number.isNaN(expiresAt.getTime());
  if (end.hidden) return;
  const left = secondsUntil(expiresAt);
  const instant = formatInstant(expiresAt);
  end.textContent =
    left > 0
      ? credentialWords.expiresAt(instant, formatDuration(left))
      : credentialWords.expiredAt(instant);
  end.classList.toggle("ended", left === 0);
}
