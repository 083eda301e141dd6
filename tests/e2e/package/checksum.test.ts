import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, describe, test } from "node:test";
import { packageVisits } from "../package-visit.ts";

const MIB = 1024 * 1024;
const SIZE = 11 * MIB;
const KEY = "checksums/film.bin";
const ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;
/** What many buckets have: enough to read and write, and nothing more. */
const ORDINARY = {
  allowedOrigins: ["*"],
  allowedMethods: ["GET", "HEAD", "PUT", "POST"],
  allowedHeaders: ["content-type"],
  exposeHeaders: ["ETag"],
};

/** How a transfer ended in the page. */
interface Outcome {
  code?: string;
  verified?: string;
  checksum?: { algorithm: string; value: string };
  sha256?: string;
  via?: string;
}

const visit = packageVisits();

beforeEach(async () => {
  await visit.open();
  await visit.bare.connect(visit.stack, "key");
});

function film(): Uint8Array {
  return Uint8Array.from({ length: SIZE }, (_, index) => (index * 31 + (index >> 8)) % 251);
}

const digest = createHash("sha256").update(film()).digest("hex");

async function befall(fault: object): Promise<void> {
  const address = `${visit.stack.ready.identity}/_stack/faults`;
  const reply = await fetch(address, { method: "POST", body: JSON.stringify(fault) });
  assert.ok(reply.ok, await reply.text());
}

function upload(options: object): Promise<Outcome> {
  return visit.bare.page.evaluate(
    async ([key, size, options]) => {
      const bytes = Uint8Array.from(
        { length: size },
        (_, index) => (index * 31 + (index >> 8)) % 251,
      );
      const partSize = 5 * 1024 * 1024;
      return s3
        .upload(bytes, { key, partSize, ...options })
        .then(({ checksum, via }) => ({ via, ...(checksum ? { checksum } : {}) }))
        .catch(({ code }) => ({ code }));
    },
    [KEY, SIZE, options] as const,
  );
}

function download(options: object = {}): Promise<Outcome> {
  return visit.bare.page.evaluate(
    async ([key, options]) => {
      try {
        const { blob, verified, info } = await s3.download(key, options);
        const bytes = await (blob as Blob).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        return {
          sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""),
          ...(verified ? { verified } : {}),
          ...(info.checksum ? { checksum: info.checksum } : {}),
        };
      } catch (error) {
        return { code: (error as { code: string }).code };
      }
    },
    [KEY, options] as const,
  );
}

describe("in a browser", () => {
  for (const via of ["post", "put", "multipart"] as const) {
    for (const checksum of ALGORITHMS) {
      test(`what goes up by ${via} with a ${checksum} is verified by it on its way down`, async () => {
        const sent = await upload({ via, checksum });
        assert.equal(sent.checksum?.algorithm, checksum);
        const { sha256, verified, checksum: told } = await download();
        assert.deepEqual([sha256, verified, told], [digest, checksum, sent.checksum]);
      });
    }
  }

  for (const [what, options] of [
    ["in one piece", { via: "put" }],
    ["in parts", { via: "multipart" }],
    ["in parts, summed by parts", { via: "multipart", checksum: "SHA256" }],
  ] as const) {
    test(`one changed byte of what went up ${what} is a ChecksumMismatch`, async () => {
      await upload(options);
      await befall({ method: "GET", effect: { type: "corrupt", at: 7 * MIB + 1 } });
      assert.deepEqual(await download(), { code: "ChecksumMismatch" });
    });
  }

  test("one byte that changes on its way up is found, and its part sent again", async () => {
    await befall({ method: "PUT", skip: 1, effect: { type: "corrupt", of: "request", at: 77 } });
    await upload({ via: "multipart" });
    assert.equal((await download()).sha256, digest);
  });

  test("a download that is cut and goes on is verified as a whole", async () => {
    await upload({ via: "put" });
    await befall({ method: "GET", times: 2, effect: { type: "cut", after: 3 * MIB } });
    assert.equal((await download()).verified, "CRC64NVME");
  });

  test("a changed byte leaves a file as it was", async () => {
    await upload({ via: "put" });
    await befall({ method: "GET", effect: { type: "corrupt", at: 0 } });
    const found = await visit.bare.page.evaluate(async (key) => {
      const folder = await navigator.storage.getDirectory();
      const file = await folder.getFileHandle("film.bin", { create: true });
      const code = await s3.download(key, { to: file }).then(
        () => "done",
        (error) => error.code,
      );
      return [code, (await file.getFile()).size];
    }, KEY);
    assert.deepEqual(found, ["ChecksumMismatch", 0]);
  });

  test("a worker verifies as well", async () => {
    await upload({ via: "put" });
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = visit.stack.ready;
    const options = { region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } };
    const verified = await visit.bare.page.evaluate(
      ([url, options, key]) => {
        const script = `import { S3 } from ${JSON.stringify(`${url}index.js`)};
          const { verified } = await new S3(${JSON.stringify(options)}).download(${JSON.stringify(key)});
          postMessage(verified);`;
        const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        const worker = new Worker(address, { type: "module" });
        return new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        });
      },
      [visit.site.url, options, KEY] as const,
    );
    assert.equal(verified, "CRC64NVME");
  });
});

describe("where the bucket's CORS rule allows no header of checksums", () => {
  beforeEach(() => visit.stack.change({ cors: [ORDINARY] }));

  test("a download brings its bytes, unverified", async () => {
    await upload({ via: "put" });
    assert.deepEqual(await download(), { sha256: digest });
  });

  test("a download that is to be verified fails and says why", async () => {
    await upload({ via: "put" });
    assert.deepEqual(await download({ verify: true }), { code: "CorsBlocked" });
  });

  test("parts go up without", async () => {
    assert.deepEqual(await upload({ via: "multipart" }), { via: "multipart" });
    assert.equal((await download()).sha256, digest);
  });

  test("a form carries a checksum all the same", async () => {
    const sent = await upload({ via: "post", checksum: "CRC32" });
    assert.equal(sent.checksum?.algorithm, "CRC32");
  });
});

test("where a CORS rule hides the checksum, verify: true says that there is none", async () => {
  await visit.stack.change({ cors: [{ ...ORDINARY, allowedHeaders: ["*"] }] });
  await upload({ via: "put" });
  assert.equal((await download()).sha256, digest);
  assert.deepEqual(await download({ verify: true }), { code: "ChecksumUnavailable" });
});
