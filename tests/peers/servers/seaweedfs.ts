import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Server } from "../server.ts";
import { createBucket, createLockBucket } from "./buckets.ts";
import { freePorts, python, ServerProcess } from "./server-process.ts";

const credentials = {
  accessKeyId: "AKIAPEERSEXAMPLE0001",
  secretAccessKey: "peers-only/NotASecret+EXAMPLEKEY0000001",
};

/** Starts SeaweedFS: an object store in Go for production. It verifies V4, V2 and policies. */
export async function startSeaweedFs(): Promise<Server> {
  const weed = new ServerProcess();
  const configFile = join(weed.folder, "s3.json");
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = credentials;
  const actions = ["Admin", "Read", "Write", "List", "Tagging"];
  const identity = { name: "peers", credentials: [{ accessKey, secretKey }], actions };
  writeFileSync(configFile, JSON.stringify({ identities: [identity] }));
  const services = ["master", "volume", "filer", "s3"];
  const ports = await freePorts(2 * services.length);
  const portOptions = services.flatMap((service, index) => [
    `-${service}.port=${ports[2 * index]}`,
    `-${service}.port.grpc=${ports[2 * index + 1]}`,
  ]);
  const s3Port = ports[2 * services.indexOf("s3")];
  const endpoint = `http://127.0.0.1:${s3Port}`;
  await weed.start(
    join(dirname(python), "weed"),
    [
      "server",
      `-dir=${weed.folder}`,
      "-ip=127.0.0.1",
      "-ip.bind=127.0.0.1",
      "-master.telemetry=false",
      "-master.volumeSizeLimitMB=64",
      "-volume.max=50",
      "-filer",
      "-s3",
      `-s3.config=${configFile}`,
      "-s3.domainName=localhost",
      "-s3.port.iceberg=0",
      "-s3.port.lance=0",
      ...portOptions,
    ],
    { endpoint },
  );
  const server = await createBucket({
    name: "SeaweedFS",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials,
    virtualHost: `http://localhost:${s3Port}`,
    verifies: { v4: true, v2: true, policies: true },
    formPost: true,
    customerKeys: true,
    corsRules: true,
    stop: () => weed.stop(),
  });
  return createLockBucket(server);
}
