import type { Message } from "./message.ts";

/**
 * The messages of `s3-signpost/service-worker`, by code. Those of a response are its text; a message about an option goes
 * on after the option's name.
 */

export const AT_NOT_PATH: Message = [
  "InvalidOption",
  "must be a path that begins and ends with a slash, without a query; got %{at}.",
  'Write it as "/files/".',
];

export const AT_OUT_OF_SCOPE: Message = [
  "InvalidOption",
  "must be within the scope of this service worker; got %{at}, and the scope is %{scope}.",
  "Serve the worker's file from a folder above `at`, or send `Service-Worker-Allowed` with it.",
];

export const EXPIRY_NOT_WHOLE: Message = [
  "InvalidOption",
  "must be a whole number of seconds, 1 to %{most}.",
  "Leave it out for an hour.",
];

export const NOT_SOURCE: Message = [
  "InvalidOption",
  "must be an object with credentials, or a function that returns one.",
  "Pass the `credentials` of the page's `S3`.",
];

export const NO_PAGE: Message = [
  "ProviderTimedOut",
  "No page of this site provided credentials within %{seconds} seconds.",
  "Call `provideCredentials` in each page of the site.",
];

export const PAGE_FAILED: Message = [
  "ProviderFailed",
  "The credential provider of the page failed.",
  "The page's console may show its error.",
];

export const KEY_NOT_ENCODED: Message = [
  "InvalidKey",
  "The path has an escape that is not percent-encoded UTF-8.",
  "Encode each segment of the key with `encodeURIComponent`.",
];

export const NO_RESPONSE: Message = [
  "NetworkOrCors",
  "The service worker received no response: the network failed, or the bucket's CORS rules do not allow this request.",
  "If the network works, allow GET and HEAD from this origin in the bucket's CORS rules.",
];

export const OFFLINE: Message = [
  "Offline",
  "The device is offline.",
  "Try again when the network is back.",
];
