/**
 * How long one presigned URL takes, here and with the peers, in one process on one machine: read the
 * ratios, not the times. Every signer signs the same GETs with the same temporary credentials.
 *
 * `npm run bench` after `npm run build`.
 */
import { performance } from "node:perf_hooks";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AwsClient } from "aws4fetch";
import { Client as MinioClient } from "minio";
import { Presigner } from "s3-signpost";

const bucket = "examplebucket";
const region = "us-east-1";
const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  // As long as Cognito's are.
  sessionToken: "IQoJb3JpZ2luX2Vj".repeat(56),
};
const keys = Array.from({ length: 500 }, (_, index) => `photos/${index}.jpg`);
const rounds = 7;

const ours = new Presigner({ region, bucket, credentials });
const sdk = new S3Client({ region, credentials });
const aws4fetch = new AwsClient({ ...credentials, service: "s3", region });
const minio = new MinioClient({
  endPoint: "s3.us-east-1.amazonaws.com",
  region,
  pathStyle: false,
  accessKey: credentials.accessKeyId,
  secretKey: credentials.secretAccessKey,
  sessionToken: credentials.sessionToken,
});

/**
 * Signs one key after the other.
 *
 * @param {(key: string) => string | Promise<string>} sign
 */
const oneByOne = (sign) => async () => {
  for (const key of keys) await sign(key);
};

/** @type {[string, () => unknown][]} */
const signers = [
  ["s3-signpost, presign", oneByOne((key) => ours.presign({ key, expiresIn: 300 }).url)],
  ["s3-signpost, presignMany", () => ours.presignMany(keys, { expiresIn: 300 })],
  [
    "@aws-sdk/s3-request-presigner",
    oneByOne((Key) =>
      getSignedUrl(sdk, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn: 300 }),
    ),
  ],
  [
    "aws4fetch",
    oneByOne(async (key) => {
      const url = `https://${bucket}.s3.${region}.amazonaws.com/${key}?X-Amz-Expires=300`;
      return (await aws4fetch.sign(url, { aws: { signQuery: true } })).url;
    }),
  ],
  ["minio, with Node's own crypto", oneByOne((key) => minio.presignedGetObject(bucket, key, 300))],
];

/** @param {() => unknown} signAll */
async function microsecondsPerUrl(signAll) {
  const begun = performance.now();
  await signAll();
  return ((performance.now() - begun) * 1_000) / keys.length;
}

/** @type {Map<string, number[]>} */
const times = new Map(signers.map(([name]) => [name, []]));
// Round by round in turn, so that a slow moment of the machine falls on all of them. The first is warm-up.
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, sign] of signers) {
    const time = await microsecondsPerUrl(sign);
    if (round > 0) times.get(name)?.push(time);
  }
}

const medians = [...times].map(
  ([name, all]) => /** @type {const} */ ([name, all.sort((a, b) => a - b)[rounds >> 1] ?? 0]),
);
const first = medians[0]?.[1] ?? 0;
console.log(`median of ${rounds} rounds of ${keys.length} URLs, Node ${process.version}\n`);
for (const [name, median] of medians) {
  const ratio = median / first;
  console.log(
    `${name.padEnd(32)}${median.toFixed(1).padStart(9)} µs a URL${ratio.toFixed(1).padStart(8)} ×`,
  );
}
