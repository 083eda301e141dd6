/** The settings in a pasted block, as text for the page's fields. */
export interface PastedSettings {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  expiration?: string;
  region?: string;
  endpoint?: string;
}

export type Setting = keyof PastedSettings;
export type Pair = readonly [name: string, value: string];

/** Names of settings in the AWS CLI, its configuration files, the SDKs, Cognito, the IAM console, rclone and s3cmd. */
const SETTINGS: Record<string, Setting> = {
  accesskeyid: "accessKeyId",
  accesskey: "accessKeyId",
  secretaccesskey: "secretAccessKey",
  secretkey: "secretAccessKey",
  sessiontoken: "sessionToken",
  securitytoken: "sessionToken",
  expiration: "expiration",
  credentialexpiration: "expiration",
  region: "region",
  defaultregion: "region",
  endpoint: "endpoint",
  endpointurl: "endpoint",
  endpointurls3: "endpoint",
  hostbase: "endpoint",
};

/** Checks of values for fields in clear text: a secret under a wrong name must not become visible. */
const PLAIN: Partial<Record<Setting, (value: string) => boolean>> = {
  accessKeyId: looksLikeKeyId,
  expiration: looksLikeInstant,
  region: (value) => /^[\w-]{1,40}$/.test(value),
  endpoint: (value) => /^https?:\/\/[^@\s]+$/.test(value),
};

/** Text in the place of a value, as in the configuration that `mc` creates. */
const PLACEHOLDER = /^YOUR-[A-Z-]+-HERE$/;

/** Returns the setting of a name in any spelling. */
export function settingOf(name: string): Setting | undefined {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return SETTINGS[letters.replace(/^aws/, "")];
}

/** Collects the first value of each setting. */
export function collect(pairs: Iterable<Pair>): PastedSettings {
  const found: PastedSettings = {};
  for (const [name, value] of pairs) {
    const target = settingOf(name);
    if (target && value && !PLACEHOLDER.test(value)) found[target] ??= value;
  }
  return found;
}

export function holdsCredential(found: PastedSettings | undefined): found is PastedSettings {
  return Boolean(found?.accessKeyId || found?.secretAccessKey || found?.sessionToken);
}

/** Removes implausible values. Returns `undefined` if the access key ID is one of them. */
export function plausible(found: PastedSettings | undefined): PastedSettings | undefined {
  if (!found) return undefined;
  const { endpoint, ...rest } = found;
  const address = endpoint && endpointUrl(endpoint);
  const kept = Object.entries({ ...rest, ...(address && { endpoint: address }) }).filter(
    ([setting, value]) => PLAIN[setting as Setting]?.(value) ?? true,
  );
  const isWhole = found.accessKeyId === undefined || looksLikeKeyId(found.accessKeyId);
  return isWhole ? Object.fromEntries(kept) : undefined;
}

/** Adds the scheme that rclone and s3cmd leave out. Returns an empty text for AWS, which needs no endpoint. */
function endpointUrl(endpoint: string): string {
  const url = /^[\w-]+(?:\.[\w-]+)*[.:]\w+$/.test(endpoint) ? `https://${endpoint}` : endpoint;
  return /^https?:\/\/s3\.amazonaws\.com\/?$/.test(url) ? "" : url;
}

/** Whether the text has no white space and no base64 characters, and does not look like a secret. */
export function looksLikeKeyId(text: string): boolean {
  const isSecret = text.length >= 40 && /[a-z]/.test(text) && /[A-Z]/.test(text);
  return /^[\w.-]{1,128}$/.test(text) && !isSecret;
}

export function looksLikeInstant(text: string): boolean {
  return /^[\w:+., -]{1,39}$/.test(text);
}

/** Converts epoch seconds, as services write them, or JavaScript's milliseconds. No realistic instant fits both. */
export function isoInstant(epoch: number): string {
  const instant = new Date(epoch < 1e11 ? epoch * 1000 : epoch);
  return Number.isNaN(instant.getTime()) ? "" : instant.toISOString();
}
