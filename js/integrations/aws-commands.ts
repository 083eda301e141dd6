/** Commands, in the shape of the AWS SDK's. */

import type { UploadBody } from "../index.ts";
import type { MEMBERS, Operation } from "./aws-operations.ts";

/** Objects to delete: at most 1000. */
export interface ObjectsToDelete {
  Objects: readonly { readonly Key: string; readonly VersionId?: string | undefined }[];
  /** The output has errors only. */
  Quiet?: boolean | undefined;
}

type NumberMember =
  | `ObjectLockEventHoldDuration${string}`
  | "PartNumber"
  | "ContentLength"
  | "WriteOffsetBytes"
  | "MaxKeys"
  | "MaxParts"
  | "MpuObjectSize"
  | "IfMatchSize";
type DateMember =
  | "Expires"
  | "ResponseExpires"
  | "ObjectLockRetainUntilDate"
  | `${string}ModifiedSince`
  | `IfMatch${string}Time`;

/** The type of a member's value. */
type ValueOf<Member> = Member extends "Metadata"
  ? Record<string, string>
  : Member extends "OptionalObjectAttributes"
    ? string[]
    : Member extends "SSECustomerKey" | "CopySourceSSECustomerKey"
      ? string | ArrayBuffer | ArrayBufferView
      : Member extends "BucketKeyEnabled" | "BypassGovernanceRetention" | "FetchOwner"
        ? boolean
        : Member extends NumberMember
          ? number
          : Member extends DateMember
            ? Date
            : Member extends "Body"
              ? UploadBody
              : Member extends "Delete"
                ? ObjectsToDelete
                : string;

/** Bodies that no URL has, and no command sends. */
type UnsentBody<Name> =
  | "MultipartUpload"
  | "AccessControlPolicy"
  | (Name extends "PutObjectTagging" ? "Tagging" : never)
  | (Name extends "UploadPart" ? "Body" : never);

/** The members of an operation's input. */
export type CommandInput<Name extends Operation> = {
  Bucket: string;
} & (Name extends "HeadBucket" | "ListObjects" | "ListObjectsV2" | "DeleteObjects"
  ? object
  : { Key: string }) & {
    [Member in Exclude<(typeof MEMBERS)[Name][number], UnsentBody<Name>>]?:
      | ValueOf<Member>
      | undefined;
  };

/** A command, in the shape of the SDK's. It is a request to presign, and cannot be sent. */
abstract class Command<Name extends Operation> {
  readonly input: CommandInput<Name>;

  constructor(input: CommandInput<Name>) {
    this.input = input;
  }
}

// A minifier renames classes. Their `name` is therefore a property.

export class GetObjectCommand extends Command<"GetObject"> {
  static override readonly name: string = "GetObjectCommand";
}
export class HeadObjectCommand extends Command<"HeadObject"> {
  static override readonly name: string = "HeadObjectCommand";
}
export class PutObjectCommand extends Command<"PutObject"> {
  static override readonly name: string = "PutObjectCommand";
}
export class DeleteObjectCommand extends Command<"DeleteObject"> {
  static override readonly name: string = "DeleteObjectCommand";
}
export class CopyObjectCommand extends Command<"CopyObject"> {
  static override readonly name: string = "CopyObjectCommand";
}
export class HeadBucketCommand extends Command<"HeadBucket"> {
  static override readonly name: string = "HeadBucketCommand";
}
export class ListObjectsCommand extends Command<"ListObjects"> {
  static override readonly name: string = "ListObjectsCommand";
}
export class ListObjectsV2Command extends Command<"ListObjectsV2"> {
  static override readonly name: string = "ListObjectsV2Command";
}
export class CreateMultipartUploadCommand extends Command<"CreateMultipartUpload"> {
  static override readonly name: string = "CreateMultipartUploadCommand";
}
export class UploadPartCommand extends Command<"UploadPart"> {
  static override readonly name: string = "UploadPartCommand";
}
export class UploadPartCopyCommand extends Command<"UploadPartCopy"> {
  static override readonly name: string = "UploadPartCopyCommand";
}
export class ListPartsCommand extends Command<"ListParts"> {
  static override readonly name: string = "ListPartsCommand";
}
export class CompleteMultipartUploadCommand extends Command<"CompleteMultipartUpload"> {
  static override readonly name: string = "CompleteMultipartUploadCommand";
}
export class AbortMultipartUploadCommand extends Command<"AbortMultipartUpload"> {
  static override readonly name: string = "AbortMultipartUploadCommand";
}
export class DeleteObjectsCommand extends Command<"DeleteObjects"> {
  static override readonly name: string = "DeleteObjectsCommand";
}
export class GetObjectTaggingCommand extends Command<"GetObjectTagging"> {
  static override readonly name: string = "GetObjectTaggingCommand";
}
export class PutObjectTaggingCommand extends Command<"PutObjectTagging"> {
  static override readonly name: string = "PutObjectTaggingCommand";
}
export class DeleteObjectTaggingCommand extends Command<"DeleteObjectTagging"> {
  static override readonly name: string = "DeleteObjectTaggingCommand";
}
export class GetObjectAclCommand extends Command<"GetObjectAcl"> {
  static override readonly name: string = "GetObjectAclCommand";
}
export class PutObjectAclCommand extends Command<"PutObjectAcl"> {
  static override readonly name: string = "PutObjectAclCommand";
}
