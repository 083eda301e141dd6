import { inRoot } from "../../../scripts/paths.mjs";
import { run } from "../../../scripts/shell.ts";
import type { IdentityServer, Server } from "../server.ts";
import { makeBucket, makeLockBucket } from "./bucket.ts";
import { freePorts, python, ServerProcess } from "./process.ts";

const secretAccessKey = "peers-only/NotASecret+EXAMPLEKEY0000001";
/** It takes an account's number for a long-lived key of that account. */
const credentials = { accessKeyId: "000000000000", secretAccessKey };
const temporary = {
  accessKeyId: "ASIAPEERSEXAMPLE0001",
  secretAccessKey,
  sessionToken: "peers-only//NotAToken+EXAMPLE==",
};

/** An emulator of AWS in Python, which verifies signatures and tokens. */
export async function startMiniStack(): Promise<Server> {
  const stack = new ServerProcess();
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  await stack.start(python, ["-m", "ministack"], {
    endpoint,
    env: {
      AUTH: "true",
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      AWS_ACCESS_KEY_ID: temporary.accessKeyId,
      AWS_SECRET_ACCESS_KEY: temporary.secretAccessKey,
      AWS_SESSION_TOKEN: temporary.sessionToken,
    },
  });
  const server = await makeBucket({
    name: "MiniStack",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials,
    temporary,
    virtualHost: `http://localhost:${port}`,
    verifies: { v4: true, v2: false, policies: true },
    forms: true,
    customerKeys: true,
    stop: () => stack.stop(),
  });
  return { ...(await makeLockBucket(server)), identity: await makeIdentityPool(server) };
}

/** Makes who gives out credentials; stops the server where that fails. */
async function makeIdentityPool({
  endpoint,
  region,
  bucket,
  stop,
}: Server): Promise<IdentityServer> {
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
