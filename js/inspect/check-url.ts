import { decode, hasEscape, STRAY_PERCENT } from "../url/percent.ts";
import type { UrlParts } from "../url/split-url.ts";
import {
  type Parameters,
  TOKEN_NAMES,
  V2_MARKERS,
  V2_NAMES,
  V4_MARKERS,
  V4_NAMES,
} from "./parameters.ts";
import type { Problems } from "./problems.ts";

/** Adds the problems of the query as a whole: duplicates, mixed signature versions, and damage by HTML or by `+`. */
export function checkQuery(query: string, parameters: Parameters, problems: Problems): void {
  for (const name of [...V4_NAMES, ...V2_NAMES, ...TOKEN_NAMES]) {
    if (parameters.isDuplicate(name)) problems.add("DuplicateParameter", name);
  }
  const isMixed = parameters.hasOneOf(V4_MARKERS) && parameters.hasOneOf(V2_MARKERS);
  problems.addIf(isMixed, "MixedSignatures");
  problems.addIf(parameters.isHtmlEscaped, "HtmlEscaped");
  problems.addIf(query.includes("+"), "PlusInQuery");
}

/** Adds the problems of the URL itself: its scheme, its fragment, and characters that browsers or copying change. */
export function checkUrl(
  { isHttps, hostName, path, query, fragment }: UrlParts,
  problems: Problems,
): void {
  // Browsers treat this machine as secure without https.
  const isLoopback = /^(127\..*|(.*\.)?localhost|\[::1\])$/.test(hostName);
  problems.addIf(!isHttps && !isLoopback, "NotHttps");
  problems.addIf(fragment !== "", "Fragment");
  problems.addIf(path.includes("+"), "PlusInPath");
  problems.addIf(path.includes("\\"), "Backslash");
  problems.addIf(/\/(\.|%2e){1,2}(\/|$)/i.test(path), "DotSegment");
  problems.addIf(hasEscape(decode(path)), "DoubleEncoding");
  problems.addIf(`${path} ${query}`.search(STRAY_PERCENT) >= 0, "MalformedEncoding");
}
