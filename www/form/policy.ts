import type { PresignedPost, PresignedUrl } from "s3-signpost";
import { words } from "../words.ts";

/** Name of the condition whose value is secret. */
const TOKEN = "x-amz-security-token";

/** Returns the policy of a form as lines of JSON, with one condition in each line. The session token is hidden. */
export function policyLines({ fields }: PresignedPost): string[] {
  const bytes = Uint8Array.from(atob(fields["policy"] ?? ""), (unit) => unit.charCodeAt(0));
  const policy = JSON.parse(new TextDecoder().decode(bytes)) as {
    expiration: string;
    conditions: (Record<string, string> | unknown[])[];
  };
  const conditions = policy.conditions.map(
    (condition, index) =>
      `    ${conditionText(condition)}${index < policy.conditions.length - 1 ? "," : ""}`,
  );
  return [
    "{",
    `  "expiration": ${JSON.stringify(policy.expiration)},`,
    '  "conditions": [',
    ...conditions,
    "  ]",
    "}",
  ];
}

function conditionText(condition: Record<string, string> | unknown[]): string {
  if (Array.isArray(condition)) {
    return `[${condition.map((part) => JSON.stringify(part)).join(", ")}]`;
  }
  const [[name, value] = ["", ""]] = Object.entries(condition);
  const shown = name.toLowerCase() === TOKEN ? words.form.policy.hidden : value;
  return `{ ${JSON.stringify(name)}: ${JSON.stringify(shown)} }`;
}

/** Returns what a PUT link signs as lines of an HTTP request. The query, which is the signature, is left out. */
export function signedRequestLines(
  { url, headers }: PresignedUrl,
  size: number | undefined,
): string[] {
  const { pathname, host } = new URL(url);
  const all = { host, ...(size !== undefined && { "content-length": String(size) }), ...headers };
  return [
    `PUT ${pathname}`,
    ...Object.entries(all).map(([name, value]) => `${name.toLowerCase()}: ${value}`),
  ];
}

/** Returns whether a line changes each time that a form is signed. */
export function isVolatile(line: string): boolean {
  return /^\s*(?:"expiration"|\{ "x-amz-(?:date|credential)")/.test(line);
}
