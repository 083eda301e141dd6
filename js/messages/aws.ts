/** The messages of errors of s3-signpost/aws, about options of the AWS SDK and aws4fetch. */

import type { Message } from "./message.ts";

export const COMMAND_UNKNOWN: Message = [
  "InvalidOption",
  "must be one of these operations: %{operations}; got %{name}.",
  "Presign other operations with `S3.presign`.",
];
export const COMMAND_NOT_SENT: Message = [
  "InvalidOption",
  "cannot be sent by this client.",
  "Call `download`, `upload`, `head`, `list` or `delete` of `S3`, or send a request to the URL of `getSignedUrl`.",
];
export const BODY_IN_URL: Message = [
  "InvalidOption",
  "is a body, and a presigned URL has none.",
  "Leave it out, and send it with the request.",
];
export const CHECKSUM_OF_NO_BODY: Message = [
  "InvalidOption",
  "needs the checksum of the body, which the URL must contain.",
  "Set the checksum, such as `ChecksumSHA256`, or leave `ChecksumAlgorithm` out.",
];
export const CUSTOMER_KEY_HOISTED: Message = [
  "ForbiddenHeader",
  "cannot move a customer's encryption key into the query: S3 takes it in headers only.",
  "Leave the header out of `hoistableHeaders`, and send it with the request.",
];
export const ONLY_VALUE: Message = [
  "InvalidOption",
  "must be %{only} here.",
  "Leave it out, or set it to this value.",
];
export const POOL_REGION: Message = [
  "InvalidOption",
  "must be the region of the identity pool; got %{region}.",
  "Leave it out: the region is the first part of `identityPoolId`.",
];
export const BUCKET_ENDPOINT: Message = [
  "InvalidOption",
  "cannot be true: an endpoint here never includes the bucket.",
  "Set `endpoint` to the service's address, and name the bucket in the call.",
];
export const EVENT_UNKNOWN: Message = [
  "InvalidOption",
  'must be "httpUploadProgress".',
  "This is the only event. `done()` resolves at the end of the upload.",
];
export const LENGTH_OF_BODY: Message = [
  "InvalidOption",
  "must be the size of the body, %{size} bytes; got %{number}.",
  "Leave it out: the body has a size.",
];
export const UPLOAD_BODY: Message = [
  "InvalidOption",
  "must be a Blob, a File, bytes or a string.",
  "Read a stream first: `await new Response(stream).blob()`.",
];
export const TAGS_TWICE: Message = [
  "InvalidOption",
  "must have each tag once.",
  "Write it as `name=value&other=value`.",
];
export const PARTS_OF_NO_FILE: Message = [
  "InvalidOption",
  "needs a File as the body: the parts of another body can never be used again.",
  "Pass the File of an input, or leave `leavePartsOnError` out.",
];
export const NOT_SIGNED_URL: Message = [
  "InvalidUrl",
  "must be the URL of an object at S3, or at a compatible service, in the client's region.",
  "Check the host and the region. A form, and other services of AWS, are not signed here.",
];
export const HEADER_IN_SIGNED_QUERY: Message = [
  "InvalidOption",
  "cannot be signed with `signQuery`.",
  "Leave the header out, or presign the request with `S3.presign`, which returns the headers to send.",
];
