import { make } from "../parts/elements.ts";
import { words } from "../words.ts";

/** Maximum size of a picture, in bytes. */
const MAX_PICTURE_BYTES = 20_000_000;
/** Maximum length of a text, in bytes. */
const MAX_TEXT_BYTES = 4_000;

/** Returns an `img` for a picture, the beginning of a text, and `undefined` for other types. */
export async function preview(blob: Blob, url: string): Promise<HTMLElement | undefined> {
  const type = blob.type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type.startsWith("image/") && blob.size <= MAX_PICTURE_BYTES) {
    const picture = make("img", "preview-picture");
    picture.src = url;
    picture.alt = words.transfer.download.picture;
    return picture;
  }
  if (/^text\/|[/+](json|xml|javascript)$/.test(type)) {
    const beginning = await blob.slice(0, MAX_TEXT_BYTES).text();
    const text = make("pre", "mono", blob.size > MAX_TEXT_BYTES ? `${beginning}…` : beginning);
    text.tabIndex = 0;
    return text;
  }
  return undefined;
}
