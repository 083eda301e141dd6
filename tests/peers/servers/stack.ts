import { cognito } from "../../../js/credentials/cognito.ts";
import { startStack } from "../../e2e/stack.ts";
import type { Server } from "../server.ts";

/** The project's own, which the independent verifier of s3s stands in. */
export async function startLocalStack(): Promise<Server> {
  const stack = await startStack();
  const { s3, region, bucket, accessKeyId, secretAccessKey, identity, identityPoolId, roleArn } =
    stack.ready;
  // AWS's least is a quarter of an hour, which is long to wait for an end.
  await stack.change({ minimumRoleSeconds: 1 });
  const guest = cognito({ identityPoolId, endpoint: identity });
  return {
    name: "local stack",
    endpoint: s3,
    region,
    bucket,
    credentials: { accessKeyId, secretAccessKey },
    temporary: await guest(),
    identity: { endpoint: identity, identityPoolId, roleArn, googleRoleArn: roleArn },
    virtualHost: s3.replace("127.0.0.1", "localhost"),
    verifies: { v4: true, v2: true, policies: true },
    forms: true,
    stop: () => stack.stop(),
  };
}
