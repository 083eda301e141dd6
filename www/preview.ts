import { make } from "./elements.ts";

const LARGEST_PICTURE = 20_000_000;
const MOST_TEXT = 4_000;

/** A picture of a picture, the beginning of a text, and nothing of anything else. */
export async function preview(blob: Blob, url: string): Promise<HTMLElement | undefined> {
  const type = blob.type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type.startsWith("image/") && blob.size <= LARGEST_PICTURE) {
    const picture = make("img", "preview-picture");
    picture.src = url;
    picture.alt = "Preview of the downloaded picture";
    return picture;
  }
  if (/^text\/|[/+](json|xml|javascript)$/.test(type)) {
    const beginning = await blob.slice(0, MOST_TEXT).text();
    const text = make("pre", "mono", blob.size > MOST_TEXT ? `${beginning}…` : beginning);
    text.tabIndex = 0;
    return text;
  }
  return undefined;
}
