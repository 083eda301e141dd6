import type { QueueItem } from "../queue/queue-item.ts";

/** `detail` of an event about a file. */
export interface S3ItemDetail {
  /** The file in the list. */
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
  /** The client is another one. */
  "s3-client-change": Event;
  /** A file is in the list. */
  "s3-add": CustomEvent<S3ItemDetail>;
  /** A file breaks a rule. */
  "s3-reject": CustomEvent<S3RejectDetail>;
  /** An upload started, or continues after a pause. */
  "s3-start": CustomEvent<S3ItemDetail>;
  /** An upload is paused. */
  "s3-pause": CustomEvent<S3ItemDetail>;
  /** A paused file waits again. */
  "s3-resume": CustomEvent<S3ItemDetail>;
  /** A failed or rejected file waits again. */
  "s3-retry": CustomEvent<S3ItemDetail>;
  /** Bytes were sent, or the upload waits. */
  "s3-progress": CustomEvent<S3ItemDetail>;
  /** A file is stored. */
  "s3-done": CustomEvent<S3ItemDetail>;
  /** An upload failed, or an element cannot show its object. */
  "s3-error": CustomEvent<S3ErrorDetail>;
  /** A file is no longer in the list. */
  "s3-remove": CustomEvent<S3ItemDetail>;
}
