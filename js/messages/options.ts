/** The messages of errors about options, of the presigner and of the WebAssembly modules. */

import type { Message } from "./message.ts";

// Types of options.

export const NOT_OPTIONS: Message = ["InvalidOption", "must be an object with options.", ""];
const UNKNOWN_OPTION_HINT = "The options here are %{options}.";
export const UNKNOWN_OPTION: Message = ["InvalidOption", "is not an option.", UNKNOWN_OPTION_HINT];
export const MISSPELT_OPTION: Message = [
  "InvalidOption",
  "is not an option; did you mean `%{nearest}`?",
  UNKNOWN_OPTION_HINT,
];
export const NOT_READABLE: Message = [
  "InvalidOption",
  "must be a property that can be read.",
  "Remove the getter or the proxy that throws.",
];
export const NOT_STRING: Message = ["InvalidOption", "must be a string.", ""];
export const NOT_URL: Message = ["InvalidOption", "must be a string or a URL.", ""];
export const NOT_STRINGS: Message = [
  "InvalidOption",
  "must be an object whose values are strings.",
  "",
];
export const NOT_BOOLEAN: Message = ["InvalidOption", "must be true or false.", ""];
export const NOT_NUMBER: Message = ["InvalidOption", "must be a number.", ""];
export const NOT_WHOLE: Message = [
  "InvalidOption",
  "must be a whole number, %{least} or more; got %{number}.",
  "",
];
export const NOT_WHOLE_IN_RANGE: Message = [
  "InvalidOption",
  "must be a whole number, %{least} to %{most}; got %{number}.",
  "",
];
export const NOT_WHOLE_BYTES: Message = [
  "InvalidOption",
  "must be a whole number of bytes, 0 or more; got %{number}.",
  "",
];
export const NOT_CHOICE: Message = ["InvalidOption", "must be %{choices}.", ""];
export const NOT_ARRAY: Message = ["InvalidOption", "must be an array.", ""];
export const NOT_DATE: Message = ["InvalidOption", "must be a Date.", ""];
export const NOT_FUNCTION: Message = ["InvalidOption", "must be a function.", ""];
export const NOT_ABORT_SIGNAL: Message = ["InvalidOption", "must be an AbortSignal.", ""];
export const METHODS_MISSING: Message = [
  "InvalidOption",
  "must be an object with the methods %{methods}.",
  "",
];
export const NOT_SIGNER: Message = [
  "InvalidOption",
  "must be an object with the method sign.",
  "Give a Presigner or the result of `await s3.signer()`.",
];
export const NOT_FILE: Message = ["InvalidOption", "must be a Blob or a File.", ""];

// Headers of a URL.

export const NOT_FOR_METHOD: Message = [
  "InvalidOption",
  "is for %{methods} only; got %{method}.",
  "",
];
export const OPTION_NEEDS_V4: Message = [
  "SignatureV4Required",
  "needs Signature V4: Version 2 does not sign it, so that the sender could leave it out.",
  'Set `signature` to "v4", or leave it out.',
];
export const CHECKSUM_VALUE: Message = [
  "InvalidOption",
  "must be the base64 of %{bytes} bytes for %{algorithm}.",
  "Encode the bytes of the checksum, not their hexadecimal digits.",
];
export const CUSTOMER_KEY_IN_URL: Message = [
  "ForbiddenHeader",
  "cannot be moved by `hoist`: S3 takes a customer's encryption key in headers only.",
  "Leave `hoist` out.",
];

// Texts.

export const TEXT_TOO_LONG: Message = [
  "InvalidOption",
  "must be at most %{longest} characters; got %{length}.",
  "",
];
export const KEY_TOO_LONG: Message = [
  "InvalidKey",
  "must be at most %{longest} bytes of UTF-8, S3's limit; got %{length}.",
  "",
];
export const S3_URI_TOO_LONG: Message = [
  "InvalidKey",
  "must be at most %{longest} characters; got %{length}.",
  "",
];
const NOT_WELL_FORMED_TEXT =
  "has half of a surrogate pair, which is no character and cannot be sent.";
