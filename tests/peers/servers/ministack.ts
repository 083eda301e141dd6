import { inRoot } from "../../../scripts/paths.mjs";
import { run } from "../../../scripts/shell.ts";
import type { IdentityService, Server } from "../server.ts";
import { createBucket, createLockBucket } from "./buckets.ts";
import { freePorts, python, ServerProcess } from "./server-process.ts";

const secretAccessKey = "peers-only/NotASecret+EXAMPLEKEY0000001";
/** MiniStack accepts an account number as the access key ID of that account's long-term key. */
const credentials = { accessKeyId: "000000000000", secretAccessKey };
const temporaryCredentials = {
  accessKeyId: "ASIAPEERSEXAMPLE0001",
  secretAccessKey,
  sessionToken: "peers-only//NotAToken+EXAMPLE==",
};

/** Starts MiniStack: an AWS emulator in Python that verifies V4 signatures, policies and session tokens. */
export async function startMiniStack(): Promise<Server> {
  const ministack = new ServerProcess();
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  await ministack.start(python, ["-m", "ministack"], {
    endpoint,
    env: {
      AUTH: "true",
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      AWS_ACCESS_KEY_ID: temporaryCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: temporaryCredentials.secretAccessKey,
      AWS_SESSION_TOKEN: temporaryCredentials.sessionToken,
    },
  });
  const server = await createBucket({
    name: "MiniStack",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials,
    temporaryCredentials,
    virtualHost: `http://localhost:${port}`,
    verifies: { v4: true, v2: false, policies: true },
    formPost: true,
    customerKeys: true,
    corsRules: true,
    stop: () => ministack.stop(),
  });
  return { ...(await createLockBucket(server)), identity: await createIdentityService(server) };
}

/** Creates an identity pool and its roles. Stops the server if that fails. */
async function createIdentityService({
  endpoint,
  region,
  bucket,
  stop,
}: Server): Promise<IdentityService> {
  const script = inRoot("tests", "peers", "servers", "ministack_identity.py");
  const { accessKeyId } = credentials;
  try {
    const { stdout } = await run(python, [script, endpoint, region, accessKeyId, bucket], {
      env: { SECRET_ACCESS_KEY: secretAccessKey },
    });
    return { endpoint, ...JSON.parse(stdout) };
  } catch (error) {
    await stop();
    throw error;
  }
}
