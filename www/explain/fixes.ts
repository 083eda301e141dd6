import type { Explanation } from "s3-signpost";
import { account } from "../account/account.ts";
import { handOver } from "../handed-over.ts";
import { openView } from "../router.ts";
import { words } from "../words.ts";
import { elementText } from "./error-text.ts";

/** A fix that the page can apply, or a view where the user can. */
export interface Fix {
  label: string;
  /** Applies it. Returns the outcome; empty if another view was opened. */
  apply(): string;
}

/** The region that a hint of the package names. */
const REGION = /`region: "([a-z\d-]+)"`/;

/** Errors of the browser's access to the bucket. */
const CORS_CODES: ReadonlySet<string> = new Set(["NetworkOrCors", "CorsBlocked", "ETagHidden"]);

/** Errors that other credentials can fix. */
const CREDENTIALS_CODES: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "InvalidToken",
  "TokenRefreshRequired",
  "InvalidAccessKeyId",
  "CredentialsExpired",
  "CredentialsMissing",
  "CredentialsMalformed",
]);

/**
 * Returns the fixes for an error.
 *
 * @param document S3's error document; empty if it is not known
 * @param url the signed URL that was sent, if it is known
 */
export function fixesOf(
  { code, hint, difference }: Explanation,
  document: string,
  url: string | undefined,
): Fix[] {
  const { fixes } = words.explain;
  const [, region] = REGION.exec(hint) ?? [];
  const needsCredentials = CREDENTIALS_CODES.has(code) || difference?.part === "secret";
  const found: (Fix | false | undefined)[] = [
    region !== undefined && useRegion(region),
    useClock(document),
    CORS_CODES.has(code) && { label: fixes.doctor, apply: () => open("doctor") },
    needsCredentials && { label: fixes.credentials, apply: () => open("credentials") },
    url !== undefined && {
      label: fixes.inspect,
      apply: () => {
        handOver("inspect", url);
        return open("inspect");
      },
    },
  ];
  return found.filter((fix) => fix !== false && fix !== undefined);
}

function useRegion(region: string): Fix {
  const { useRegion, regionUsed } = words.explain.fixes;
  return {
    label: useRegion(region),
    apply: () => {
      account.update({ region });
      return regionUsed(region);
    },
  };
}

/** Returns the fix for a wrong clock, if the document has the service's time and the signing date. */
function useClock(document: string): Fix | false {
  const server = instantOf(elementText(document, "ServerTime"));
  const request = instantOf(
    elementText(document, "RequestTime") ?? elementText(document, "X-Amz-Date"),
  );
  const clockOffset = account.settings.clockOffset + server - request;
  if (Number.isNaN(clockOffset)) return false;
  const { useClock: label, clockUsed } = words.explain.fixes;
  return {
    label,
    apply: () => {
      account.update({ clockOffset });
      return clockUsed;
    },
  };
}

/** Parses the instants of an error document: ISO 8601, or as in a signature. */
function instantOf(text = ""): number {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return Date.parse(text.replace(basic, "$1-$2-$3T$4:$5:$6Z"));
}

function open(view: "doctor" | "credentials" | "inspect"): string {
  openView(view);
  return "";
}
