import { mock } from "node:test";
import * as s3 from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Credentials } from "../../js/credentials/provider.ts";
import "./environment.ts";
import { type Case, inputOf } from "./cases.ts";
import { addedBySdk } from "./differences.ts";
import type { FormAnswer, FormCase } from "./forms.ts";
import type { Place, SdkConfig } from "./places.ts";

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
 * The SDK's URL, with the SDK told to sign what we sign: each header of the case as a header, and nothing
 * of its own besides.
 */
export async function sdkUrl(one: Case): Promise<string> {
  const { operation, credentials, signingDate, expiresIn, place } = one;
  const { config } = place.sdk as NonNullable<Place["sdk"]>;
  const input = inputOf(one);
  if (typeof input["CopySource"] === "string") {
    input["CopySource"] = { ...one.call.query, ...one.call.headers }["x-amz-copy-source"];
  }
  const client = sdkClient(config, credentials);
  const asked = new Set(Object.keys(one.call.headers ?? {}));
  // The SDK moves what the case has in its query out of the headers by itself.
  const kept = new Set([...asked, ...Object.keys(one.call.query ?? {})]);
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
      signableHeaders: asked,
      unhoistableHeaders: new Set([...asked, ...addedBySdk.always]),
      unsignableHeaders: new Set(addedBySdk.always),
    });
  } finally {
    client.destroy();
  }
}

/**
 * The SDK's form, and its signature of our policy. It signs what its encoder hands it, so the one call
 * gives both: the encoder keeps the SDK's policy and hands over ours.
 */
export async function sdkForm(one: FormCase, policyOfOurs: string): Promise<FormAnswer> {
  const { config } = one.place.sdk as NonNullable<Place["sdk"]>;
  let policy = "";
  const client = sdkClient(config, one.credentials, {
    base64Encoder: (bytes) => {
      policy = Buffer.from(bytes).toString("base64");
      return policyOfOurs;
    },
  });
  mock.timers.enable({ apis: ["Date"], now: one.signingDate });
  try {
    const { url, fields } = await createPresignedPost(client, {
      Bucket: one.place.bucket,
      Key: one.key,
      Fields: one.fields,
      Conditions: one.conditions as Conditions[],
      Expires: one.expiresIn,
    });
    const { bucket: _, "X-Amz-Signature": signatureOfOurs, ...rest } = fields;
    return { url, fields: { ...rest, Policy: policy }, signatureOfOurs: signatureOfOurs as string };
  } finally {
    mock.timers.reset();
    client.destroy();
  }
}
