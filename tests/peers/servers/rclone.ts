import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Server } from "../server.ts";
import { createBucket } from "./buckets.ts";
import { freePorts, python, ServerProcess } from "./server-process.ts";

const credentials = {
  accessKeyId: "AKIAPEERSEXAMPLE0001",
  secretAccessKey: "peers-only/NotASecret+EXAMPLEKEY0000001",
};

/**
 * Starts rclone: a gateway in Go to many kinds of storage, here a folder. It verifies V4, parses XML strictly, and does
 * not support form POST.
 */
export async function startRclone(): Promise<Server> {
  const rclone = new ServerProcess();
  const objects = join(rclone.folder, "objects");
  mkdirSync(objects);
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  const { accessKeyId, secretAccessKey } = credentials;
  await rclone.start(
    join(dirname(python), "rclone"),
    [
      "serve",
      "s3",
      objects,
      `--addr=127.0.0.1:${port}`,
      `--auth-key=${accessKeyId},${secretAccessKey}`,
      `--config=${join(rclone.folder, "rclone.conf")}`,
      `--cache-dir=${join(rclone.folder, "cache")}`,
    ],
    { endpoint },
  );
  return createBucket({
    name: "rclone",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials,
    verifies: { v4: true, v2: false, policies: false },
    formPost: false,
    stop: () => rclone.stop(),
  });
}
