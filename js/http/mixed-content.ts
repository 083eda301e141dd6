/** Addresses of the device itself, which browsers trust without TLS (W3C Secure Contexts, 3.1). */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/i;

/** Returns whether browsers block a request from a page of this origin to this URL, since the URL has no TLS. */
export function isMixedContent(origin: string | undefined, url: string): boolean {
  if (!origin?.startsWith("https:") || !url.startsWith("http:")) return false;
  try {
    return !LOOPBACK.test(new URL(url).hostname);
  } catch {
    return false;
  }
}
