import type { Message } from "./message.ts";

/** The messages of errors of `s3-signpost/uppy`. */

export const REMOTE_FILE: Message = [
  "FileRejected",
  "The file is at a remote provider, from which `S3Uploader` cannot upload it.",
  "Add the file from this device, or use Uppy's own AwsS3 with `companionEndpoint` for remote files.",
];
export const FILE_NOT_RESTORED: Message = [
  "BodyUnreadable",
  "The contents of the file were lost when the page was reloaded.",
  "Choose the same file again.",
];
export const MAX_SIZE_NEEDS_POST: Message = [
  "InvalidOption",
  'is a condition of a form, so that it cannot be combined with `via: "put"`.',
  "Leave `via` out, or limit the size by Uppy's `restrictions.maxFileSize`.",
];
