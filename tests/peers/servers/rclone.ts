import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Server } from "../server.ts";
import { makeBucket } from "./bucket.ts";
import { freePorts, python, ServerProcess } from "./process.ts";

const credentials = {
  accessKeyId: "AKIAPEERSEXAMPLE0001",
  secretAccessKey: "peers-only/NotASecret+EXAMPLEKEY0000001",
};

/** A gateway to any storage, here a folder. It verifies V4, reads XML strictly, and takes no forms. */
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
  return makeBucket({
    name: "rclone",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials,
    verifies: { v4: true, v2: false, policies: false },
    forms: false,
    stop: () => rclone.stop(),
  });
}
