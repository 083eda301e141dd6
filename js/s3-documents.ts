import { TransferError } from "./errors.ts";
import { UNREADABLE_LISTING } from "./messages/transfers.ts";
import { withoutEmpty } from "./options.ts";
import type { ChecksumAlgorithm } from "./types.ts";
import { readElements } from "./xml.ts";

/** `<PostResponse>` of a form POST with status 201. */
export interface PostResponse {
  /** With its quotes. */
  etag?: string;
}

/** `<InitiateMultipartUploadResult>`. */
export interface InitiatedUpload {
  uploadId?: string;
}

/** `<CompleteMultipartUploadResult>`. */
export interface CompletedUpload extends Partial<Record<ChecksumAlgorithm, string>> {
  /** With its quotes. */
  etag?: string;
}

/** `<ListBucketResult>` of ListObjectsV2. Keys may be encoded. */
export interface Listing {
  contents: {
    key: string;
    size: number;
    etag?: string;
    lastModified?: string;
    checksumAlgorithm?: string;
  }[];
  commonPrefixes: string[];
  /** `url` if keys and prefixes are encoded. */
  encodingType?: string;
  /** Absent on the last page. */
  nextContinuationToken?: string;
}

/** A part that the service has. */
export interface StoredPart {
  number: number;
  size: number;
  /** With its quotes. */
  etag: string;
  /** Base64. Absent if the part was sent without a checksum. */
  checksum?: string;
}

/** `<ListPartsResult>`. */
export interface PartListing {
  parts: StoredPart[];
  /** Absent on the last page. */
  nextPartNumberMarker?: number;
}

/** Returns undefined if the text is another or an incomplete document. */
export function readPostResponse(xml: string): PostResponse | undefined {
  const elements = completeElements(xml, "PostResponse");
  return elements && renameElements<PostResponse>(elements, { etag: "ETag" });
}

/** Returns an empty object if the text is another document. */
export function readInitiatedUpload(xml: string): InitiatedUpload {
  // rclone leaves `Result` out.
  const { elements } = readElements(xml, "InitiateMultipartUpload(?:Result)?");
  return renameElements<InitiatedUpload>(elements, { uploadId: "UploadId" });
}

/** Returns undefined if the text is another or an incomplete document. */
export function readCompletedUpload(xml: string): CompletedUpload | undefined {
  const elements = completeElements(xml, "CompleteMultipartUploadResult");
  if (!elements) return undefined;
  return renameElements<CompletedUpload>(elements, {
    etag: "ETag",
    CRC32: "ChecksumCRC32",
    CRC32C: "ChecksumCRC32C",
    CRC64NVME: "ChecksumCRC64NVME",
    SHA1: "ChecksumSHA1",
    SHA256: "ChecksumSHA256",
  });
}

function renameElements<T extends object>(
  elements: Elements,
  names: Record<keyof T & string, string>,
): T {
  const record: Record<string, string> = {};
  for (const [name, element] of Object.entries<string>(names)) {
    const text = elements[element];
    if (text !== undefined) record[name] = text;
  }
  return record as T;
}

/**
 * Reads a page of ListObjectsV2: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 *
 * @throws {TransferError} `UnreadableReply` if the text is another or an incomplete document
 */
export function readListing(xml: string): Listing {
  const listing: Listing = { contents: [], commonPrefixes: [] };
  const page = readPage(xml, "ListBucketResult", {
    Contents({ Key, Size, ETag, LastModified, ChecksumAlgorithm }) {
      listing.contents.push({
        key: required(Key),
        size: wholeNumber(Size),
        ...withoutEmpty({
          etag: ETag,
          lastModified: LastModified,
          checksumAlgorithm: ChecksumAlgorithm,
        }),
      });
    },
    CommonPrefixes: ({ Prefix }) => listing.commonPrefixes.push(required(Prefix)),
  });
  const { EncodingType, NextContinuationToken } = page;
  if (EncodingType !== undefined) listing.encodingType = EncodingType;
  if (isTruncated(page)) listing.nextContinuationToken = required(NextContinuationToken);
  return listing;
}

/**
 * Reads a page of ListParts: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
 *
 * @throws {TransferError} `UnreadableReply` if the text is another or an incomplete document
 */
export function readPartListing(xml: string): PartListing {
  const listing: PartListing = { parts: [] };
  const page = readPage(xml, "ListPartsResult", {
    Part(part) {
      const checksum = Object.entries(part).find(([name]) => name.startsWith("Checksum"))?.[1];
      const stored: StoredPart = {
        number: wholeNumber(part["PartNumber"]),
        size: wholeNumber(part["Size"]),
        etag: required(part["ETag"]),
      };
      // Numbers start at 1.
      if (!stored.number) throw unreadable();
      listing.parts.push(checksum === undefined ? stored : { ...stored, checksum });
    },
  });
  if (isTruncated(page)) listing.nextPartNumberMarker = wholeNumber(page["NextPartNumberMarker"]);
  return listing;
}

type Elements = Record<string, string>;

/** Returns the elements directly in `root`; undefined if the document is incomplete, or has another root. */
function completeElements(xml: string, root: string): Elements | undefined {
  const { elements, isComplete } = readElements(xml, root);
  return isComplete ? elements : undefined;
}

/**
 * Returns the elements of a page of a listing.
 *
 * Objects missing from a listing look deleted. Therefore another document is an error, and so is an incomplete one, one
 * without a required element, or one that has a next page but does not name it.
 */
function readPage(...document: Parameters<typeof readElements>): Elements {
  const { elements, isComplete } = readElements(...document);
  if (!isComplete) throw unreadable();
  return elements;
}

/** Some services name a next page on the last page too. */
function isTruncated(page: Elements): boolean {
  return page["IsTruncated"]?.trim() === "true";
}

function required(text: string | undefined): string {
  if (!text) throw unreadable();
  return text;
}

function wholeNumber(text = ""): number {
  if (!/^\s*\d{1,18}\s*$/.test(text)) throw unreadable();
  return Number(text);
}

function unreadable(): TransferError {
  const [code, message, hint] = UNREADABLE_LISTING;
  return new TransferError(code, message, { attempts: 1, hint });
}
