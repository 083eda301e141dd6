import { cognito } from "../../../js/credentials/cognito.ts";
import { startStack } from "../../e2e/stack.ts";
import type { Server } from "../server.ts";

/** Starts this project's local stack, which verifies signatures by the s3s crate. */
export async function startLocalStack(): Promise<Server> {
  const stack = await startStack();
  const { s3, region, bucket, accessKeyId, secretAccessKey, identity, identityPoolId, roleArn } =
    stack.ready;
  // AWS allows 900 seconds or more, too long for a test that waits for expiry.
  await stack.changeSettings({ minimumRoleSeconds: 1 });
  const guest = cognito({ identityPoolId, endpoint: identity });
  return {
    name: "local stack",
    endpoint: s3,
    region,
    bucket,
    credentials: { accessKeyId, secretAccessKey },
    temporaryCredentials: await guest(),
    identity: { endpoint: identity, identityPoolId, roleArn, googleRoleArn: roleArn },
    virtualHost: s3.replace("127.0.0.1", "localhost"),
    verifies: { v4: true, v2: true, policies: true },
    formPost: true,
    stop: () => stack.stop(),
  };
}
