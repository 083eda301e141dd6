import { dirname, join } from "node:path";
import { send } from "../exchange.ts";
import { succeeded } from "../feature.ts";
import type { IdentityServer, Server } from "../server.ts";
import { makeBucket, makeLockBucket } from "./bucket.ts";
import { freePorts, python, ServerProcess } from "./process.ts";

/** AWS's services for tests in Python. It looks at no signature, but keeps objects and metadata as S3 does. */
export async function startMoto(): Promise<Server> {
  const moto = new ServerProcess();
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  const program = join(dirname(python), "moto_server");
  await moto.start(program, ["--host=127.0.0.1", `--port=${port}`], { endpoint });
  const server = await makeBucket({
    name: "moto",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials: {
      accessKeyId: "AKIAPEERSEXAMPLE0001",
      secretAccessKey: "peers-only/NotASecret+EXAMPLEKEY0000001",
    },
    verifies: { v4: false, v2: false, policies: false },
    forms: true,
    stop: () => moto.stop(),
  });
  return { ...(await makeLockBucket(server)), identity: await makeIdentityPool(server) };
}

/** Makes a pool. Roles need not exist: moto lets anybody assume any. Stops the server if that fails. */
async function makeIdentityPool({ endpoint, stop }: Server): Promise<IdentityServer> {
  const roleArn = "arn:aws:iam::123456789012:role/peers";
  const pool = { IdentityPoolName: "peers", AllowUnauthenticatedIdentities: true };
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityService.CreateIdentityPool",
  };
  try {
    const body = Buffer.from(JSON.stringify(pool));
    const made = succeeded(await send(`${endpoint}/`, { method: "POST", headers, body }));
    const identityPoolId = JSON.parse(made.body.toString()).IdentityPoolId as string;
    return { endpoint, identityPoolId, roleArn, googleRoleArn: roleArn };
  } catch (error) {
    await stop();
    throw error;
  }
}
