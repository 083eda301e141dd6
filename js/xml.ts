import { TransferError } from "./errors.ts";
import type {
  CompletedUpload,
  ErrorReply,
  InitiatedUpload,
  Listing,
  ListingReader,
  PartListing,
  PostReply,
  XmlReader,
} from "./transfer/environment.ts";
import { reader } from "./wasm/reader.ts";

/** Reads S3's documents with the core's reader, which takes hostile and truncated ones. */
export const readXml: XmlReader & ListingReader = {
  readError: (xml) =>
    renamed<ErrorReply>(xml, "Error", {
      code: "Code",
      message: "Message",
      requestId: "RequestId",
      serverTime: "ServerTime",
      region: "Region",
      endpoint: "Endpoint",
    }),
  readPostResponse: (xml) =>
    renamed<PostReply>(xml, "PostResponse", {
      location: "Location",
      bucket: "Bucket",
      key: "Key",
      etag: "ETag",
    }),
  readInitiatedUpload: (xml) =>
    renamed<InitiatedUpload>(xml, "InitiateMultipartUploadResult", { uploadId: "UploadId" }),
  readCompletedUpload: (xml) =>
    renamed<CompletedUpload>(xml, "CompleteMultipartUploadResult", {
      location: "Location",
      etag: "ETag",
      CRC32: "ChecksumCRC32",
      CRC32C: "ChecksumCRC32C",
      CRC64NVME: "ChecksumCRC64NVME",
      SHA1: "ChecksumSHA1",
      SHA256: "ChecksumSHA256",
    }),
  readListing,
  readPartListing,
};

function readListing(xml: string): Listing {
  const page = reader((module) => module.readListing(xml)) as Page | undefined;
  if (page === undefined) throw unreadable();
  const { contents, commonPrefixes, encodingType, nextContinuationToken } = page;
  const listing: Listing = { contents: [], commonPrefixes };
  for (let at = 0; at < contents.length; at += 4) {
    const [key, size, etag, lastModified] = contents.slice(at, at + 4) as Row;
    listing.contents.push({
      key,
      size,
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    });
  }
  if (encodingType !== undefined) listing.encodingType = encodingType;
  if (nextContinuationToken !== undefined) listing.nextContinuationToken = nextContinuationToken;
  return listing;
}

type Row = [key: string, size: number, etag: string | undefined, lastModified: string | undefined];

/** As the core says it: `contents` has the rows one after another. */
interface Page {
  contents: Row[number][];
  commonPrefixes: string[];
  encodingType: string | undefined;
  nextContinuationToken: string | undefined;
}

function readPartListing(xml: string): PartListing {
  const page = reader((module) => module.readPartListing(xml)) as PartPage | undefined;
  if (page === undefined) throw unreadable();
  const listing: PartListing = { parts: [] };
  for (let at = 0; at < page.parts.length; at += 4) {
    const [number, size, etag, checksum] = page.parts.slice(at, at + 4) as PartRow;
    listing.parts.push({ number, size, etag, ...(checksum === undefined ? {} : { checksum }) });
  }
  if (page.nextPartNumberMarker !== undefined) {
    listing.nextPartNumberMarker = page.nextPartNumberMarker;
  }
  return listing;
}

type PartRow = [number: number, size: number, etag: string, checksum: string | undefined];

/** As the core says it: `parts` has the rows one after another. */
interface PartPage {
  parts: PartRow[number][];
  nextPartNumberMarker: number | undefined;
}

function unreadable(): TransferError {
  return new TransferError("UnreadableReply", "The service's reply is no listing, or was cut.", {
    attempts: 1,
    hint: "Try again. If it stays so, check `endpoint`: something else may answer there.",
  });
}

function renamed<T extends object>(
  xml: string,
  root: string,
  names: Record<keyof T & string, string>,
): T {
  const elements = (reader((module) => module.readReply(xml, root)) ?? {}) as Record<
    string,
    string
  >;
  const reply: Record<string, string> = {};
  for (const [name, element] of Object.entries<string>(names)) {
    const text = elements[element];
    if (text !== undefined) reply[name] = text;
  }
  return reply as T;
}
