import type { Server } from "../server.ts";
import { makeBucket } from "./bucket.ts";
import { freePorts, python, ServerProcess } from "./process.ts";

const secretAccessKey = "peers-only/NotASecret+EXAMPLEKEY0000001";
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
  return makeBucket({
    name: "MiniStack",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    // It takes an account's number for a long-lived key of that account.
    credentials: { accessKeyId: "000000000000", secretAccessKey },
    temporary,
    virtualHost: `http://localhost:${port}`,
    verifiesV2Urls: false,
    stop: () => stack.stop(),
  });
}
