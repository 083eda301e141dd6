/**
 * The functions and classes of the AWS SDK for JavaScript, and of aws4fetch, that presign, upload and get credentials in a
 * page, under their own names: a page migrates by changing its imports. docs/migrate has tables of the differences.
 */

export {
  type ClientLike,
  type EndpointParts,
  type Provider,
  S3Client,
  type S3ClientConfig,
} from "./aws-client.ts";
export {
  type CognitoIdentityPoolOptions,
  fromCognitoIdentityPool,
  type IdentityCache,
} from "./aws-cognito.ts";
export {
  AbortMultipartUploadCommand,
  type CommandInput,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  type ObjectsToDelete,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "./aws-commands.ts";
export {
  AwsClient,
  type AwsClientOptions,
  type AwsRequestInit,
  AwsV4Signer,
  type AwsV4SignerOptions,
} from "./aws-fetch.ts";
export type { Operation } from "./aws-operations.ts";
export {
  type CommandLike,
  createPresignedPost,
  getSignedUrl,
  type PresignedPostOptions,
  type SignedUrlOptions,
} from "./aws-presign.ts";
export {
  type AwsUploadOptions,
  Upload,
  type UploadOutput,
  type UploadParams,
  type UploadProgress,
  type UploadProgressListener,
} from "./aws-upload.ts";
