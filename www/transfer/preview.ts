import type { ObjectInfo, S3 } from "s3-signpost";
import { formatBytes } from "../format/bytes.ts";
import { fileName } from "../format/file-name.ts";
import { visibleText } from "../format/visible.ts";
import { byId, make } from "../parts/elements.ts";
import { words } from "../words.ts";
import { kindOf, type PreviewKind, typeOf } from "./preview-kind.ts";

/** Maximum size of an object that is loaded for its preview, in bytes. Audio and video are streamed. */
const MAX_BYTES: Partial<Record<PreviewKind, number>> = { image: 20_000_000, pdf: 50_000_000 };
/** Number of bytes of a text that are shown. */
const TEXT_BYTES = 4000;
/** Seconds for which a player can read from the link. */
const LINK_SECONDS = 3600;

const { preview: previewWords } = words.transfer;
const place = byId("preview", HTMLDivElement);

let shown: AbortController | undefined;

/** Reads as much of an object as its preview needs, and shows it in place of the last preview. */
export async function showPreview(s3: S3, info: ObjectInfo): Promise<void> {
  const { key, size } = info;
  const type = typeOf(info.contentType, key);
  const kind = kindOf(type);
  const maximum = kind && MAX_BYTES[kind];
  if (size === 0) await show(() => note(previewWords.emptyObject));
  else if (kind === undefined) await show(() => note(previewWords.none));
  // A size that is unknown could be any.
  else if (maximum !== undefined && !(size <= maximum)) {
    await show(() => note(previewWords.tooLarge(formatBytes(maximum))));
  } else if (kind === "audio" || kind === "video") {
    await show(async () => makePlayer(kind, await s3.presign({ key, expiresIn: LINK_SECONDS })));
  } else {
    const range = kind === "text" ? { range: { start: 0, end: TEXT_BYTES - 1 } } : {};
    await show(async (signal) => {
      const { blob } = await s3.download(key, { ...range, signal });
      return makeLoaded(kind, type, blob ?? new Blob(), { key, size, signal });
    });
  }
}

/** Shows a downloaded object in place of the last preview, if its type has a preview. */
export async function showDownloaded(blob: Blob, info: ObjectInfo): Promise<void> {
  const type = typeOf(info.contentType, info.key);
  const kind = kindOf(type);
  if (kind === undefined || blob.size === 0) return;
  if (kind !== "text" && blob.size > (MAX_BYTES[kind] ?? Number.POSITIVE_INFINITY)) return;
  await show((signal) => makeLoaded(kind, type, blob, { key: info.key, size: blob.size, signal }));
}

/** Removes the preview, and releases its bytes. */
export function closePreview(): void {
  shown?.abort();
  shown = undefined;
  place.replaceChildren();
  place.hidden = true;
}

/** Pauses audio and video. */
export function pausePreview(): void {
  for (const player of place.querySelectorAll("audio, video")) (player as HTMLMediaElement).pause();
}

/** Shows what `load` makes, with a button that closes it, also while it loads. */
async function show(
  load: (signal: AbortSignal) => HTMLElement | Promise<HTMLElement>,
): Promise<void> {
  closePreview();
  const controller = new AbortController();
  shown = controller;
  const close = make("button", "quiet", previewWords.close);
  close.type = "button";
  close.addEventListener("click", () => {
    closePreview();
    byId("download-preview", HTMLButtonElement).focus();
  });
  place.replaceChildren(note(words.transfer.download.waiting), close);
  place.hidden = false;
  try {
    const content = await load(controller.signal);
    if (shown === controller) place.replaceChildren(content, close);
  } catch (error) {
    // A preview that was closed or replaced has no outcome.
    if (controller.signal.aborted) return;
    closePreview();
    throw error;
  }
}

async function makeLoaded(
  kind: PreviewKind,
  type: string,
  blob: Blob,
  { key, size, signal }: { key: string; size: number; signal: AbortSignal },
): Promise<HTMLElement> {
  if (kind === "text") return makeText(blob, size);
  if (kind === "pdf" && !navigator.pdfViewerEnabled) return note(previewWords.noViewer);
  // With the type of the preview: a blob of another type, such as HTML, would run as a page of this origin.
  const url = URL.createObjectURL(blob.slice(0, blob.size, type));
  signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  if (kind === "audio" || kind === "video") return makePlayer(kind, { url });
  const name = previewWords.image(visibleText(fileName(key)));
  if (kind === "pdf") {
    const frame = make("iframe", "preview-pdf");
    frame.title = name;
    frame.src = url;
    return frame;
  }
  const picture = make("img", "preview-picture");
  picture.alt = name;
  picture.addEventListener("error", () => picture.replaceWith(note(previewWords.notShown)));
  picture.src = url;
  return picture;
}

async function makeText(blob: Blob, size: number): Promise<HTMLElement> {
  const bytes = await blob.slice(0, TEXT_BYTES).arrayBuffer();
  // As a stream, the decoder leaves out a character that is cut in two.
  const text = new TextDecoder().decode(bytes, { stream: true });
  const box = make("pre", "mono", text);
  box.tabIndex = 0;
  box.dir = "auto";
  if (size <= TEXT_BYTES) return box;
  return make("div", "", note(previewWords.beginning(formatBytes(TEXT_BYTES))), box);
}

function makePlayer(kind: "audio" | "video", { url }: { url: string }): HTMLElement {
  const player = make(kind, "preview-player");
  player.controls = true;
  player.preload = "metadata";
  player.addEventListener("error", () => player.replaceWith(note(previewWords.notPlayed)));
  player.src = url;
  return player;
}

function note(text: string): HTMLElement {
  return make("p", "help", text);
}
