import { VIEW_IDS, type ViewId } from "./view-ids.ts";

/** Parameters that a fragment can hold. None of them is a secret. */
const PARAMETERS = [
  "bucket",
  "key",
  "prefix",
  "region",
  "endpoint",
  "addressing",
  "method",
  "expires",
] as const;

export type FragmentParameter = (typeof PARAMETERS)[number];

export type FragmentParameters = { [name in FragmentParameter]?: string };

/** The view and the parameters of a fragment. */
export interface Fragment {
  view: ViewId;
  parameters: FragmentParameters;
  /** Whether a value was left out because it may hold a secret. */
  refused: boolean;
}

/**
 * Parses `#/link?bucket=photos&key=cat.jpg`. An unknown view is the first one; unknown parameters, and values that may
 * hold a secret, are left out.
 */
export function parseFragment(fragment: string): Fragment {
  const [, name = "", query = ""] = /^#\/?([^?]*)(?:\?(.*))?$/s.exec(fragment) ?? [];
  const view = VIEW_IDS.find((id) => id === name) ?? VIEW_IDS[0];
  const parameters: FragmentParameters = {};
  let refused = mayHoldSecret(name);
  for (const [parameter, value] of new URLSearchParams(query)) {
    if (mayHoldSecret(value) || mayHoldSecret(parameter)) refused = true;
    else if (isParameter(parameter)) parameters[parameter] = value;
  }
  return { view, parameters, refused };
}

/**
 * Formats the fragment of a view. Empty values are left out.
 *
 * @throws {RangeError} if a value may hold a secret: the browser keeps addresses in its history
 */
export function formatFragment(view: ViewId, parameters: FragmentParameters = {}): string {
  const query = new URLSearchParams();
  for (const name of PARAMETERS) {
    const value = parameters[name];
    if (!value) continue;
    if (mayHoldSecret(value)) throw new RangeError(`The address cannot hold this \`${name}\`.`);
    query.set(name, value);
  }
  return query.size > 0 ? `#/${view}?${query}` : `#/${view}`;
}

function isParameter(name: string): name is FragmentParameter {
  return PARAMETERS.some((parameter) => parameter === name);
}

/** Parameters of presigned URLs, fields of forms, and names of settings, each before its value. */
const NAMED_SECRET =
  /x-amz-(?:signature|credential|security-token)|awsaccesskeyid|[?&]signature=|(?:secret|session|security)[\s_-]*(?:access)?[\s_-]*(?:key|token)\s*[=:]/i;

/** A run of 40 or more characters of base64 or base64url, which secret access keys and session tokens are. */
const BASE64_RUN = /[A-Za-z0-9+/_=-]{40,}/g;

/** Access key IDs of AWS. They are no secrets, but belong to one. */
const ACCESS_KEY_ID = /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/;

/** A user name or a password before the host of a URL. */
const USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;

/** Whether a text contains, or may be, a secret, a token, or a signed URL. */
export function mayHoldSecret(text: string): boolean {
  if (NAMED_SECRET.test(text) || ACCESS_KEY_ID.test(text) || USER_INFO.test(text)) return true;
  return (text.replace(TIMESTAMP, "").match(BASE64_RUN) ?? []).some(isRandom);
}

/** Dates and times in names: `2026-01-31T14-00-00Z`, `20260131T140000Z`. */
const TIMESTAMP = /\d{4}-?\d\d-?\d\d(?:[T_-]\d\d[-_]?\d\d[-_]?\d\d)?Z?/g;

/**
 * Whether a run of characters looks like random bytes: it has capitals and small letters, and its words and numbers are
 * shorter than four characters on average. Keys of objects have longer words.
 */
function isRandom(run: string): boolean {
  const words = run.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g) ?? [];
  const length = words.join("").length;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && words.length > length / 4;
}
