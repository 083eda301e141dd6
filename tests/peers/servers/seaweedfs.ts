import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Server } from "../server.ts";
import { makeBucket, makeLockBucket } from "./bucket.ts";
import { freePorts, python, ServerProcess } from "./process.ts";

const credentials = {
  accessKeyId: "AKIAPEERSEXAMPLE0001",
  secretAccessKey: "peers-only/NotASecret+EXAMPLEKEY0000001",
};

/** A store that many run in earnest, written in Go, with a verifier of its own. */
export async function startSeaweedFs(): Promise<Server> {
  const weed = new ServerProcess();
  const identities = join(weed.folder, "s3.json");
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = credentials;
  const actions = ["Admin", "Read", "Write", "List", "Tagging"];
  const identity = { name: "peers", credentials: [{ accessKey, secretKey }], actions };
  writeFileSync(identities, JSON.stringify({ identities: [identity] }));
  const roles = ["master", "volume", "filer", "s3"];
  const ports = await freePorts(2 * roles.length);
  const portOptions = roles.flatMap((role, index) => [
    `-${role}.port=${ports[2 * index]}`,
    `-${role}.port.grpc=${ports[2 * index + 1]}`,
  ]);
  const s3Port = ports[2 * roles.indexOf("s3")];
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
      `-s3.config=${identities}`,
      "-s3.domainName=localhost",
      "-s3.port.iceberg=0",
      "-s3.port.lance=0",
      ...portOptions,
    ],
    { endpoint },
  );
  const server = await makeBucket({
    name: "SeaweedFS",
    endpoint,
    region: "us-east-1",
    bucket: "peers",
    credentials,
    virtualHost: `http://localhost:${s3Port}`,
    verifies: { v4: true, v2: true, policies: true },
    forms: true,
    customerKeys: true,
    stop: () => weed.stop(),
  });
  return makeLockBucket(server);
}
