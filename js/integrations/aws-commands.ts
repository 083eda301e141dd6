/** Commands, in the shape of the AWS SDK's. */

import type { UploadBody } from "../index.ts";
import type { MEMBERS, Operation } from "./aws-operations.ts";

/** Objects to delete: at most 1000. */
export interface ObjectsToDelete {
  /** The objects. */
  Objects: readonly {
    /** Key of the object. */
    readonly Key: string;
    /** Version of the object. */
    readonly VersionId?: string | undefined;
  }[];
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
  /** Name of the bucket. */
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
  /** The members of the input, as they were passed. */
  readonly input: CommandInput<Name>;

  constructor(input: CommandInput<Name>) {
    this.input = input;
  }
}

// A minifier renames classes. Their `name` is therefore a property.

/** A request of `GetObject`, to presign. */
export class GetObjectCommand extends Command<"GetObject"> {
  /** @internal */
  static override readonly name: string = "GetObjectCommand";
}
/** A request of `HeadObject`, to presign. */
export class HeadObjectCommand extends Command<"HeadObject"> {
  /** @internal */
  static override readonly name: string = "HeadObjectCommand";
}
/** A request of `PutObject`, to presign. */
export class PutObjectCommand extends Command<"PutObject"> {
  /** @internal */
  static override readonly name: string = "PutObjectCommand";
}
/** A request of `DeleteObject`, to presign. */
export class DeleteObjectCommand extends Command<"DeleteObject"> {
  /** @internal */
  static override readonly name: string = "DeleteObjectCommand";
}
/** A request of `CopyObject`, to presign. */
export class CopyObjectCommand extends Command<"CopyObject"> {
  /** @internal */
  static override readonly name: string = "CopyObjectCommand";
}
/** A request of `HeadBucket`, to presign. */
export class HeadBucketCommand extends Command<"HeadBucket"> {
  /** @internal */
  static override readonly name: string = "HeadBucketCommand";
}
/** A request of `ListObjects`, to presign. */
export class ListObjectsCommand extends Command<"ListObjects"> {
  /** @internal */
  static override readonly name: string = "ListObjectsCommand";
}
/** A request of `ListObjectsV2`, to presign. */
export class ListObjectsV2Command extends Command<"ListObjectsV2"> {
  /** @internal */
  static override readonly name: string = "ListObjectsV2Command";
}
/** A request of `CreateMultipartUpload`, to presign. */
export class CreateMultipartUploadCommand extends Command<"CreateMultipartUpload"> {
  /** @internal */
  static override readonly name: string = "CreateMultipartUploadCommand";
}
/** A request of `UploadPart`, to presign. */
export class UploadPartCommand extends Command<"UploadPart"> {
  /** @internal */
  static override readonly name: string = "UploadPartCommand";
}
/** A request of `UploadPartCopy`, to presign. */
export class UploadPartCopyCommand extends Command<"UploadPartCopy"> {
  /** @internal */
  static override readonly name: string = "UploadPartCopyCommand";
}
/** A request of `ListParts`, to presign. */
export class ListPartsCommand extends Command<"ListParts"> {
  /** @internal */
  static override readonly name: string = "ListPartsCommand";
}
/** A request of `CompleteMultipartUpload`, to presign. */
export class CompleteMultipartUploadCommand extends Command<"CompleteMultipartUpload"> {
  /** @internal */
  static override readonly name: string = "CompleteMultipartUploadCommand";
}
/** A request of `AbortMultipartUpload`, to presign. */
export class AbortMultipartUploadCommand extends Command<"AbortMultipartUpload"> {
  /** @internal */
  static override readonly name: string = "AbortMultipartUploadCommand";
}
/** A request of `DeleteObjects`, to presign. */
export class DeleteObjectsCommand extends Command<"DeleteObjects"> {
  /** @internal */
  static override readonly name: string = "DeleteObjectsCommand";
}
/** A request of `GetObjectTagging`, to presign. */
export class GetObjectTaggingCommand extends Command<"GetObjectTagging"> {
  /** @internal */
  static override readonly name: string = "GetObjectTaggingCommand";
}
/** A request of `PutObjectTagging`, to presign. */
export class PutObjectTaggingCommand extends Command<"PutObjectTagging"> {
  /** @internal */
  static override readonly name: string = "PutObjectTaggingCommand";
}
/** A request of `DeleteObjectTagging`, to presign. */
export class DeleteObjectTaggingCommand extends Command<"DeleteObjectTagging"> {
  /** @internal */
  static override readonly name: string = "DeleteObjectTaggingCommand";
}
/** A request of `GetObjectAcl`, to presign. */
export class GetObjectAclCommand extends Command<"GetObjectAcl"> {
  /** @internal */
  static override readonly name: string = "GetObjectAclCommand";
}
/** A request of `PutObjectAcl`, to presign. */
export class PutObjectAclCommand extends Command<"PutObjectAcl"> {
  /** @internal */
  static override readonly name: string = "PutObjectAclCommand";
}
