/** Returns the size of the object in bytes; undefined if it cannot be found out. */
export type SizeOf = () => Promise<number | undefined>;

/**
 * Returns the `Content-Range` of a response with the status 206 whose own one CORS hides; undefined if it is unknown.
 * Media players reject a part without it.
 *
 * If the range of the request is open, or longer than the part, the part ends with the object, so that its length is
 * enough. Otherwise `sizeOf` is called. RFC 9110, section 14.
 *
 * @param range the `Range` of the request
 * @param length the `Content-Length` of the response
 */
export async function contentRange(
  range: string | null,
  length: string | null,
  sizeOf: SizeOf,
): Promise<string | undefined> {
  const [, first = "", last = ""] = /^\s*bytes=(\d*)-(\d*)\s*$/i.exec(range ?? "") ?? [];
  let start = Number(first);
  let end = Number(last);
  const partLength = Number(length);
  if (first && partLength > 0 && (!last || start + partLength <= end)) {
    end = start + partLength - 1;
    return `bytes ${start}-${end}/${end + 1}`;
  }
  if (!first && !last) return undefined;
  const size = await sizeOf();
  if (first) {
    if (size === undefined) return last && `bytes ${first}-${last}/*`;
    end = last ? Math.min(end, size - 1) : size - 1;
  } else {
    if (size === undefined) return undefined;
    start = Math.max(0, size - end);
    end = size - 1;
  }
  return `bytes ${start}-${end}/${size}`;
}
