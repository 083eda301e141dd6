import assert from "node:assert/strict";
import { basicFlow } from "../../../js/credentials/basic-flow.ts";
import { type CognitoOptions, cognito } from "../../../js/credentials/cognito.ts";
import type { CredentialProvider, Credentials } from "../../../js/credentials/provider.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import type { Feature, Requirement } from "../feature.ts";
import type { IdentityService, Server } from "../server.ts";
import { assertRejected, assertSuccess } from "../support/assertions.ts";
import { clientFor, signerFor } from "../support/clients.ts";
import { type PeerResponse, sendPost, sendSigned } from "../support/http.ts";
import { uniqueKey } from "../support/objects.ts";

const GOOGLE = "accounts.google.com";

type IdentityServer = Server & { identity: IdentityService };

/** Ways to obtain temporary credentials, by the words of their feature names. */
const providers: Record<string, (service: IdentityService) => CredentialProvider> = {
  "a Cognito guest": (service) => cognito(poolOptions(service)),
  "a Cognito user": (service) =>
    cognito({ ...poolOptions(service), logins: { [GOOGLE]: googleToken() } }),
  "a Cognito guest, basic flow": (service) =>
    cognito({ ...poolOptions(service), flow: basicFlow(roleOptions(service)) }),
  "a Cognito user, basic flow": (service) =>
    cognito({
      ...poolOptions(service),
      flow: basicFlow(roleOptions(service)),
      logins: { [GOOGLE]: googleToken() },
    }),
  "an STS web identity": (service) => stsProvider(service),
};

/** Temporary credentials work until they expire, and only with their own session token. */
export const credentialFeatures: Feature[] = [
  ...Object.entries(providers).flatMap(([source, providerFor]) => [
    acceptance(`${source}: PUT and GET by URL`, [], async (server) => {
      const s3 = clientFor(server, { credentials: providerFor(server.identity) });
      const key = uniqueKey("url");
      assertSuccess(await sendSigned(await s3.presign({ key, method: "PUT" }), "by URL"));
      const { body } = assertSuccess(await sendSigned(await s3.presign(key)));
      assert.equal(body.toString(), "by URL");
    }),
    acceptance(`${source}: form upload`, ["formPost"], async (server) => {
      const s3 = clientFor(server, { credentials: providerFor(server.identity) });
      const key = uniqueKey("form");
      assertSuccess(await sendPost(await s3.presignPost({ key }), new Blob(["by form"])));
      const { body } = assertSuccess(await sendSigned(await s3.presign(key)));
      assert.equal(body.toString(), "by form");
    }),
    acceptance(`${source}: upload and download`, [], async (server) => {
      const s3 = clientFor(server, { credentials: providerFor(server.identity) });
      const key = uniqueKey("transfer");
      await s3.upload("by the client", { key });
      assert.equal(await (await s3.download(key)).blob?.text(), "by the client");
    }),
  ]),
  rejection("changed session token", (server) =>
    assertTokenRejected(
      server,
      (token) => `${token.slice(0, 8)}${token[8] === "A" ? "B" : "A"}${token.slice(9)}`,
    ),
  ),
  rejection("shortened session token", (server) =>
    assertTokenRejected(server, (token) => token.slice(1)),
  ),
  rejection("missing session token", (server) => assertTokenRejected(server, () => undefined)),
  rejection("session token of another session", async (server) => {
    const other = await stsProvider(server.identity)();
    await assertTokenRejected(server, () => other.sessionToken);
  }),
  rejection("expired session token, with code ExpiredToken", async (server) => {
    const { expiration, ...keys } = await stsProvider(server.identity, 1)();
    const deadline = new Date(expiration as Date).getTime() + 10_000;
    const signer = signerFor(server, "v4", { credentials: keys });
    const key = uniqueKey("expired");
    let response: PeerResponse;
    do response = await sendSigned(signer.presign({ key, method: "PUT" }), "x");
    while (response.status === 200 && Date.now() < deadline);
    assertRejected(response);
    assert.match(response.body.toString(), /<Code>ExpiredToken<\/Code>/);
    assertRejected(await sendPost(signer.presignPost({ key }), new Blob(["x"])));
  }),
];

function acceptance(
  name: string,
  needs: readonly Requirement[],
  run: (server: IdentityServer) => Promise<void>,
): Feature {
  return {
    name: `credentials of ${name}`,
    needs: ["identity", ...needs],
    run: (server) => run(server as IdentityServer),
  };
}

function rejection(name: string, run: (server: IdentityServer) => Promise<void>): Feature {
  return {
    name: `credentials rejected: ${name}`,
    verifies: "v4",
    needs: ["identity"],
    run: (server) => run(server as IdentityServer),
  };
}

/** Throws unless the server rejects a URL and a form that are signed with a replaced session token. */
async function assertTokenRejected(
  server: IdentityServer,
  replaceToken: (token: string) => string | undefined,
): Promise<void> {
  const credentials = await stsProvider(server.identity)();
  const key = uniqueKey("token");
  const valid = signerFor(server, "v4", { credentials });
  assertSuccess(await sendSigned(valid.presign({ key, method: "PUT" }), "x"));
  const { sessionToken: validToken, ...keys } = credentials;
  const sessionToken = replaceToken(validToken as string);
  const replaced: Credentials = sessionToken === undefined ? keys : { ...keys, sessionToken };
  const signer = signerFor(server, "v4", { credentials: replaced });
  assertRejected(await sendSigned(signer.presign(key)));
  assertRejected(await sendPost(signer.presignPost({ key }), new Blob(["x"])));
}

function poolOptions({ endpoint, identityPoolId }: IdentityService): CognitoOptions {
  return { identityPoolId, endpoint };
}

function roleOptions({ endpoint, roleArn }: IdentityService) {
  return { arn: roleArn, endpoint, sessionName: "peers" };
}

function stsProvider({ endpoint, googleRoleArn }: IdentityService, durationSeconds = 900) {
  return webIdentity({
    roleArn: googleRoleArn,
    token: googleToken(),
    region: "us-east-1",
    endpoint,
    durationSeconds,
  });
}

/** Returns an ID token like Google's, without a valid signature: no server on this machine can verify one. */
function googleToken(): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const claims = { iss: `https://${GOOGLE}`, aud: "peers", sub: "ada", exp };
  return `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.${encode({ signature: "none" })}`;
}
