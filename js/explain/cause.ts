import { decode, decodeBytes } from "../url/percent.ts";
import type { Item, Part } from "./item.ts";

/** Likely cause of a difference. `CAUSE_HINTS` has the hint for each, or for the part and the cause. */
export type Cause =
  /** The request was sent with another method than it was signed for. */
  | "MethodChanged"
  /** The path or a parameter was percent-encoded twice. */
  | "EncodedTwice"
  /** The value is equal after decoding, but encoded differently. */
  | "Reencoded"
  /** The path lost a double slash, a trailing slash or a `.` segment. */
  | "Normalized"
  /** The path gained or lost a prefix. */
  | "PrefixChanged"
  /** The path changed in another way. */
  | "PathChanged"
  /** A parameter or header arrived that was not signed. */
  | "Added"
  /** A signed parameter or header did not arrive. */
  | "Removed"
  /** A parameter or header has another value. */
  | "Changed"
  /** The request arrived at another host. */
  | "HostChanged"
  /** The body does not have the signed size. */
  | "SizeChanged"
  /** S3 signed a payload hash; a presigned URL has `UNSIGNED-PAYLOAD`. */
  | "PayloadSigned"
  /** Date, region, service or access key id changed. */
  | "ScopeChanged"
  /** Only the signature differs, so the secret access key does. */
  | "SecretWrong";

/** Returns the part to report. The credential scope is repeated in the query. */
export function reportedPart({ name, part }: Item): Part {
  return /^X-Amz-(Algorithm|Credential|Date)$/.test(name) ? "scope" : part;
}

/** Returns the cause of a difference between two items, one of which may be missing. */
export function causeOf(ours: Item | undefined, theirs: Item | undefined): Cause {
  if (!ours) return "Added";
  if (!theirs) return "Removed";
  const our = ours.value;
  const their = theirs.value ?? "";
  switch (reportedPart(ours)) {
    case "method":
      return "MethodChanged";
    case "path":
      return pathCause(our ?? "", their);
    case "query":
      return encodingCause(our ?? "", their) ?? "Changed";
    case "payload":
      return "PayloadSigned";
    case "scope":
    case "secret":
      return "ScopeChanged";
    default:
      if (isHost(ours)) return "HostChanged";
      if (isContentLength(ours) && their) return "SizeChanged";
      if (our === "") return "Added";
      return their ? "Changed" : "Removed";
  }
}

/** Whether this is the `Host` header. */
export function isHost({ part, name }: Item): boolean {
  return part === "headers" && name === "host";
}

export function isContentLength({ part, name }: Item): boolean {
  return part === "headers" && name === "content-length";
}

function pathCause(ours: string, theirs: string): Cause {
  const encoding = encodingCause(ours, theirs);
  if (encoding) return encoding;
  if (withoutEmptySegments(ours) === withoutEmptySegments(theirs)) return "Normalized";
  const isPrefixed = ours && theirs && (ours.endsWith(theirs) || theirs.endsWith(ours));
  return isPrefixed ? "PrefixChanged" : "PathChanged";
}

function encodingCause(ours: string, theirs: string): Cause | undefined {
  if (theirs !== ours && isDecoded(ours, theirs)) return "EncodedTwice";
  // One side may have read a plus as a space.
  const [our, their] = [ours, theirs].map((text) => decodeBytes(text).replaceAll("+", " "));
  return our === their ? "Reencoded" : undefined;
}

function isDecoded(text: string, encoded: string): boolean {
  try {
    return decode(encoded) === text;
  } catch {
    return false;
  }
}

function withoutEmptySegments(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment && segment !== ".")
    .join("/");
}
