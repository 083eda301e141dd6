import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type CognitoProvider, cognito } from "../../../js/credentials/cognito.ts";
import { S3 } from "../../../js/s3.ts";
import { Emulator, IDENTITY, type Outputs } from "./emulator.ts";

const ORIGIN = "https://app.example.com";
const DENIED = { code: "AccessDenied" };
const ownPrefix = `private/${IDENTITY}/`;
const ownKey = `${ownPrefix}file.txt`;

let aws: Emulator;
let outputs: Outputs;
let idToken: string;
let guest: S3;
let user: S3;

before(async () => {
  aws = await Emulator.start();
  const userPool = await createUserPool();
  idToken = userPool.idToken;
  outputs = await aws.deploy("pages", {
    AllowedOrigins: `${ORIGIN},http://localhost:5173`,
    AllowGuests: "true",
    UserPoolId: userPool.id,
    UserPoolClientId: userPool.client,
  });
  await owner().upload("Hello", { key: "public/hello.txt" });
  await owner().upload("Hello", { key: "private/another/hello.txt" });
  guest = client(cognito({ identityPoolId: pool(), endpoint: aws.endpoint, storage: memory() }));
  user = client(userProvider());
});
after(() => aws?.stop());

test("the deployed template rejects plain HTTP", async () => {
  await assert.rejects(guest.download("public/hello.txt"), DENIED);
});

describe("the deployed template", () => {
  before(async () => {
    // The emulator has no HTTPS.
    const { url } = await owner().presign({ method: "DELETE", query: { policy: "" } });
    assert.equal((await fetch(url, { method: "DELETE" })).status, 204);
  });

  test("lets a guest read and list public/", async () => {
    assert.equal(await (await guest.download("public/hello.txt")).blob?.text(), "Hello");
    assert.deepEqual(await keys(guest, "public/"), ["public/hello.txt"]);
  });

  test("lets no guest write", async () => {
    for (const via of ["post", "put", "multipart"] as const) {
      await assert.rejects(guest.upload("text", { key: "public/new.txt", via }), DENIED);
    }
    await assert.rejects(guest.delete("public/hello.txt"), DENIED);
  });

  test("lets no guest read or list other prefixes", async () => {
    await assert.rejects(guest.download("private/another/hello.txt"), DENIED);
    await assert.rejects(keys(guest, "private/"), DENIED);
    await assert.rejects(keys(guest, ""), DENIED);
  });

  test("lets a user write, read, list and delete the own prefix", async () => {
    for (const via of ["post", "put", "multipart"] as const) {
      await user.upload("text", { key: ownKey, via });
      assert.equal(await (await user.download(ownKey)).blob?.text(), "text");
    }
    assert.deepEqual(await keys(user, ownPrefix), [ownKey]);
    await user.delete(ownKey);
    assert.deepEqual(await keys(user, ownPrefix), []);
  });

  test("lets a user read public/, and not write there", async () => {
    assert.equal(await (await user.download("public/hello.txt")).blob?.text(), "Hello");
    await assert.rejects(user.upload("text", { key: "public/new.txt" }), DENIED);
  });

  test("lets no user read, write or list the prefix of another identity", async () => {
    await assert.rejects(user.download("private/another/hello.txt"), DENIED);
    await assert.rejects(user.upload("text", { key: "private/another/new.txt" }), DENIED);
    await assert.rejects(keys(user, "private/another/"), DENIED);
    await assert.rejects(keys(user, "private/"), DENIED);
  });

  for (const [origin, allowed] of [
    [ORIGIN, true],
    ["http://localhost:5173", true],
    ["https://other.example.com", false],
  ] as const) {
    test(`${allowed ? "allows" : "does not allow"} pages of ${origin}`, async () => {
      const { url } = await guest.presign("public/hello.txt");
      const response = await fetch(url, { headers: { Origin: origin } });
      assert.equal(response.headers.has("access-control-allow-origin"), allowed);
    });
  }

  test("without guests has an identity pool for users only", async () => {
    const { identityPoolId } = await aws.deploy("users", {
      AllowedOrigins: ORIGIN,
      UserPoolId: "eu-west-1_Example",
      UserPoolClientId: "client",
    });
    const call = (operation: string) =>
      aws.json<Record<string, unknown>>(
        "cognito-identity",
        `AWSCognitoIdentityService.${operation}`,
        { IdentityPoolId: identityPoolId },
      );
    const pool = await call("DescribeIdentityPool");
    assert.equal(pool["AllowUnauthenticatedIdentities"], false);
    const { Roles } = await call("GetIdentityPoolRoles");
    assert.deepEqual(Object.keys(Roles as object), ["authenticated"]);
  });

  test("without guests and users is rejected", async () => {
    await assert.rejects(aws.deploy("nobody", { AllowedOrigins: ORIGIN }), /Set AllowGuests/);
  });

  test("without a user pool has no output for logins", async () => {
    const names = Object.keys(
      await aws.deploy("guests", { AllowedOrigins: ORIGIN, AllowGuests: "true" }),
    );
    assert.deepEqual(names.sort(), ["bucket", "identityPoolId", "region"]);
  });

  test("keeps the bucket and its objects when the stack is deleted", async () => {
    await aws.remove("pages");
    assert.deepEqual(await keys(owner(), "public/"), ["public/hello.txt"]);
  });
});

const pool = () => outputs["identityPoolId"] as string;

function client(
  credentials: CognitoProvider | { accessKeyId: string; secretAccessKey: string },
): S3 {
  const { region = "", bucket = "" } = outputs;
  return new S3({ region, bucket, endpoint: aws.endpoint, credentials });
}

/** The owner of the account. */
function owner(): S3 {
  return client(aws.credentials);
}

function userProvider(): CognitoProvider {
  const logins = { [outputs["loginProvider"] as string]: () => idToken };
  return cognito({
    identityPoolId: pool(),
    endpoint: aws.endpoint,
    logins,
    userIdentifier: "user",
    storage: memory(),
  });
}

async function keys(s3: S3, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of s3.list(prefix)) found.push(key);
  return found;
}

/** Creates a user pool with a client and a signed-in user. */
async function createUserPool(): Promise<{ id: string; client: string; idToken: string }> {
  const call = <T>(operation: string, body: object) =>
    aws.json<T>("cognito-idp", `AWSCognitoIdentityProviderService.${operation}`, body);
  const Username = "user";
  const Password = "Example-Passw0rd";
  const { UserPool } = await call<{ UserPool: { Id: string } }>("CreateUserPool", {
    PoolName: "users",
  });
  const UserPoolId = UserPool.Id;
  const { UserPoolClient } = await call<{ UserPoolClient: { ClientId: string } }>(
    "CreateUserPoolClient",
    { UserPoolId, ClientName: "pages", ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] },
  );
  await call("AdminCreateUser", { UserPoolId, Username, MessageAction: "SUPPRESS" });
  await call("AdminSetUserPassword", { UserPoolId, Username, Password, Permanent: true });
  const { AuthenticationResult } = await call<{ AuthenticationResult: { IdToken: string } }>(
    "InitiateAuth",
    {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: UserPoolClient.ClientId,
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    },
  );
  const { IdToken } = AuthenticationResult;
  return { id: UserPoolId, client: UserPoolClient.ClientId, idToken: IdToken };
}

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}
