/** Addresses of the device itself, which browsers trust without TLS (W3C Secure Contexts, 3.1). */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/i;

/** Hint for mixed content. */
export const MIXED_CONTENT_HINT =
  "Give `endpoint` an https address. Browsers allow http to addresses of the device itself only, such as localhost.";

/** Whether browsers forbid a page of this origin to send a request to this URL, since the URL lacks TLS. */
export function isMixedContent(origin: string | undefined, url: string): boolean {
  if (!origin?.startsWith("https:") || !url.startsWith("http:")) return false;
  try {
    return !LOOPBACK.test(new URL(url).hostname);
  } catch {
    return false;
  }
}
