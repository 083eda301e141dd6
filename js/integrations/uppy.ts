/**
 * Uploads of Uppy 6 from the page to a private bucket: signed requests for Uppy's own plugin `AwsS3`, or `S3Uploader` in
 * its place.
 */

export {
  type AwsS3Options,
  awsS3Options,
  type PresignableRequest,
  type PresignedResponse,
  type SignRequestOptions,
  signRequest,
} from "./uppy-sign-request.ts";
export type { UppyFileInfo } from "./uppy-types.ts";
export {
  type S3UploadDefaults,
  S3Uploader,
  type S3UploaderOptions,
} from "./uppy-uploader.ts";