const NOT_WELL_FORMED_HINT = "String.prototype.isWellFormed checks a string.";
export const TEXT_NOT_WELL_FORMED: Message = [
  "InvalidOption",
  NOT_WELL_FORMED_TEXT,
  NOT_WELL_FORMED_HINT,
];
export const KEY_NOT_WELL_FORMED: Message = [
  "InvalidKey",
  NOT_WELL_FORMED_TEXT,
  NOT_WELL_FORMED_HINT,
];
const TEXTS_TOO_LONG_TEXT = "must come to at most %{longest} characters in all; got %{length}.";
export const TEXTS_TOO_LONG: Message = ["InvalidOption", TEXTS_TOO_LONG_TEXT, ""];
export const HEADERS_TOO_LONG: Message = ["InvalidHeader", TEXTS_TOO_LONG_TEXT, ""];
export const QUERY_TOO_LONG: Message = ["InvalidQuery", TEXTS_TOO_LONG_TEXT, ""];
export const FORM_TOO_LONG: Message = ["FormTooLarge", TEXTS_TOO_LONG_TEXT, ""];

// Expiry and dates.

export const NOT_WHOLE_SECONDS: Message = [
  "InvalidExpiry",
  "must be a whole number of seconds; got %{number}.",
  "",
];
export const EXPIRES_TWICE: Message = ["InvalidExpiry", "cannot be combined with `expiresIn`.", ""];
/** A rule that the Rust core checks too. */
export const DATE_RANGE = "must be in the years 1970 to 9999.";
export const DATE_RANGE_HINT = "Give a date in milliseconds, not in seconds or microseconds.";
export const DATE_OUT_OF_RANGE: Message = ["InvalidDate", DATE_RANGE, DATE_RANGE_HINT];
export const DATE_INVALID: Message = ["InvalidDate", "is an invalid Date.", ""];

// Forms.

const FORM_KEY_HINT =
  "Set `key` for one object, or `keyStartsWith` for any whose key begins with it.";
export const FORM_KEY_MISSING: Message = [
  "InvalidKey",
  "or `keyStartsWith` must be set.",
  FORM_KEY_HINT,
];
export const FORM_KEY_TWICE: Message = [
  "InvalidKey",
  "cannot be combined with `keyStartsWith`.",
  FORM_KEY_HINT,
];
export const FORM_BUCKET_MISSING: Message = [
  "InvalidBucketName",
  "must be set.",
  "Name the bucket here or in the options of the signer.",
];
export const CONDITION_UNKNOWN: Message = [
  "InvalidCondition",
  "must be a condition that S3 knows.",
  'Write { name: value }, ["eq", "$name", value], ["starts-with", "$name", prefix], or ["content-length-range", min, max].',
];

// The presigner.

export const PRESIGNER_FREED: Message = [
  "PresignerFreed",
  "This presigner was freed, and its secrets were wiped.",
  "",
];

// The WebAssembly modules.

export const WEB_ASSEMBLY_BLOCKED: Message = [
  "WebAssemblyBlocked",
  "This page or runtime blocks WebAssembly.",
  "Add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy, or import s3-signpost/js.",
];

// The WebAssembly module of s3-signpost/slim.

export const NOT_INITIALIZED: Message = [
  "NotInitialized",
  "The WebAssembly module is not loaded yet.",
  "Wait for init(source) first, or import from s3-signpost, which has the module inside.",
];
export const MODULE_INVALID: Message = [
  "InvalidModule",
  "The source passed to init does not compile.",
  "Give s3-signpost/core.wasm: a server that does not find it may respond with a page.",
];
export const MODULE_UNAVAILABLE: Message = [
  "ModuleUnavailable",
  "The source passed to init could not be read.",
  "Check that s3-signpost/core.wasm is served at that address; in Node, give its bytes.",
];
export const MODULE_MISMATCH: Message = [
  "ModuleMismatch",
  "The module passed to init is not the core.wasm of this release of s3-signpost/slim.",
  "Deploy both from the same installed package, and let no cache keep an older one.",
];
export const NOT_MODULE_SOURCE: Message = [
  "InvalidOption",
  "must be a URL, a Response, a Blob, bytes or a WebAssembly.Module.",
  "Give s3-signpost/core.wasm in one of these forms.",
];
