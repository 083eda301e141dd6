import type { Message } from "./message.ts";

/**
 * The messages of errors of downloads, uploads, and requests for objects, by code. No text is a template: bundlers keep an
 * unused constant that has one.
 */

const CHECK_ENDPOINT =
  "Check `endpoint`: a proxy or a sign-in page may respond instead of the service.";
const AGAIN = "Try again on a better connection.";
const NOT_RESUMABLE = "The download was paused and cannot be resumed.";

export const ALREADY_EXISTS: Message = [
  "AlreadyExists",
  "An object with this key exists, or another request was writing it.",
  "Choose another key, or leave `overwrite` out to replace the object.",
];

export const BODY_UNREADABLE: Message = [
  "BodyUnreadable",
  "The file was changed, moved or deleted before it was sent.",
  "Choose it again, and start a new upload.",
];

export const CHECKSUM_MISMATCH: Message = [
  "ChecksumMismatch",
  "Checksum mismatch: the transferred bytes do not match the object's %{algorithm}.",
  "Try again. If it fails again, a proxy changes the bytes, or the object is damaged.",
];

export const CHECKSUM_UNAVAILABLE: Message = [
  "ChecksumUnavailable",
  "The bytes cannot be verified: the response has no checksum.",
  "The object may have none, its body may be compressed in transit, or CORS hides it: add its header, such as `x-amz-checksum-crc64nvme`, to the bucket's `ExposeHeaders`.",
];

export const CORS_BLOCKED: Message = [
  "CorsBlocked",
  "The bucket's CORS rules do not allow this request from this page.",
  "Add the CORS rule %{rule} to the bucket. `checkCors` finds out what else the page needs.",
];

export const ETAG_HIDDEN: Message = [
  "ETagHidden",
  "The part was stored, but CORS hides its ETag, which a multipart upload needs.",
  "Add `ETag` to `ExposeHeaders` in the bucket's CORS rules.",
];

export const IDENTITY_CHANGED: Message = [
  "IdentityChanged",
  "The credentials belong to another identity than the one that started the multipart upload.",
  "Upload again. With `resumable` it continues if the earlier identity signs in again.",
];

export const CONNECTION_LOST: Message = [
  "Interrupted",
  "The connection was lost during the transfer.",
  AGAIN,
];

export const OBJECT_NOT_PROVEN: Message = [
  "Interrupted",
  "The download cannot be resumed: the response does not prove that the object is still the same.",
  "The first response had an `ETag` or a `Last-Modified` that this one lacks. Check caches and proxies before the service.",
];

export const COMPRESSED_IN_TRANSIT: Message = [
  "Interrupted",
  NOT_RESUMABLE,
  'The body is compressed in transit, so that no range of it can be requested. With `to: "blob"` the download restarts by itself.',
];

export const NO_VALIDATOR: Message = [
  "Interrupted",
  NOT_RESUMABLE,
  'The responses have no strong ETag and no Last-Modified. In a page, add `ETag` to the bucket\'s `ExposeHeaders`. With `to: "blob"` the download restarts by itself.',
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
  "The network failed, or the bucket's CORS rules do not allow this request.",
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
  "Try again on a better connection. Or raise `retry.stallTimeout`.",
];

export const NOT_CONFIRMED: Message = [
  "UnreadableReply",
  "The response does not confirm the request; got %{got}.",
  "Check `endpoint`: a proxy or a sign-in page may respond instead of the service. `head` shows whether the object is stored.",
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
  CHECK_ENDPOINT,
];

export const NO_MULTIPART_UPLOAD: Message = [
  "UnreadableReply",
  "The response to CreateMultipartUpload has no upload id.",
  'Upload with `via: "post"` or `via: "put"`.',
];

export const UNREADABLE_LISTING: Message = [
  "UnreadableReply",
  "The response is not a complete listing.",
  "Try again. Check `endpoint`: a proxy or a sign-in page may respond instead of the service.",
];

// Options. Their messages go on after the option's name.

export const CONDITION_NOT_IN_FORM: Message = [
  "HeaderNotInForm",
  "cannot be false for a form, which has no field for this condition.",
  'Upload with `via: "put"` or `via: "multipart"`, or leave `via` and `conditions` out.',
];

export const CONTENT_LENGTH_SET: Message = [
  "ForbiddenHeader",
  "is set by the browser from `body`.",
  "",
];

export const RANGE_HEADER: Message = [
  "ForbiddenHeader",
  "is set by the download.",
  "Leave it out; a download has the option `range`.",
];

export const HEADER_NOT_IN_FORM: Message = [
  "HeaderNotInForm",
  "is a header for which a form has no field.",
  'Upload with `via: "put"`, or leave `via` out.',
];

export const KEY_MISSING: Message = ["InvalidKey", "must be a string that is not empty.", ""];

export const NOT_BODY: Message = [
  "InvalidOption",
  "must be a Blob or File, an ArrayBuffer, a view of one, or a string, and no detached or shared buffer.",
  "",
];

export const NOT_CLIENT: Message = [
  "InvalidOption",
  "must be an `S3` of this copy of the package.",
  "Pass the client, and import `S3` and `checkCors` from the same entry.",
];

export const NOT_CHECKSUM: Message = [
  "InvalidOption",
  'must be false, "CRC32", "CRC32C", "CRC64NVME", "SHA1" or "SHA256".',
  "",
];

export const CHECKSUM_UNSUPPORTED: Message = [
  "InvalidOption",
  "cannot be computed: this engine has no WebAssembly with SIMD.",
  "",
];

export const NOT_DESTINATION: Message = [
  "InvalidOption",
  'must be "blob", "stream", a FileSystemFileHandle or an unlocked WritableStream.',
  "",
];

export const NOT_METADATA_NAME: Message = [
  "InvalidOption",
  "must be named by ASCII letters, digits and hyphens.",
  "The value may be any text.",
];

export const NOT_RESPONSE: Message = ["InvalidOption", "must resolve to a Response.", ""];

export const SET_TWICE: Message = ["InvalidOption", "is also set %{place}.", ""];

export const VERIFY_WITH_RANGE: Message = [
  "InvalidOption",
  "cannot go with `range`.",
  "A checksum is of the whole object.",
];

export const TAG_MALFORMED: Message = [
  "InvalidOption",
  "must have a name of 1 to 128 and a value of at most 256 characters, which are letters, digits, spaces and + - = . _ : / @.",
  "Names that begin with aws: are reserved for AWS.",
];

export const TOO_MANY_TAGS: Message = [
  "InvalidOption",
  "must be at most %{most} tags, S3's limit; got %{count}.",
  "",
];

export const PART_SIZE_OUT_OF_RANGE: Message = [
  "InvalidPartSize",
  "must be a whole number of bytes, 5242880 (5 MiB) to 5368709120 (5 GiB); got %{size}.",
  "Leave it out for parts of 16 MiB.",
];

export const RANGE_INVALID: Message = [
  "InvalidRange",
  "must be whole numbers with 0 <= start <= end; got %{start} to %{end}.",
  "`end` is included; without it, the range goes to the last byte.",
];

export const BODY_EXCEEDS_PARTS: Message = [
  "ObjectTooLarge",
  "must fit into 10,000 parts of 5 GiB.",
  "Split the body into several objects.",
];
