import type { Message } from "./message.ts";

/** The messages of downloads, uploads, and requests for objects, by code. */

const CHECK_ENDPOINT = "Check `endpoint`, and caches and proxies between the page and the service.";
const CHECK_REPLY =
  "Check `endpoint`: a proxy or a login page may respond instead of the service. `head` shows whether the object is stored.";

export const BODY_UNREADABLE: Message = [
  "BodyUnreadable",
  "The file was changed, moved or deleted before it was sent.",
  "Choose the file again, and start a new upload.",
];

export const CHECKSUM_MISMATCH: Message = [
  "ChecksumMismatch",
  "Checksum mismatch: the transferred bytes do not match the object's %{algorithm}.",
  "Transfer the object again. If it fails again, a proxy changes the bytes, or the object is damaged.",
];

export const CHECKSUM_UNAVAILABLE: Message = [
  "ChecksumUnavailable",
  "The bytes cannot be verified: the response has no checksum.",
  "The object may have no checksum, its body may be compressed in transit, or CORS hides the checksum: add its header, such as `x-amz-checksum-crc64nvme`, to the bucket's `ExposeHeaders`.",
];

export const CORS_BLOCKED: Message = [
  "CorsBlocked",
  "The service can be reached, but the bucket's CORS rules do not allow this request from this page.",
  "Add the CORS rule %{rule} to the bucket.",
];

export const ETAG_HIDDEN: Message = [
  "ETagHidden",
  "The part was stored, but CORS hides its ETag, which a multipart upload needs.",
  "Add `ETag` to `ExposeHeaders` in the bucket's CORS rules.",
];

export const IDENTITY_CHANGED: Message = [
  "IdentityChanged",
  "The credentials belong to another identity than the one that started the multipart upload.",
  "Upload again. An upload with `resumable` continues if the earlier identity signs in again.",
];

export const CONNECTION_LOST: Message = [
  "Interrupted",
  "The connection was lost during the transfer.",
  "Try again on a better connection.",
];

export const OBJECT_NOT_PROVEN: Message = [
  "Interrupted",
  "The download cannot be resumed: the response does not prove that the object is still the same.",
  "The first response had an `ETag` or a `Last-Modified` that this one lacks. Check caches and proxies between the page and the service.",
];

export const COMPRESSED_IN_TRANSIT: Message = [
  "Interrupted",
  "The download was paused and cannot be resumed.",
  'The body is compressed in transit, so that no byte range of it can be requested. With `to: "blob"` the download restarts by itself.',
];

export const NO_VALIDATOR: Message = [
  "Interrupted",
  "The download was paused and cannot be resumed.",
  'The responses have no strong ETag and no Last-Modified to recognize the object by. In a page, add `ETag` to the bucket\'s `ExposeHeaders`. With `to: "blob"` the download restarts by itself.',
];

export const MIXED_CONTENT: Message = [
  "MixedContent",
  "The browser blocks requests from an https page to an http address.",
  "Give `endpoint` an https address. Browsers allow http only to the device itself, such as localhost.",
];

export const SERVICE_UNREACHABLE: Message = [
  "NetworkOrCors",
  "The service could not be reached.",
  "Check `endpoint` and `region`, and the network.",
];

export const NO_RESPONSE_IN_PAGE: Message = [
  "NetworkOrCors",
  "The page received no response: the network failed, or the bucket's CORS rules do not allow this request.",
  "If the network works, add the CORS rule %{rule} to the bucket.",
];

export const OBJECT_CHANGED: Message = [
  "ObjectChanged",
  "The object was replaced during the download.",
  "Download it again from the start.",
];

export const OFFLINE: Message = [
  "Offline",
  "The device is offline.",
  "Try again when the network is back.",
];

export const STALLED: Message = [
  "Stalled",
  "The transfer made no progress until the stall timeout.",
  "Try again on a better connection, or raise `retry.stallTimeout`.",
];

export const NOT_CONFIRMED: Message = [
  "UnreadableReply",
  "The response does not confirm the request; got %{got}.",
  CHECK_REPLY,
];

export const NOT_THE_OBJECT: Message = [
  "UnreadableReply",
  "The response is not the requested object; got %{got}.",
  CHECK_ENDPOINT,
];

export const BODY_TOO_LARGE: Message = [
  "UnreadableReply",
  "The response has more than %{limit} bytes and no length.",
  'Download the object with `to: "stream"` or into a file.',
];

export const ENDLESS_LISTING: Message = [
  "UnreadableReply",
  "The listing does not end: a page names itself as the next page.",
  "Check `endpoint`: the service, or a cache between, ignores the parameters that select a page.",
];

export const NO_MULTIPART_UPLOAD: Message = [
  "UnreadableReply",
  "The response to CreateMultipartUpload has no upload id.",
  'Upload with `via: "post"` or `via: "put"`.',
];

export const UNREADABLE_LISTING: Message = [
  "UnreadableReply",
  "The response is not a complete listing.",
  "Try again. If it fails again, check `endpoint`: another server may respond at that address.",
];
