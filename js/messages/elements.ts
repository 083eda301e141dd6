/** The messages of errors of the custom elements. */

import type { Message } from "./message.ts";

export const NO_CLIENT: Message = [
  "InvalidOption",
  "must be set: the element has no client, and neither has the nearest <s3-client>.",
  "Put the element into an <s3-client> with the attributes identity-pool, bucket and region, or set its property `client`.",
];
export const NO_CORE: Message = [
  "InvalidOption",
  "must be passed to `defineElements`, because an <s3-client> makes its client from attributes.",
  "Call defineElements({ cognito, S3, UploadQueue }).",
];
export const NOT_SIZE: Message = [
  "InvalidOption",
  'must be a size such as "20MB", "1.5GB", "512KiB" or "1000"; got "%{value}".',
  "Write a number, and a unit of B, KB, MB, GB, TB, KiB, MiB, GiB or TiB.",
];
export const NOT_COUNT: Message = [
  "InvalidOption",
  'must be a whole number, 1 or more; got "%{value}".',
  "Write a number, or remove the attribute.",
];
export const UNKNOWN_TOKEN: Message = [
  "InvalidOption",
  "must not contain {%{name}}.",
  "The tokens are {name}, {uuid}, {date} and {identity}.",
];
export const NO_IDENTITY: Message = [
  "InvalidOption",
  "can contain {identity} only within an <s3-client> with the attribute identity-pool.",
  "Set the property `key` to a function that returns the key.",
];
export const NOT_DISPLAYABLE: Message = [
  "NotDisplayable",
  "The object exists, but the browser cannot display it.",
  "Check its content type and its format.",
];
