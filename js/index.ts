export { checkCors } from "./cors/check-cors.ts";
export type {
  CorsCheckOptions,
  CorsReport,
  CorsRule,
  CorsUse,
  CorsUseReport,
} from "./cors/report.ts";
export { basicFlow, type CognitoFlow, type CognitoRole } from "./credentials/basic-flow.ts";
export {
  type CognitoCredentials,
  type CognitoOptions,
  type CognitoProvider,
  cognito,
  type Logins,
} from "./credentials/cognito.ts";
export type { IdentityStorage } from "./credentials/identity-store.ts";
export type {
  CredentialProvider,
  CredentialSet,
  CredentialSource,
  Credentials,
  CredentialsResponse,
  ProviderOptions,
  StsCredentials,
} from "./credentials/provider.ts";
export type { TokenSource } from "./credentials/tokens.ts";
export {
  type WebIdentityOptions,
  type WebIdentityProvider,
  webIdentity,
} from "./credentials/web-identity.ts";
export type { ErrorCode, PackageErrorCode } from "./error-codes.ts";
export {
  CredentialsError,
  type ErrorDetails,
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
export type { QueueEvent, QueueEventMap, QueueEventTarget } from "./queue/queue-event.ts";
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
  BlobDownload,
  ByteRange,
  ChecksumAlgorithm,
  CurlOptions,
  DomType,
  DownloadOptions,
  DownloadResult,
  FileDownload,
  FormDataOptions,
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
  ResponseOverrides,
  RetryOptions,
  SentRequest,
  SignerOptions,
  SignUrlOptions,
  StreamDownload,
  TransferOptions,
  UploadBody,
  UploadedPart,
  UploadOptions,
  UploadResult,
  UploadStorage,
  WritableDestination,
} from "./types.ts";
