import { type Difference, explain, type SentRequest } from "s3-signpost";
import { errorDocument } from "./error-text.ts";

/** The parts of a canonical request, in their order. */
type Part = "method" | "path" | "query" | "headers" | "signedHeaders" | "payload";

/** A line of a canonical request, or one parameter of its query. */
export interface Line {
  part: Part;
  /** As it was sent; empty if it is absent. */
  ours: string;
  /** As S3 signed it; empty if it is absent. */
  theirs: string;
}

/** Maximum number of differences that are found. Each is a call of `explain`. */
const MAX_DIFFERENCES = 30;

/** Parameters and headers whose values are secret. */
const SECRET_VALUE = /^([^=:]*(?:token|signature|authorization|cookie|customer-key))([=:]).+$/is;

/** Splits a canonical request into lines. Both sides are the same. */
export function splitCanonicalRequest(text: string): Line[] {
  const [method = "", path = "", query = "", ...rest] = text.replaceAll("\r\n", "\n").split("\n");
  const end = rest.indexOf("");
  const headers = end < 0 ? rest : rest.slice(0, end);
  const [signedHeaders = "", payload = ""] = end < 0 ? [] : rest.slice(end + 1);
  const texts: [Part, string][] = [
    ["method", method],
    ["path", path],
    ...query.split("&").map((parameter): [Part, string] => ["query", parameter]),
    ...headers.map((header): [Part, string] => ["headers", header]),
    ["signedHeaders", signedHeaders],
    ["payload", payload],
  ];
  return texts.map(([part, theirs]) => ({ part, ours: theirs, theirs }));
}

/**
 * Compares a request with the canonical request that S3 signed. `explain` finds one difference at a time, so each is undone
 * in S3's canonical request until none is left: the result is the request as it was sent.
 */
export function compare(canonicalRequest: string, request: SentRequest): Line[] {
  const lines = splitCanonicalRequest(canonicalRequest);
  let previous: Difference | undefined;
  for (let count = 0; count < MAX_DIFFERENCES; count += 1) {
    const document = errorDocument({
      Code: "SignatureDoesNotMatch",
      CanonicalRequest: joinCanonicalRequest(lines),
    });
    const { difference } = explain(document, request);
    if (!difference || difference.part === "secret" || isSame(difference, previous)) break;
    if (!undo(difference, lines)) break;
    previous = difference;
  }
  return lines;
}

/** Hides the values of secrets in a line. */
export function withoutSecret(line: string): string {
  return line.replace(SECRET_VALUE, "$1$2(hidden)");
}

/** Writes the lines as they were sent. */
function joinCanonicalRequest(lines: readonly Line[]): string {
  const of = (part: Part) =>
    lines.filter((line) => line.part === part && line.ours !== "").map(({ ours }) => ours);
  return [
    ...of("method"),
    ...of("path"),
    of("query").join("&"),
    ...of("headers"),
    "",
    of("signedHeaders").join(""),
    of("payload").join(""),
  ].join("\n");
}

/** Replaces the text of a difference by the text that was sent. Returns whether the lines have it. */
function undo({ part, ours, theirs }: Difference, lines: Line[]): boolean {
  if (theirs === "" && (part === "query" || part === "headers")) {
    const last = lines.map((line) => line.part).lastIndexOf(part);
    lines.splice(last + 1, 0, { part, ours, theirs });
    return true;
  }
  const line = lines.find((line) => line.ours === theirs || withoutSecret(line.ours) === theirs);
  if (line) line.ours = ours;
  return line !== undefined;
}

function isSame(difference: Difference, previous: Difference | undefined): boolean {
  return difference.ours === previous?.ours && difference.theirs === previous.theirs;
}
