import type { QueueItem } from "../queue/queue-item.ts";

/** `detail` of an event about a file. */
export interface S3ItemDetail {
  item: QueueItem;
}

/** `detail` of `s3-reject`. */
export interface S3RejectDetail extends S3ItemDetail {
  /** The reason. Errors of the package have `code`, `hint` and `field`. */
  error: Error;
}

/** `detail` of `s3-error`. */
export interface S3ErrorDetail {
  /** The reason. Errors of the package have `code`, `hint` and `field`. */
  error: Error;
  /** The file of an `<s3-drop>` whose upload failed; absent if the error is about an attribute. */
  item?: QueueItem;
}

/** The events of the elements. All but `s3-client-change` bubble, and leave shadow trees. */
export interface S3ElementEventMap {
  "s3-client-change": Event;
  "s3-add": CustomEvent<S3ItemDetail>;
  "s3-reject": CustomEvent<S3RejectDetail>;
  "s3-start": CustomEvent<S3ItemDetail>;
  "s3-pause": CustomEvent<S3ItemDetail>;
  "s3-resume": CustomEvent<S3ItemDetail>;
  "s3-retry": CustomEvent<S3ItemDetail>;
  "s3-progress": CustomEvent<S3ItemDetail>;
  "s3-done": CustomEvent<S3ItemDetail>;
  "s3-error": CustomEvent<S3ErrorDetail>;
  "s3-remove": CustomEvent<S3ItemDetail>;
}
