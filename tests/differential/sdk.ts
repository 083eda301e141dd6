import { mock } from "node:test";
import * as s3 from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Credentials } from "../../js/credentials/provider.ts";
import "./environment.ts";
import { type Case, inputOf } from "./cases.ts";
import { addedBySdk } from "./differences.ts";
import type { FormCase, TheirForm } from "./forms.ts";
import type { SdkConfig } from "./locations.ts";

export function sdkClient(
  config: SdkConfig,
  credentials: Credentials,
  more: Partial<s3.S3ClientConfig> = {},
): s3.S3Client {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return new s3.S3Client({
    ...config,
    ...more,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  });
}

type Conditions = NonNullable<Parameters<typeof createPresignedPost>[1]["Conditions"]>[number];
type AnyCommand = s3.GetObjectCommand;

export function commandOf(operation: string, input: Record<string, unknown>): AnyCommand {
  const Command = (s3 as unknown as Record<string, new (input: object) => AnyCommand>)[
    `${operation}Command`
  ];
  if (Command === undefined) throw new Error(`The SDK has no ${operation}.`);
  return new Command(input);
}

/**
 * Returns the SDK's URL. The SDK signs what this package signs: each header of the case as a header, and no header or
 * parameter of its own.
 */
export async function sdkUrl(one: Case): Promise<string> {
  const { operation, credentials, signingDate, expiresIn, location } = one;
  const input = inputOf(one);
  if (typeof input["CopySource"] === "string") {
    input["CopySource"] = { ...one.call.query, ...one.call.headers }["x-amz-copy-source"];
  }
  const client = sdkClient(location.sdk as SdkConfig, credentials);
  const signed = new Set(Object.keys(one.call.headers ?? {}));
  // The SDK itself moves headers to the query that the case has there.
  const kept = new Set([...signed, ...Object.keys(one.call.query ?? {})]);
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers, query } = args.request as {
        headers: Record<string, string>;
        query: Record<string, unknown>;
      };
      for (const name of addedBySdk.query) delete query[name];
      for (const name of Object.keys(headers)) {
        if (!kept.has(name) && addedBySdk.headers.test(name)) delete headers[name];
      }
      return next(args);
    },
    { step: "build", priority: "low" },
  );
  try {
    return await getSignedUrl(client, commandOf(operation, input), {
      expiresIn,
      signingDate,
      signableHeaders: signed,
      // By default the SDK moves no header of server-side encryption.
      hoistableHeaders: kept,
      unhoistableHeaders: new Set([...signed, ...addedBySdk.always]),
      unsignableHeaders: new Set(addedBySdk.always),
    });
  } finally {
    client.destroy();
  }
}

/**
 * Returns the SDK's form, and its signature of our policy. The SDK signs the result of its base64 encoder, so one call
 * is enough for both: the encoder records the SDK's policy, and returns ours.
 */
export async function sdkForm(one: FormCase, ourPolicy: string): Promise<TheirForm> {
  let policy = "";
  const client = sdkClient(one.location.sdk as SdkConfig, one.credentials, {
    base64Encoder: (bytes) => {
      policy = Buffer.from(bytes).toString("base64");
      return ourPolicy;
    },
  });
  mock.timers.enable({ apis: ["Date"], now: one.signingDate });
  try {
    const { url, fields } = await createPresignedPost(client, {
      Bucket: one.location.bucket,
      Key: one.key,
      Fields: one.fields,
      Conditions: one.conditions as Conditions[],
      Expires: one.expiresIn,
    });
    const { bucket: _, "X-Amz-Signature": signature, ...rest } = fields;
    return { url, fields: { ...rest, Policy: policy }, signatureOfOurPolicy: signature as string };
  } finally {
    mock.timers.reset();
    client.destroy();
  }
}
