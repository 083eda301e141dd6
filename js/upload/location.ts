/** Returns the address of a signed URL, without the query that carries the signature. */
export function addressOf(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

/**
 * Returns the address of an object that was uploaded by a form, whose URL has no key. The key is encoded as the signer
 * encodes it in URLs: every byte but letters, digits, `-._~` and `/`.
 */
export function objectAddress(formUrl: string, key: string): string {
  const path = encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${addressOf(formUrl).replace(/\/$/, "")}/${path}`;
}
