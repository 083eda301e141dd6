import assert from "node:assert/strict";
import { type CognitoOptions, cognito } from "../../../js/credentials/cognito.ts";
import type { CredentialProvider, Credentials } from "../../../js/credentials/provider.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import { S3 } from "../../../js/s3.ts";
import { type Answer, submit, use } from "../exchange.ts";
import { type Feature, freshKey, refused, succeeded } from "../feature.ts";
import { type IdentityServer, type Server, signerFor } from "../server.ts";

const GOOGLE = "accounts.google.com";

/** Each way to get credentials that end. */
const flows: Record<string, (server: IdentityServer) => CredentialProvider> = {
  "a guest": (server) => cognito(poolOf(server)),
  "a user": (server) => cognito({ ...poolOf(server), logins: { [GOOGLE]: googleToken() } }),
  "a guest, basic flow": (server) => cognito({ ...poolOf(server), role: roleOf(server) }),
  "a user, basic flow": (server) =>
    cognito({ ...poolOf(server), role: roleOf(server), logins: { [GOOGLE]: googleToken() } }),
  "a web identity": (server) => sts(server),
};

/** What the services give out opens the bucket, for as long as it lasts and only with its own token. */
export const credentialFeatures: Feature[] = [
  ...Object.entries(flows).flatMap(([who, providerOf]) => [
    feature(`${who} puts and gets by URL`, async (server) => {
      const s3 = clientOf(server, providerOf(server.identity));
      const key = freshKey("url");
      succeeded(await use(await s3.presign({ key, method: "PUT" }), "by URL"));
      assert.equal(succeeded(await use(await s3.presign(key))).body.toString(), "by URL");
    }),
    feature(`${who} posts by form`, async (server) => {
      const s3 = clientOf(server, providerOf(server.identity));
      const key = freshKey("form");
      succeeded(await submit(await s3.presignPost({ key }), new Blob(["by form"])));
      assert.equal(succeeded(await use(await s3.presign(key))).body.toString(), "by form");
    }),
    feature(`${who} uploads and downloads`, async (server) => {
      const s3 = clientOf(server, providerOf(server.identity));
      const key = freshKey("transfer");
      await s3.upload("by the client", { key });
      assert.equal(await (await s3.download(key)).blob?.text(), "by the client");
    }),
  ]),
  feature("a token altered is refused", (server) =>
    withToken(
      server,
      (token) => `${token.slice(0, 8)}${token[8] === "A" ? "B" : "A"}${token.slice(9)}`,
    ),
  ),
  feature("a token cut short is refused", (server) => withToken(server, (token) => token.slice(1))),
  feature("a token dropped is refused", (server) => withToken(server, () => undefined)),
  feature("another session's token is refused", async (server) => {
    const other = await sts(server.identity)();
    await withToken(server, () => other.sessionToken);
  }),
  feature("a token whose end has passed is refused as expired", async (server) => {
    const { expiration, ...keys } = await sts(server.identity, 1)();
    const end = new Date(expiration as Date).getTime() + 10_000;
    const signer = signerFor(server, "v4", { credentials: keys });
    const key = freshKey("ended");
    let answer: Answer;
    do answer = await use(signer.presign({ key, method: "PUT" }), "x");
    while (answer.status === 200 && Date.now() < end);
    refused(answer);
    assert.match(answer.body.toString(), /<Code>ExpiredToken<\/Code>/);
    refused(await submit(signer.presignPost({ key }), new Blob(["x"])));
  }),
];

function feature(
  name: string,
  run: (server: Server & { identity: IdentityServer }) => Promise<void>,
): Feature {
  return {
    name: `credentials: ${name}`,
    needs: "identity",
    run: (server) => run(server as Server & { identity: IdentityServer }),
  };
}

/** Fails unless a URL and a form are refused once the token they were signed with is another. */
async function withToken(
  server: Server & { identity: IdentityServer },
  alter: (token: string) => string | undefined,
): Promise<void> {
  const credentials = await sts(server.identity)();
  const key = freshKey("token");
  succeeded(
    await use(signerFor(server, "v4", { credentials }).presign({ key, method: "PUT" }), "x"),
  );
  const { sessionToken, ...keys } = credentials;
  const token = alter(sessionToken as string);
  const altered: Credentials = token === undefined ? keys : { ...keys, sessionToken: token };
  const signer = signerFor(server, "v4", { credentials: altered });
  refused(await use(signer.presign(key)));
  refused(await submit(signer.presignPost({ key }), new Blob(["x"])));
}

function clientOf({ endpoint, region, bucket }: Server, credentials: CredentialProvider): S3 {
  return new S3({ endpoint, region, bucket, credentials });
}

function poolOf({ endpoint, identityPoolId }: IdentityServer): CognitoOptions {
  return { identityPoolId, endpoint, stsEndpoint: endpoint };
}

function roleOf({ roleArn }: IdentityServer) {
  return { arn: roleArn, sessionName: "peers" };
}

function sts({ endpoint, googleRoleArn }: IdentityServer, durationSeconds = 900) {
  const region = "us-east-1";
  return webIdentity({
    roleArn: googleRoleArn,
    token: googleToken(),
    region,
    endpoint,
    durationSeconds,
  });
}

/** As Google's ID tokens are, but for the signature: no server on this machine can check that. */
function googleToken(): string {
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString("base64url");
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const claims = { iss: `https://${GOOGLE}`, aud: "peers", sub: "ada", exp };
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.${part({ signature: "none" })}`;
}
