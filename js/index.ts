export type { ObjectChecksum } from "./checksum/checksum.ts";
export {
  type CognitoCredentials,
  type CognitoOptions,
  type CognitoProvider,
  cognito,
  type Logins,
} from "./credentials/cognito.ts";
export type {
  CredentialProvider,
  CredentialSource,
  Credentials,
  ProviderOptions,
} from "./credentials/provider.ts";
export {
  type WebIdentityOptions,
  type WebIdentityProvider,
  webIdentity,
} from "./credentials/web-identity.ts";
export type { DownloadOptions, DownloadResult } from "./download/download.ts";
export {
  CredentialsError,
  PresignError,
  ServiceError,
  SignpostError,
  TransferError,
} from "./errors.ts";
export { type Difference, type Explanation, explain } from "./explain.ts";
export type { RetryOptions } from "./http/retry.ts";
export type { SentRequest } from "./http/service-error.ts";
export {
  type Inspection,
  type InspectionProblem,
  type InspectionProblemCode,
  inspect,
} from "./inspect.ts";
export type { ObjectOptions } from "./objects/head.ts";
export type { ListEntry, ListOptions } from "./objects/list.ts";
export type { ObjectInfo } from "./objects/object-info.ts";
export { Presigner, type PresignerOptions } from "./presigner.ts";
export { S3, type S3Options } from "./s3.ts";
export type { ChecksumAlgorithm } from "./transfer/environment.ts";
export type { Progress } from "./transfer/progress.ts";
export type { Transfer, TransferOptions } from "./transfer/transfer.ts";
export type {
  LimitedBy,
  Location,
  Method,
  PostCondition,
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  SignerOptions,
} from "./types.ts";
export type { UploadOptions, UploadResult } from "./upload/upload.ts";
export type { UploadStorage } from "./upload/upload-memory.ts";
export type { UploadBody } from "./upload/upload-request.ts";
