export type {
  CorsCheckOptions,
  CorsReport,
  CorsRule,
  CorsUse,
  CorsUseReport,
} from "./cors/report.ts";
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
export type { ErrorCode, PackageErrorCode } from "./error-codes.ts";
export {
  CredentialsError,
  isCredentialsError,
  isPresignError,
  isServiceError,
  isSignpostError,
  isTransferError,
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
export type { LiveSigner, LiveSignerOptions } from "./live-signer.ts";
export { Presigner, type PresignerOptions } from "./presigner.ts";
export type { QueueEvent, QueueEventMap } from "./queue/queue-event.ts";
export type { QueueItem } from "./queue/queue-item.ts";
export type {
  QueueUploadOptions,
  UploadLimits,
  UploadQueueOptions,
} from "./queue/queue-options.ts";
export { type QueueProgress, UploadQueue } from "./queue/upload-queue.ts";
export { S3, type S3Options } from "./s3.ts";
export type { Transfer } from "./transfer/transfer.ts";
export type {
  ChecksumAlgorithm,
  DownloadOptions,
  DownloadResult,
  LimitedBy,
  ListEntry,
  ListOptions,
  Location,
  Method,
  ObjectChecksum,
  ObjectInfo,
  ObjectOptions,
  ObjectRequestOptions,
  PostCondition,
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  Progress,
  RetryOptions,
  SentRequest,
  SignerOptions,
  SignUrlOptions,
  TransferOptions,
  UploadBody,
  UploadedPart,
  UploadOptions,
  UploadResult,
  UploadStorage,
} from "./types.ts";
