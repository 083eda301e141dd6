import { TransferError } from "./errors.ts";
import { UNREADABLE_LISTING } from "./messages/transfers.ts";
import type { ChecksumAlgorithm } from "./types.ts";
import { elementsOf, readXml } from "./xml.ts";

/** What the `<PostResponse>` document of a form POST answered with 201 says. */
export interface PostReply {
  /** With its quotes, as S3 sends it. */
  etag?: string;
}

/** What the `<InitiateMultipartUploadResult>` document says. */
export interface InitiatedUpload {
  uploadId?: string;
}

/** What the `<CompleteMultipartUploadResult>` document says. */
export interface CompletedUpload extends Partial<Record<ChecksumAlgorithm, string>> {
  /** With its quotes. */
  etag?: string;
}

/** What a `<ListBucketResult>` document of ListObjectsV2 says, keys as they are written there. */
export interface Listing {
  contents: { key: string; size: number; etag?: string; lastModified?: string }[];
  commonPrefixes: string[];
  /** `url` where keys and prefixes are encoded. */
  encodingType?: string;
  /** Absent on the last page. */
  nextContinuationToken?: string;
}

/** A part that the service has, as ListParts names it. */
export interface StoredPart {
  number: number;
  size: number;
  /** With its quotes. */
  etag: string;
  /** In base64, where it was sent with one. */
  checksum?: string;
}

/** What a `<ListPartsResult>` document says. */
export interface PartListing {
  parts: StoredPart[];
  /** Absent on the last page. */
  nextPartNumberMarker?: number;
}

/** Reads S3's XML documents; entities such as `&quot;` come out as the characters they stand for. */
export interface XmlReader {
  /** Undefined if the text is no such document, or was cut. */
  readPostResponse(xml: string): PostReply | undefined;
  /** Text that is no such document gives an empty object. */
  readInitiatedUpload(xml: string): InitiatedUpload;
  /** Undefined if the text is no such document, or was cut. */
  readCompletedUpload(xml: string): CompletedUpload | undefined;
  /** Throws where the text is no such document, or was cut. */
  readPartListing(xml: string): PartListing;
}

/** Reads what `list` needs besides. */
export interface ListingReader {
  /** Throws where the text is no such document, or was cut. */
  readListing(xml: string): Listing;
}

/** S3's documents, as records: hostile ones and ones that are cut too. */
export const documents: XmlReader & ListingReader = {
  readPostResponse(xml) {
    const elements = wholeElements(xml, "PostResponse");
    return elements && renamed<PostReply>(elements, { etag: "ETag" });
  },
  // rclone leaves `Result` out.
  readInitiatedUpload: (xml) =>
    renamed<InitiatedUpload>(elementsOf(xml, "InitiateMultipartUpload(?:Result)?"), {
      uploadId: "UploadId",
    }),
  readCompletedUpload(xml) {
    const elements = wholeElements(xml, "CompleteMultipartUploadResult");
    if (!elements) return undefined;
    return renamed<CompletedUpload>(elements, {
      etag: "ETag",
      CRC32: "ChecksumCRC32",
      CRC32C: "ChecksumCRC32C",
      CRC64NVME: "ChecksumCRC64NVME",
      SHA1: "ChecksumSHA1",
      SHA256: "ChecksumSHA256",
    });
  },
  readListing,
  readPartListing,
};

function renamed<T extends object>(elements: Elements, names: Record<keyof T & string, string>): T {
  const reply: Record<string, string> = {};
  for (const [name, element] of Object.entries<string>(names)) {
    const text = elements[element];
    if (text !== undefined) reply[name] = text;
  }
  return reply as T;
}

/** A page of ListObjectsV2: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
function readListing(xml: string): Listing {
  const listing: Listing = { contents: [], commonPrefixes: [] };
  const page = readPage(xml, "ListBucketResult", {
    Contents({ Key, Size, ETag, LastModified }) {
      listing.contents.push({
        key: demanded(Key),
        size: wholeNumber(Size),
        ...(ETag === undefined ? {} : { etag: ETag }),
        ...(LastModified === undefined ? {} : { lastModified: LastModified }),
      });
    },
    CommonPrefixes: ({ Prefix }) => listing.commonPrefixes.push(demanded(Prefix)),
  });
  const { EncodingType, NextContinuationToken } = page;
  if (EncodingType !== undefined) listing.encodingType = EncodingType;
  if (isTruncated(page)) listing.nextContinuationToken = demanded(NextContinuationToken);
  return listing;
}

/** A page of ListParts: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
function readPartListing(xml: string): PartListing {
  const listing: PartListing = { parts: [] };
  const page = readPage(xml, "ListPartsResult", {
    Part(part) {
      const checksum = Object.entries(part).find(([name]) => name.startsWith("Checksum"))?.[1];
      const stored: StoredPart = {
        number: wholeNumber(part["PartNumber"]),
        size: wholeNumber(part["Size"]),
        etag: demanded(part["ETag"]),
      };
      // From 1.
      if (!stored.number) throw unreadable();
      listing.parts.push(checksum === undefined ? stored : { ...stored, checksum });
    },
  });
  if (isTruncated(page)) listing.nextPartNumberMarker = wholeNumber(page["NextPartNumberMarker"]);
  return listing;
}

type Elements = Record<string, string>;

/** The elements directly under `root`; undefined if the document is cut, or has another root. */
function wholeElements(xml: string, root: string): Elements | undefined {
  try {
    return readPage(xml, root, {});
  } catch {
    return undefined;
  }
}

/**
 * The elements directly under `root`; each one that has a reader goes there, with its own elements. What is missing
 * from a listing would be taken for deleted: another document is an error, and so is one that is cut, lacks what is
 * demanded, or has a next page and does not say how to ask for it.
 */
function readPage(
  xml: string,
  root: string,
  readers: Record<string, (elements: Elements) => unknown>,
): Elements {
  const page: Elements = {};
  let inner: Elements = {};
  let last = "";
  const isWhole = readXml(xml, (path, text) => {
    const [, outermost, name = "", innerName, deeper] = path.split("/");
    last = path;
    if (outermost !== root || deeper) return;
    if (innerName) {
      inner[innerName] = text;
    } else {
      if (Object.hasOwn(readers, name)) readers[name]?.(inner);
      page[name] = text;
      inner = {};
    }
  });
  if (!isWhole || last !== `/${root}`) throw unreadable();
  return page;
}

/** Some services name a next page on the last one too. */
function isTruncated(page: Elements): boolean {
  return page["IsTruncated"]?.trim() === "true";
}

function demanded(text: string | undefined): string {
  if (!text) throw unreadable();
  return text;
}

function wholeNumber(text = ""): number {
  if (!/^\s*\d{1,18}\s*$/.test(text)) throw unreadable();
  return Number(text);
}

function unreadable(): TransferError {
  const [code, message, hint] = UNREADABLE_LISTING;
  return new TransferError(code, message, { attempts: 1, hint, retryable: true });
}
