import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { type Consumer, installPackage } from "./consumer.ts";
import { PUBLISHED_SIGNATURE } from "./example-program.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

test("a bundle with s3-signpost and s3-signpost/aws has one core, and computes the same signature", async () => {
  const program = `
    import { S3 } from "s3-signpost";
    import { GetObjectCommand, getSignedUrl } from "s3-signpost/aws";
    globalThis.S3 = S3;
    const client = {
      config: {
        region: "us-east-1",
        useGlobalEndpoint: true,
        credentials: {
          accessKeyId: "AKIAIOSFODNN7EXAMPLE",
          secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        },
      },
    };
    const command = new GetObjectCommand({ Bucket: "examplebucket", Key: "test.txt" });
    const signingDate = new Date("2013-05-24T00:00:00Z");
    const url = await getSignedUrl(client, command, { signingDate, expiresIn: 86400 });
    console.log(new URL(url).searchParams.get("X-Amz-Signature"));`;
  const { metafile } = await build({
    absWorkingDir: consumer.folder,
    entryPoints: [consumer.write("aws.js", program)],
    outfile: "bundle/aws.mjs",
    bundle: true,
    format: "esm",
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => path.includes("s3-signpost/dist"));
  assert.deepEqual(inputs.map((path) => path.split("/").at(-1)).sort(), ["aws.js", "index.js"]);
  const bundle = `${consumer.folder}/bundle/aws.mjs`;
  const printed = execFileSync(process.execPath, [bundle], { encoding: "utf8" });
  assert.equal(printed.trim(), PUBLISHED_SIGNATURE);
});
