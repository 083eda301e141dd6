import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, describe, test } from "node:test";
import { packageSession } from "../package-session.ts";

const MIB = 1024 * 1024;
const SIZE = 11 * MIB;
const KEY = "checksums/film.bin";
const ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;
/** A common CORS rule: enough to read and write, without checksum headers. */
const COMMON_RULE = {
  allowedOrigins: ["*"],
  allowedMethods: ["GET", "HEAD", "PUT", "POST"],
  allowedHeaders: ["content-type"],
  exposeHeaders: ["ETag"],
};

/** The outcome of a transfer in the tab. */
interface Outcome {
  code?: string;
  verified?: string;
  checksum?: { algorithm: string; value: string };
  sha256?: string;
  via?: string;
}

const session = packageSession();

beforeEach(() => session.openConnected("key"));

function film(): Uint8Array {
  return Uint8Array.from({ length: SIZE }, (_, index) => (index * 31 + (index >> 8)) % 251);
}

const digest = createHash("sha256").update(film()).digest("hex");

function upload(options: object): Promise<Outcome> {
  return session.tab.page.evaluate(
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
  return session.tab.page.evaluate(
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
      test(`a ${checksum} of an upload by ${via} verifies the download`, async () => {
        const sent = await upload({ via, checksum });
        assert.equal(sent.checksum?.algorithm, checksum);
        const { sha256, verified, checksum: stored } = await download();
        assert.deepEqual([sha256, verified, stored], [digest, checksum, sent.checksum]);
      });
    }
  }

  for (const [method, options] of [
    ["by PUT", { via: "put" }],
    ["in parts", { via: "multipart" }],
    ["in parts with a composite checksum", { via: "multipart", checksum: "SHA256" }],
  ] as const) {
    test(`a changed byte in a download of an upload ${method} is a ChecksumMismatch`, async () => {
      await upload(options);
      await session.stack.addFaults({
        method: "GET",
        effect: { type: "corrupt", at: 7 * MIB + 1 },
      });
      assert.deepEqual(await download(), { code: "ChecksumMismatch" });
    });
  }

  test("a byte that changes during an upload is detected, and its part is sent again", async () => {
    await session.stack.addFaults({
      method: "PUT",
      skip: 1,
      effect: { type: "corrupt", of: "request", at: 77 },
    });
    await upload({ via: "multipart" });
    assert.equal((await download()).sha256, digest);
  });

  test("a download that resumes after a closed connection is verified completely", async () => {
    await upload({ via: "put" });
    await session.stack.addFaults({
      method: "GET",
      times: 2,
      effect: { type: "cut", after: 3 * MIB },
    });
    assert.equal((await download()).verified, "CRC64NVME");
  });

  test("a checksum mismatch leaves the target file unchanged", async () => {
    await upload({ via: "put" });
    await session.stack.addFaults({ method: "GET", effect: { type: "corrupt", at: 0 } });
    const found = await session.tab.page.evaluate(async (key) => {
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

  test("a download in a worker is verified", async () => {
    await upload({ via: "put" });
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = session.stack.ready;
    const options = { region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } };
    const verified = await session.tab.page.evaluate(
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
      [session.site.url, options, KEY] as const,
    );
    assert.equal(verified, "CRC64NVME");
  });
});

describe("with a CORS rule that allows no checksum headers", () => {
  beforeEach(() => session.stack.changeSettings({ cors: [COMMON_RULE] }));

  test("a download is not verified", async () => {
    await upload({ via: "put" });
    assert.deepEqual(await download(), { sha256: digest });
  });

  test("a download with verify: true fails with ChecksumUnavailable", async () => {
    await upload({ via: "put" });
    assert.deepEqual(await download({ verify: true }), { code: "ChecksumUnavailable" });
  });

  test("parts are uploaded without checksums", async () => {
    assert.deepEqual(await upload({ via: "multipart" }), { via: "multipart" });
    assert.equal((await download()).sha256, digest);
  });

  test("a form still has a checksum", async () => {
    const sent = await upload({ via: "post", checksum: "CRC32" });
    assert.equal(sent.checksum?.algorithm, "CRC32");
  });
});

test("with a CORS rule that hides the checksum, verify: true fails with ChecksumUnavailable", async () => {
  await session.stack.changeSettings({ cors: [{ ...COMMON_RULE, allowedHeaders: ["*"] }] });
  await upload({ via: "put" });
  assert.equal((await download()).sha256, digest);
  assert.deepEqual(await download({ verify: true }), { code: "ChecksumUnavailable" });
});
