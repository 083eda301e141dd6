/** How an object is previewed. HTML and XML are text, so that none of their scripts can run. */
export type PreviewKind = "image" | "text" | "pdf" | "audio" | "video";

/** Types by the extension of the key, for objects without a useful type. */
const TYPES: Record<string, string> = {
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
  pdf: "application/pdf",
  aac: "audio/aac",
  flac: "audio/flac",
  m4a: "audio/mp4",
  mp3: "audio/mpeg",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  wav: "audio/wav",
  m4v: "video/mp4",
  mov: "video/quicktime",
  mp4: "video/mp4",
  ogv: "video/ogg",
  webm: "video/webm",
};
const TEXT_EXTENSION =
  /^(?:c|cfg|conf|css|csv|env|go|h|htm|html|ini|java|js|json|jsonl|log|md|py|rb|rs|sh|sql|srt|toml|ts|tsv|txt|vtt|xml|yaml|yml)$/;

/** Types that say nothing about the bytes. */
const GENERIC = /^(?:application|binary)\/octet-stream$/;

/** Returns the media type of an object, without parameters: its own, or that of the extension of its key. */
export function typeOf(contentType: string | undefined, key: string): string {
  const own = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (own && !GENERIC.test(own)) return own;
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? "";
  if (TEXT_EXTENSION.test(extension)) return "text/plain";
  return Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? own) : own;
}

/** Returns how objects of a media type are previewed; undefined if the page cannot show them. */
export function kindOf(type: string): PreviewKind | undefined {
  if (type === "application/pdf") return "pdf";
  const [family] = type.split("/");
  if (family === "image" || family === "audio" || family === "video" || family === "text") {
    return family;
  }
  const isText = /[/+](?:json|xml|yaml|toml|javascript|x-sh|x-yaml|sql|x-ndjson)$/.test(type);
  return isText ? "text" : undefined;
}
