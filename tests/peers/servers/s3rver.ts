import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { s3rverFolder } from "../../../scripts/machine/s3rver.ts";
import type { Server } from "../server.ts";
import { freePorts, ServerProcess } from "./server-process.ts";

/**
 * Replaces the command-line program of s3rver, which the published package lacks. It also creates the bucket, because
 * s3rver rejects signed requests to the URL of a bucket (see defects.ts).
 */
const START_SCRIPT = `
const S3rver = require("@20minutes/s3rver");
const [directory, port, name] = process.argv.slice(1);
const address = "127.0.0.1";
const configureBuckets = [{ name }];
new S3rver({ directory, port, address, serviceEndpoint: "localhost", configureBuckets }).run();
`;
const bucket = "peers";

/** Starts s3rver: a small S3 server in JavaScript. It verifies V4 and V2, but no policies. */
export async function startS3rver(): Promise<Server> {
  const s3rver = new ServerProcess();
  const objects = join(s3rver.folder, "objects");
  mkdirSync(objects);
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  await s3rver.start(process.execPath, ["-e", START_SCRIPT, objects, `${port}`, bucket], {
    endpoint,
    env: { NODE_PATH: join(s3rverFolder, "node_modules") },
  });
  return {
    name: "s3rver",
    endpoint,
    region: "us-east-1",
    bucket,
    // The only key that s3rver accepts.
    credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
    virtualHost: `http://s3.localhost:${port}`,
    verifies: { v4: true, v2: true, policies: false },
    formPost: true,
    bucketUrls: false,
    stop: () => s3rver.stop(),
  };
}
