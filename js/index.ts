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
export {
  CredentialsError,
  PresignError,
  ServiceError,
  SignpostError,
  TransferError,
} from "./errors.ts";
export { type Difference, type Explanation, explain } from "./explain.ts";
export {
  type Inspection,
  type InspectionProblem,
  type InspectionProblemCode,
  inspect,
} from "./inspect.ts";
export { Presigner, type PresignerOptions } from "./presigner.ts";
export { S3, type S3Options } from "./s3.ts";
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
} from "./signing.ts";
export type { ObjectChecksum } from "./transfer/checksum.ts";
export type { DownloadOptions, DownloadResult } from "./transfer/download.ts";
export type { ChecksumAlgorithm } from "./transfer/environment.ts";
export type { ObjectOptions } from "./transfer/head.ts";
export type { ListEntry, ListOptions } from "./transfer/list.ts";
export type { ObjectInfo } from "./transfer/object-info.ts";
export type { Progress } from "./transfer/progress.ts";
export type { RetryOptions } from "./transfer/retry.ts";
export type { SentRequest } from "./transfer/service-error.ts";
export type { Transfer, TransferOptions } from "./transfer/transfer.ts";
export type { UploadOptions, UploadResult } from "./transfer/upload.ts";
export type { UploadStorage } from "./transfer/upload-memory.ts";
export type { UploadBody } from "./transfer/upload-request.ts";
