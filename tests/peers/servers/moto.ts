import { dirname, join } from "node:path";
import type { IdentityService, Server } from "../server.ts";
import { assertSuccess } from "../support/assertions.ts";
import { send } from "../support/http.ts";
import { createBucket, createLockBucket } from "./buckets.ts";
import { freePorts, python, ServerProcess } from "./server-process.ts";

/** Starts moto: an AWS emulator in Python. It verifies no signatures, but stores objects and metadata as S3 does. */
export async function startMoto(): Promise<Server> {
  const moto = new ServerProcess();
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  const program = join(dirname(python), "moto_server");
  await moto.start(program, ["--host=127.0.0.1", `--port=${port}`], { endpoint });
  const server = await createBucket({
    name: "moto",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials: {
      accessKeyId: "AKIAPEERSEXAMPLE0001",
      secretAccessKey: "peers-only/NotASecret+EXAMPLEKEY0000001",
    },
    verifies: { v4: false, v2: false, policies: false },
    formPost: true,
    stop: () => moto.stop(),
  });
  return { ...(await createLockBucket(server)), identity: await createIdentityService(server) };
}

/** Creates an identity pool; moto needs no roles, since anyone can assume any. Stops the server if that fails. */
async function createIdentityService({ endpoint, stop }: Server): Promise<IdentityService> {
  const roleArn = "arn:aws:iam::123456789012:role/peers";
  const pool = { IdentityPoolName: "peers", AllowUnauthenticatedIdentities: true };
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityService.CreateIdentityPool",
  };
  try {
    const request = { method: "POST", headers, body: Buffer.from(JSON.stringify(pool)) };
    const { body } = assertSuccess(await send(`${endpoint}/`, request));
    const identityPoolId = JSON.parse(body.toString()).IdentityPoolId as string;
    return { endpoint, identityPoolId, roleArn, googleRoleArn: roleArn };
  } catch (error) {
    await stop();
    throw error;
  }
}
