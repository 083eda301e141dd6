/** The messages of errors of the custom elements. */

import type { Message } from "./message.ts";

export const NO_CLIENT: Message = [
  "InvalidOption",
  "must be set: neither the element nor an <s3-client> around it has one.",
  "Put the element into an <s3-client identity-pool bucket region>, or set its property `client`.",
];
export const NO_CORE: Message = [
  "InvalidOption",
  "must be passed to `defineElements`.",
  "Call defineElements({ cognito, S3 }).",
];
export const NOT_SIZE: Message = [
  "InvalidOption",
  'must be a size such as "20MB", "1.5GiB" or "1000"; got "%{value}".',
  "Write a number and a unit.",
];
export const UNKNOWN_TOKEN: Message = [
  "InvalidOption",
  "must not contain {%{token}}.",
  "The tokens are {name}, {uuid}, {date}, and within an <s3-client identity-pool> {identity}.",
];
export const NOT_DISPLAYABLE: Message = [
  "NotDisplayable",
  "The object exists, but the browser cannot display it.",
  "Check its content type.",
];
