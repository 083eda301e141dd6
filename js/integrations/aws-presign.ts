/** `getSignedUrl` and `createPresignedPost`, with the parameters of the AWS SDK. */

import { PresignError } from "../errors.ts";
import type { PostCondition, PresignedPost, PresignRequest } from "../index.ts";
import {
  CHECKSUM_OF_NO_BODY,
  COMMAND_UNKNOWN,
  CUSTOMER_KEY_HOISTED,
  ONLY_VALUE,
} from "../messages/aws.ts";
import { printable } from "../messages/message.ts";
import { optionError } from "../option-error.ts";
import { readOptions, readSafely } from "../options.ts";
import { type ClientLike, s3Of } from "./aws-client.ts";
import { formatInput } from "./aws-input.ts";
import { MEMBERS, methodOf, type Operation, SELECTORS } from "./aws-operations.ts";

/** A command of this entry or of the AWS SDK. */
export interface CommandLike {
  /** The members of the input. */
  readonly input: object;
}

/** Options of `getSignedUrl`. Names of headers are in lower case. */
export interface SignedUrlOptions {
  /**
   * Validity in whole seconds, 1 to 604,800.
   * @default 900
   */
  expiresIn?: number;
  /**
   * Signing date: a Date, its text, or seconds since 1970.
   * @default now
   */
  signingDate?: Date | string | number;
  /**
   * Headers to sign that are not signed otherwise: `content-type`, `cache-control`. The sender must send them.
   * @default none
   */
  signableHeaders?: Set<string>;
  /**
   * Headers that are not signed, so that the sender chooses them.
   * @default none
   */
  unsignableHeaders?: Set<string>;
  /**
   * Headers of server-side encryption to move into the query.
   * @default none
   */
  hoistableHeaders?: Set<string>;
  /**
   * `x-amz-*` headers that remain headers, which the sender must send. All others are moved into the query.
   * @default none
   */
  unhoistableHeaders?: Set<string>;
  /**
   * The client's region. Any other is an error.
   * @default the region of the client
   */
  signingRegion?: string;
  /**
   * Name of the service, `s3`. Any other is an error.
   * @default "s3"
   */
  signingService?: string;
}

const SIGNED_URL_OPTIONS = [
  "expiresIn",
  "signingDate",
  "signableHeaders",
  "unsignableHeaders",
  "hoistableHeaders",
  "unhoistableHeaders",
  "signingRegion",
  "signingService",
];

/** Headers that `getSignedUrl` of the SDK signs only if they are in `signableHeaders`. */
const UNSIGNED = new Set(["cache-control", "content-type"]);
const ENCRYPTION = "x-amz-server-side-encryption";

/**
 * Presigns a command, as `getSignedUrl` of `@aws-sdk/s3-request-presigner` does. The differences are in docs/migrate/aws-sdk.md.
 *
 * Rejects with `PresignError`: `InvalidOption` for a command, a parameter or an option that it cannot honour; and as
 * `S3.presign` does.
 */
export async function getSignedUrl(
  client: ClientLike,
  command: CommandLike,
  options: SignedUrlOptions = {},
): Promise<string> {
  const read = readOptions(options, SIGNED_URL_OPTIONS);
  const { signingRegion, signingService } = read;
  const request = requestOf(command, read);
  if ((signingService ?? "s3") !== "s3") {
    throw optionError(ONLY_VALUE, "signingService", { only: "s3" });
  }
  const { url } = await (await s3Of(client, request.bucket)).presign(request);
  const region = /Credential=[^&]*?%2F\d{8}%2F([^&]*)%2Fs3%2F/.exec(url)?.[1] as string;
  if ((signingRegion ?? region) !== region) {
    throw optionError(ONLY_VALUE, "signingRegion", { only: region });
  }
  return url;
}

