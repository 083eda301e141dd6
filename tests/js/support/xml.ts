import type { Listing, XmlReader } from "../../../js/s3-documents.ts";

/** Reads the flat documents of these tests; the package's own reader is tested where it lives. */
export const readXml: XmlReader = {
  readPostResponse: (xml) =>
    xml.endsWith("</PostResponse>") ? pick(xml, { etag: "ETag" }) : undefined,
  readInitiatedUpload: (xml) => pick(xml, { uploadId: "UploadId" }),
  readCompletedUpload: (xml) =>
    xml.endsWith("</CompleteMultipartUploadResult>") ? pick(xml, { etag: "ETag" }) : undefined,
  readPartListing: (xml) => {
    if (!/<\/ListPartsResult>\s*$/.test(xml)) throw new Error("This is no listing");
    const next = textOf(xml, "NextPartNumberMarker");
    const more = textOf(xml, "IsTruncated") === "true" && next !== undefined;
    return {
      parts: all(xml, "Part").map((part) => ({
        number: Number(textOf(part, "PartNumber")),
        size: Number(textOf(part, "Size")),
        etag: textOf(part, "ETag") ?? "",
      })),
      ...(more ? { nextPartNumberMarker: Number(next) } : {}),
    };
  },
};

export function textOf(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`)
    .exec(xml)?.[1]
    ?.replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function pick(xml: string, names: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, element] of Object.entries(names)) {
    const text = textOf(xml, element);
    if (text !== undefined) found[name] = text;
  }
  return found;
}

export function readListing(xml: string): Listing {
  if (!/<\/ListBucketResult>\s*$/.test(xml)) throw new Error("This is no listing");
  const listing: Listing = {
    contents: all(xml, "Contents").map((item) => ({
      key: textOf(item, "Key") ?? "",
      size: Number(textOf(item, "Size")),
      ...pick(item, { etag: "ETag", lastModified: "LastModified" }),
    })),
    commonPrefixes: all(xml, "CommonPrefixes").map((item) => textOf(item, "Prefix") ?? ""),
    ...pick(xml, {
      encodingType: "EncodingType",
      nextContinuationToken: "NextContinuationToken",
    }),
  };
  return listing;
}

function all(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(
    ([, inner]) => inner ?? "",
  );
}
