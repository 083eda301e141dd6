import assert from "node:assert/strict";
import { after, before, describe, mock, test } from "node:test";
import { Client } from "minio";
import { Presigner } from "../../js/presigner.ts";
import { Botocore } from "./botocore.ts";
import { assertSameUrl } from "./cases.ts";
import { type Form, parsePolicy, policyOf } from "./forms.ts";
import { callsOf } from "./migration-rows.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "a+token/of=temporary-credentials",
};
const now = Date.UTC(2026, 0, 1);

/** Evaluates a call in JavaScript at the fixed instant. */
async function evaluate<T>(call: string, names: Record<string, unknown>): Promise<T> {
  const run = new Function(...Object.keys(names), `return ${call}`);
  mock.timers.enable({ apis: ["Date"], now });
  try {
    return await run(...Object.values(names));
  } finally {
    mock.timers.reset();
  }
}

describe("docs/migrate/boto3.md", () => {
  let botocore: Botocore;
  before(() => {
    botocore = new Botocore();
  });
  after(() => botocore.stop());
  const presigner = new Presigner({ region: "eu-west-1", credentials });

  async function theirs<T>(call: string, options: object = {}): Promise<T> {
    const client = {
      region: "eu-west-1",
      config: { s3: { addressing_style: "virtual" } },
      signatureVersion: "s3v4",
      ...options,
      ...{ credentials, signedAt: now / 1000 },
    };
    const { result } = await botocore.request<{ result: T }>({ kind: "call", call, ...client });
    return result;
  }

  for (const [call, ours] of callsOf("Presigned URLs of boto3")) {
    test(`${ours} returns the URL of ${call}`, async () => {
      const { url } = await evaluate<{ url: string }>(ours, { presigner });
      assertSameUrl(url, await theirs<string>(call));
    });
  }

  const get = 's3.generate_presigned_url("get_object", Params={"Bucket": "photos", "Key": "a"})';
  for (const [region, parameter] of [
    ["eu-west-1", "AWSAccessKeyId"],
    ["eu-central-1", "X-Amz-Credential"],
  ] as const) {
    test(`boto3 without signature_version signs with ${parameter} in ${region}`, async () => {
      const url = await theirs<string>(get, { region, config: {}, signatureVersion: null });
      assert.ok(new URL(url).searchParams.has(parameter), url);
    });
  }

  for (const [call, ours] of callsOf("Forms of boto3")) {
    test(`${ours} returns the form of ${call}`, async () => {
      const own = await evaluate<Form>(ours, { presigner });
      assert.deepEqual(comparable(own), comparable(await theirs<Form>(call)));
    });
  }
});

describe("docs/migrate/minio-js.md", () => {
  const endPoint = "minio.example.com";
  const { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken } = credentials;
  const client = new Client({ endPoint, region: "us-east-1", accessKey, secretKey, sessionToken });
  const location = { region: "us-east-1", endpoint: `https://${endPoint}` };
  const presigner = new Presigner({ ...location, credentials });

  for (const [call, ours] of callsOf("Presigned URLs of minio-js")) {
    test(`${ours} returns the URL of ${call}`, async () => {
      const { url } = await evaluate<{ url: string }>(ours, { presigner });
      assertSameUrl(url, await evaluate<string>(call, { client }));
    });
  }
});

/** Returns a form without the texts that depend on the spaces of the policy. */
function comparable(form: Form) {
  const { policy: _, "x-amz-signature": __, ...fields } = form.fields;
  return { url: form.url, fields, policy: parsePolicy(policyOf(form)) };
}