function requestOf(command: CommandLike, options: Record<string, unknown>): PresignRequest {
  const operation = operationOf(command);
  const { bucket, key, headers, query } = formatInput(operation, command.input);
  const isSent = "x-amz-sdk-checksum-algorithm" in headers;
  if (isSent && !Object.keys(headers).some((name) => /^x-amz-checksum-/.test(name))) {
    throw optionError(CHECKSUM_OF_NO_BODY, "input.ChecksumAlgorithm");
  }
  const [signable, unsignable, hoistable, unhoistable] = [
    "signableHeaders",
    "unsignableHeaders",
    "hoistableHeaders",
    "unhoistableHeaders",
  ].map((name) => readSafely(name, PresignError, () => new Set(options[name] as Set<string>)));
  const signed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const moves =
      name.startsWith("x-amz-") &&
      !unhoistable?.has(name) &&
      (!name.startsWith(ENCRYPTION) || hoistable?.has(name));
    if (moves && name.startsWith(`${ENCRYPTION}-customer-`)) {
      throw optionError(CUSTOMER_KEY_HOISTED, "hoistableHeaders");
    }
    if (moves) query[name] = value;
    else if (signable?.has(name) || !(UNSIGNED.has(name) || unsignable?.has(name)))
      signed[name] = value;
  }
  const { signingDate, expiresIn = 900 } = options;
  return {
    bucket,
    key,
    method: methodOf(operation),
    headers: signed,
    query: { ...SELECTORS[operation], ...query },
    expiresIn,
    signingDate: signingDate && dateOf(signingDate),
  } as PresignRequest;
}

/**
 * Returns the operation of a command. One of the SDK has it in its schema, since a minifier renames its class; older
 * releases have the name of the class only.
 */
function operationOf(command: CommandLike): Operation {
  const name = readSafely("command", PresignError, () => {
    const { schema } = command as { schema?: unknown[] };
    return String(schema?.[2] ?? command.constructor.name.replace(/Command$/, ""));
  });
  if (Object.hasOwn(MEMBERS, name)) return name as Operation;
  const operations = Object.keys(MEMBERS).join(", ");
  throw optionError(COMMAND_UNKNOWN, "command", { operations, name: printable(name) });
}

/** A number, also in a text, is seconds since 1970. */
function dateOf(value: unknown): unknown {
  if (typeof value !== "number" && typeof value !== "string") return value;
  return new Date(Number(value) ? Number(value) * 1_000 : value);
}

/** Parameters of `createPresignedPost`. */
export interface PresignedPostOptions {
  /** Name of the bucket. */
  Bucket: string;
  /** The exact key, or with `${filename}` at its end, a prefix. */
  Key: string;
  /**
   * Further conditions of the policy.
   * @default none
   */
  Conditions?: PostCondition[] | undefined;
  /**
   * Form fields. A condition is added for each.
   * @default none
   */
  Fields?: Record<string, string> | undefined;
  /**
   * Validity in whole seconds, 1 to 604,800 at AWS.
   * @default 3600
   */
  Expires?: number | undefined;
}

const POST_OPTIONS = ["Bucket", "Key", "Conditions", "Fields", "Expires"];

/**
 * Presigns a form, as `createPresignedPost` of `@aws-sdk/s3-presigned-post` does. The differences are in docs/migrate/aws-sdk.md.
 *
 * Rejects as `S3.presignPost` does.
 */
export async function createPresignedPost(
  client: ClientLike,
  options: PresignedPostOptions,
): Promise<PresignedPost> {
  const { Bucket, Key, Conditions, Fields, Expires } = readOptions(options, POST_OPTIONS);
  const s3 = await s3Of(client, Bucket);
  return s3.presignPost({
    bucket: Bucket,
    key: Key,
    conditions: Conditions,
    fields: Fields,
    expiresIn: Expires,
  } as PresignedPostRequest);
}

type PresignedPostRequest = Parameters<Awaited<ReturnType<typeof s3Of>>["presignPost"]>[0];
