import type { Message } from "./message.ts";

/**
 * The messages of errors about credentials and their providers, by code. A message about an option goes on after the
 * option's name.
 */

export const CREDENTIALS_EXPIRED: Message = [
  "CredentialsExpired",
  "The credentials have expired.",
  "Pass new ones, or a provider function that can be called again. If they should still work, check the device's clock.",
];

export const PROVIDER_CREDENTIALS_EXPIRED: Message = [
  "CredentialsExpired",
  "The provider returned credentials that have already expired.",
  "Check the device's clock, and that the provider gets new credentials if `forceRefresh` is true.",
];

export const EXPIRATION_UNREADABLE: Message = [
  "CredentialsMalformed",
  "must be a Date, ISO 8601 text with a time zone, or milliseconds since 1970.",
  "Write text as `2030-01-31T12:00:00Z`.",
];

export const FIELD_NOT_STRING: Message = ["CredentialsMalformed", "must be a string.", ""];

export const FIELD_TOO_LONG: Message = [
  "CredentialsMalformed",
  "must be at most %{limit} characters.",
  "",
];

export const FIELD_HAS_WHITE_SPACE: Message = [
  "CredentialsMalformed",
  "must have no white space around it and no control characters.",
  "",
];

const CREDENTIALS_HINT =
  "Pass the credentials themselves, after awaiting them, or pass `S3` a function that returns them.";

export const NO_CREDENTIALS: Message = [
  "CredentialsMissing",
  "must be an object with `accessKeyId` and `secretAccessKey`.",
  CREDENTIALS_HINT,
];

export const NOT_CREDENTIALS: Message = [
  "CredentialsMissing",
  "must be an object with `accessKeyId` and `secretAccessKey`; got %{got}.",
  CREDENTIALS_HINT,
];

export const FIELD_MISSING: Message = [
  "CredentialsMissing",
  "must be set.",
  "Pass `accessKeyId` and `secretAccessKey`, and `sessionToken` if they are temporary.",
];

export const ENDPOINT_UNREACHABLE: Message = [
  "EndpointUnreachable",
  "%{service} did not respond.",
  "Check that the device is online, that the region and `endpoint` are right, and that no Content-Security-Policy, blocker or, at your own endpoint, missing CORS header prevents the request.",
];

export const ACCOUNT_ID: Message = [
  "InvalidOption",
  "must be a string of digits.",
  "Set it to the id of the AWS account that owns the identity pool.",
];

export const CLOCK_OFFSET: Message = [
  "InvalidOption",
  "must be a number of milliseconds within 100 years; got %{value}.",
  "Set it to the time to add to the device's clock: positive if that is slow.",
];

export const CUSTOM_ROLE_WITH_FLOW: Message = [
  "InvalidOption",
  "cannot be combined with `flow`.",
  "Leave out `flow` for the enhanced flow, or `customRoleArn` for the basic one.",
];

export const ENDPOINT: Message = [
  "InvalidOption",
  "must be `https://host[:port][/path]`, without a user name.",
  "Set it to the address of the service, such as `http://localhost:4566`.",
];

export const IDENTITY_POOL_ID: Message = [
  "InvalidOption",
  "must be the id of an identity pool, such as `eu-west-1:12345678-1234-1234-1234-123456789012`.",
  "Copy it from the Cognito console, under Identity pools. The id of a user pool, such as `eu-west-1_Ab12Cd34E`, does not work here.",
];

export const LOGINS: Message = [
  "InvalidOption",
  "must be an object of login provider names and tokens.",
  'Write it as { "accounts.google.com": token }.',
];

export const REGION: Message = [
  "InvalidOption",
  "must be the name of an AWS region.",
  "Set it to one such as `eu-west-1`.",
];

export const ROLE_ARN: Message = [
  "InvalidOption",
  "must be the ARN of a role.",
  "Set it to one such as `arn:aws:iam::123456789012:role/uploader`.",
];

export const SESSION_NAME: Message = [
  "InvalidOption",
  "must be 2 to 64 ASCII letters, digits and `_+=,.@-`.",
  "Leave it out for `s3-signpost`.",
];

export const USER_IDENTIFIER: Message = [
  "InvalidOption",
  "must not be empty.",
  "Leave it out if the user's identity must not be stored.",
];

export const WEB_IDENTITY_TOKEN: Message = [
  "InvalidOption",
  "must be the identity provider's token, or a function that returns it.",
  "Prefer a function: it is called again at every refresh.",
];

export const LOGIN_FAILED: Message = [
  "LoginFailed",
  "must not throw.",
  "The `cause` is the error that it threw. The user may have to sign in again.",
];

export const LOGIN_TOKEN_MISSING: Message = [
  "LoginTokenMissing",
  "must be a token, or a function that returns one.",
  "Pass the token as a string, or a function that returns it; leave the login out for a guest.",
];

export const MIXED_CONTENT: Message = [
  "MixedContent",
  "The browser blocks requests from an https page to an http address of %{service}.",
  "Give `endpoint` an https address. Browsers allow http only to the device itself, such as localhost.",
];

export const PROVIDER_FAILED: Message = [
  "ProviderFailed",
  "The credential provider failed.",
  "The `cause` is the error that it threw.",
];

export const PROVIDER_TIMED_OUT: Message = [
  "ProviderTimedOut",
  "The credential provider did not return credentials within %{seconds} seconds.",
  "Check that the provider's promise always settles. The next call starts the provider again.",
];
