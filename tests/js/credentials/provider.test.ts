import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { cognito } from "../../../js/credentials/cognito.ts";
import type { CredentialProvider } from "../../../js/credentials/provider.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";

// The types as the AWS SDK for JavaScript and Uppy declare them: that this compiles is half of each test.
interface AwsCredentialIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  readonly accountId?: string;
}
type AwsCredentialIdentityProvider = (
  // biome-ignore lint/suspicious/noExplicitAny: it is the SDK's own type.
  identityProperties?: Record<string, any>,
) => Promise<AwsCredentialIdentity>;
type RuntimeConfigAwsCredentialIdentityProvider = (awsIdentityProperties?: {
  callerClientConfig?: { region?: string; profile?: string };
}) => Promise<AwsCredentialIdentity>;
type UppyGetCredentials = (options?: {
  signal?: AbortSignal;
}) =>
  | { credentials: UppyCredentials; region: string }
  | Promise<{ credentials: UppyCredentials; region: string }>;
interface UppyCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration?: string;
}

const identity = { accessKeyId: "ASIA", secretAccessKey: "hush", sessionToken: "hush" };

async function accessKeyOf(source: ConstructorParameters<typeof CredentialCache>[0]) {
  return (await new CredentialCache(source, new Clock()).get()).accessKeyId;
}

test("providers of the AWS SDK are accepted", async () => {
  const provider: AwsCredentialIdentityProvider = async () => identity;
  const fits: CredentialProvider = provider;
  assert.equal(await accessKeyOf(fits), "ASIA");
});

test("providers of the AWS SDK that take a client's configuration are accepted", async () => {
  const provider: RuntimeConfigAwsCredentialIdentityProvider = async () => identity;
  const fits: CredentialProvider = provider;
  assert.equal(await accessKeyOf(fits), "ASIA");
});

test("clients of the AWS SDK accept the providers of this package", () => {
  const fits: AwsCredentialIdentityProvider[] = [
    cognito({ identityPoolId: "eu-west-1:11111111-2222-3333-4444-555555555555" }),
    webIdentity({ roleArn: "arn", token: "token", region: "eu-west-1" }),
  ];
  assert.equal(fits.length, 2);
});

test("Uppy's getCredentials is accepted, with a promise or without", async () => {
  const reply = { credentials: identity, region: "eu-west-1" };
  const later: UppyGetCredentials = async () => reply;
  const atOnce: UppyGetCredentials = () => reply;
  assert.equal(await accessKeyOf(later), "ASIA");
  assert.equal(await accessKeyOf(atOnce), "ASIA");
});

test("STS's field names are accepted, alone or under `credentials`", async () => {
  const credentials = { AccessKeyId: "ASIA", SecretAccessKey: "hush", SessionToken: "hush" };
  assert.equal(await accessKeyOf(credentials), "ASIA");
  assert.equal(await accessKeyOf(async () => ({ credentials })), "ASIA");
});
